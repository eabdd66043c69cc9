import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import { visibleTypes } from '#functions/api/visible.ts';
import type { Services } from '#functions/services.ts';
import { hasTaskType, mayOnCase } from '#shared/access/policy.ts';
import type { Case } from '#shared/cases/case.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { iso } from '#shared/records/instants.ts';
import { listRecords } from '#shared/records/listing.ts';
import { samePersonOrGroup } from '#shared/records/person-or-group.ts';
import { recordKey } from '#shared/table/keys.ts';
import { listTasksRoute } from '#shared/tasks/task.routes.ts';
import { answerTask, isOpenTask, type Task } from '#shared/tasks/task.ts';

/** The cases of tasks, read as pages of tasks come in. */
const casesOfTasks = ({ table }: Services) => {
  const cases = new Map<string, Case>();
  return {
    of: ({ caseId }: Task): Case | undefined => cases.get(caseId),
    read: async (tasks: readonly Task[]): Promise<void> => {
      const ids = new Set(tasks.map(({ caseId }) => caseId).filter((id) => !cases.has(id)));
      const found = await table.getMany([...ids].map((id) => recordKey({ kind: 'case', id })));
      for (const { record } of found) cases.set((record as Case).id, record as Case);
    },
  };
};

// GET /v1/tasks: of all cases that the caller may see. A page costs its tasks and their cases.
export const listTasks = story(listTasksRoute, async (services, { query, caller, now }) => {
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
  const visible = visibleTypes(
    caller,
    types,
    ({ groups }) => [groups.managers, groups.reassignment, groups.escalation, groups.enquiry].flat(),
    (type) => hasTaskType(caller, type),
  );
  const position = await openCursor(services, caller, 'tasks', query);
  const list = await listRecords<Task>(services.table, {
    kind: 'task',
    limit: query.limit,
    sort: query.sort,
    position,
    openness: isOpenOnly ? ['open'] : openness,
    types: query.caseType === undefined ? visible.types : [query.caseType],
    everything: visible.everything && query.caseType === undefined,
    owners: query.caseType === undefined ? visible.owners : [],
    owner: person ?? team,
    dueBefore: overdue ? iso(now) : isOpenOnly ? dueBefore : undefined,
    createdFrom,
    createdTo,
    beforehand: cases.read,
    accept,
  });
  const items = await Promise.all(
    list.items.map(async (task) => {
      const record = cases.of(task);
      if (!record) throw new Error(`task ${task.id} was listed without its case`);
      const definition = await definitionOf(services.definitions, record);
      return answerTask(task, definition, { priority: record.priority, at: now });
    }),
  );
  return { body: await page(services, caller, 'tasks', query, { items, next: list.next }) };
});
