import { routeHandler } from '#functions/api/route-handler.ts';
import { visibleTypes } from '#functions/api/visible.ts';
import { explained } from '#functions/lists/find-rows.ts';
import { listPage } from '#functions/lists/list-page.ts';
import type { Services } from '#functions/services.ts';
import { mayOnCase, seesByType } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { listTasksRoute } from '#shared/casework/tasks/task.routes.ts';
import { answerTask, isOpenTask, type Task, tasksOf } from '#shared/casework/tasks/task.ts';
import { iso } from '#shared/core/records/instants.ts';
import { recordsBeside } from '#shared/core/records/list-participants.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { recordKey } from '#shared/core/table/keys.ts';

/** The cases of tasks, read as pages of tasks come in. */
const casesOfTasks = ({ table }: Services) => {
  const cases = new Map<string, Case>();
  return {
    of: ({ caseId }: Task): Case | undefined => cases.get(caseId),
    add: (records: readonly Case[]): void => {
      for (const record of records) cases.set(record.id, record);
    },
    read: async (tasks: readonly Task[]): Promise<void> => {
      const ids = new Set(tasks.map(({ caseId }) => caseId).filter((id) => !cases.has(id)));
      const found = await table.getMany([...ids].map((id) => recordKey({ kind: 'case', id })));
      for (const { record } of found) cases.set((record as Case).id, record as Case);
    },
  };
};

// Tasks of so many cases are read side by side.
const casesAtOnce = 20;

// GET /v1/tasks: of all cases that the caller may see. A page costs its tasks and their cases.
export const listTasks = routeHandler(listTasksRoute, async (services, { query, caller, now }) => {
  const types = await services.definitions.all('case-types');
  const cases = casesOfTasks(services);
  const assignee = query.assignee === 'me' ? caller.id : query.assignee;
  const person = assignee === undefined || assignee === 'none' ? undefined : { user: assignee };
  const team = query.group === undefined ? undefined : { group: query.group };
  const { status, type, overdue, dueBefore, createdFrom, createdTo } = query;
  const isOverdue = (task: Task) => isOpenTask(task) && task.dueAt !== undefined && task.dueAt < iso(now);
  const accept = (task: Task): boolean => {
    const record = cases.of(task);
    const caseType = record && types.get(record.type);
    return (
      caseType !== undefined &&
      !record?.trashedAt &&
      mayOnCase(caller, 'view', caseType.value, record) &&
      (query.caseType === undefined || record?.type === query.caseType) &&
      (status === undefined || task.status === status) &&
      (type === undefined || task.type === type) &&
      (overdue === undefined || isOverdue(task) === overdue) &&
      (dueBefore === undefined || (task.dueAt !== undefined && task.dueAt < dueBefore)) &&
      (assignee !== 'none' || task.assignee === undefined) &&
      (person === undefined || samePersonOrGroup(task.assignee, person)) &&
      (team === undefined || samePersonOrGroup(task.assignee, team)) &&
      (createdFrom === undefined || task.createdAt >= createdFrom) &&
      (createdTo === undefined || task.createdAt <= createdTo)
    );
  };
  const openness =
    status === undefined
      ? (['open', 'closed'] as const)
      : isOpenTask({ status })
        ? (['open'] as const)
        : (['closed'] as const);
  const isOpenOnly = overdue === true || (openness.length === 1 && openness[0] === 'open');
  const visible = visibleTypes(caller, types, {
    asked: query.caseType === undefined ? undefined : [query.caseType],
    sees: (one) => seesByType(caller, one),
  });
  const others = async (): Promise<Task[] | undefined> => {
    const mayHold = (record: Case) =>
      (isOpenOnly ? record.openTasks : record.taskCount) > 0 &&
      (query.caseType === undefined || query.caseType === record.type);
    // A task stands in no partition of theirs, so those of such a case are read with it. Open tasks
    // are those of open cases: closing a case ends them.
    const found = await recordsBeside<Case>(services.table, {
      ...visible,
      kind: 'case',
      sort: '-createdAt',
      limit: query.limit,
      openness: isOpenOnly ? ['open'] : ['open', 'closed'],
      accept: mayHold,
    });
    if (!found) return undefined;
    cases.add(found);
    const tasks = await sideBySide(found, ({ id }) => tasksOf(services.table, id), casesAtOnce);
    return tasks.flat().filter(accept);
  };
  const body = await listPage(services, { query, caller }, 'tasks', async ({ limit, after: position }) => {
    const list = await explained(services, () =>
      listRecords<Task>(services.table, {
        kind: 'task',
        limit,
        sort: query.sort,
        position,
        openness: isOpenOnly ? ['open'] : openness,
        ...visible,
        others,
        owner: person ?? team,
        dueBefore: overdue ? iso(now) : isOpenOnly ? dueBefore : undefined,
        createdFrom,
        createdTo,
        beforehand: cases.read,
        accept,
      }),
    );
    const items = await Promise.all(
      list.items.map(async (task) => {
        const record = cases.of(task);
        if (!record) throw new Error(`task ${task.id} was listed without its case`);
        const definition = await definitionOf(services.definitions, record);
        return answerTask(task, definition, { priority: record.priority, at: now });
      }),
    );
    return { ...list, items };
  });
  return { body };
});
