import type * as z from 'zod';
import type { TaskInHand } from '#shared/casework/assignment/open-work.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { withEntriesOf } from '#shared/casework/cases/clocks/agenda.ts';
import type {
  newTaskSchema,
  taskAnswerSchema,
  taskChangesSchema,
  taskSchema,
} from '#shared/casework/tasks/task.schema.ts';
import type { StepProgress, TaskStep } from '#shared/casework/tasks/task-step.schema.ts';
import { policyOf, typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { answerClock } from '#shared/core/clocks/clock.ts';
import { nextDueOf } from '#shared/core/clocks/due.ts';
import { uniqueOwners } from '#shared/core/records/person-or-group.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { childKey, childPrefix, partitionOf } from '#shared/core/table/keys.ts';
import { listAttributes } from '#shared/core/table/list-keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// What a case says of its tasks follows from all of them, in `withTasks`, whenever one changes. So
// every command on a task bumps the version of the case, which decides all races.

export type Task = z.infer<typeof taskSchema>;
export type TaskAnswer = z.input<typeof taskAnswerSchema>;
export type NewTask = z.infer<typeof newTaskSchema>;
export type TaskChanges = z.infer<typeof taskChangesSchema>;

/**
 * How many tasks a case may have, some twenty kilobytes that each command on one reads, and how
 * many may be open: closing cancels them in one transaction of a hundred writes, two for each.
 */
export const mostTasks = 100;
export const mostOpenTasks = 40;

export const isOpenTask = ({ status }: Pick<Task, 'status'>): boolean => status === 'to-do' || status === 'in-progress';

// An item of each of them goes with the closing of a case, which takes two writes a task already.
const mostInHand = 6;

/** The open tasks of the first people who have any. */
const inHandOf = (tasks: readonly Task[]): TaskInHand[] => {
  const all = tasks.flatMap((task): TaskInHand[] => {
    const { id, type, assignee } = task;
    if (!isOpenTask(task) || !assignee || !('user' in assignee)) return [];
    return [{ user: assignee.user, id, ...(type !== undefined && { type }) }];
  });
  const people = new Set([...new Set(all.map(({ user }) => user))].slice(0, mostInHand));
  return all.filter(({ user }) => people.has(user));
};

/** The case as its tasks make it. */
export const withTasks = (record: Case, tasks: readonly Task[]): Case => ({
  ...record,
  taskCount: tasks.length,
  openTasks: tasks.filter(isOpenTask).length,
  helpers: {
    owners: uniqueOwners(tasks.flatMap(({ assignee }) => assignee ?? [])),
    taskTypes: [...new Set(tasks.flatMap(({ type }) => type ?? []))],
    inHand: inHandOf(tasks),
  },
  agenda: withEntriesOf(
    record.agenda,
    'task',
    tasks.flatMap(({ id, clock }) => {
      const due = clock && nextDueOf(clock);
      return due ? [{ at: due.at, id }] : [];
    }),
  ),
});

/**
 * A task as it lies in the table. Lists across cases find it by whose it is, by the type of its
 * case, and by when it is due.
 */
export const taskWrite = (task: Task, record: Pick<Case, 'type'>): { put: Item } => ({
  put: {
    ...childKey(task.caseId, { kind: 'task', id: task.id }),
    ...listAttributes(
      'task',
      { ...task, type: record.type },
      { owner: task.assignee, isOpen: isOpenTask(task), row: task },
    ),
    record: task,
  },
});

export const withoutTask = ({ id, caseId }: Pick<Task, 'id' | 'caseId'>): Write => ({
  delete: childKey(caseId, { kind: 'task', id }),
});

/** As they stand on a case: by the order of their types, then by age. */
export const inTaskOrder = (a: Task, b: Task): number => a.order - b.order || (a.id < b.id ? -1 : 1);

/** All tasks of a case. */
export const tasksOf = async (table: Table, caseId: string): Promise<Task[]> => {
  const pk = partitionOf({ kind: 'case', id: caseId });
  const items = await table.queryAll({ pk, prefix: childPrefix('task'), consistent: true });
  return items.map(({ record }) => record as Task).sort(inTaskOrder);
};

/**
 * All tasks of a case as it is: what a command is decided on.
 *
 * @throws CommitConflict where somebody has added or taken one since the case was read
 */
export const tasksWith = async (table: Table, { id, taskCount }: Pick<Case, 'id' | 'taskCount'>): Promise<Task[]> => {
  const tasks = taskCount === 0 ? [] : await tasksOf(table, id);
  if (tasks.length !== taskCount) throw new CommitConflict('the case has other tasks since');
  return tasks;
};

/** The steps of a task that nobody has begun. */
export const untouchedSteps = (steps: readonly TaskStep[]): StepProgress[] =>
  steps.map((step) => ({ do: step.do, state: 'to-do' as const }));

/** A task as the API answers it at an instant (epoch milliseconds). */
export const answerTask = (
  { clock, ...task }: Task,
  definition: CaseDefinition,
  { priority, at }: { priority: string; at: number },
): TaskAnswer => {
  const type = typeOfTask(definition, task.type);
  const { instructions, outcomes = [], form = [], steps = [] } = type ?? {};
  const answered = clock && answerClock(clock, { policy: policyOf(definition, task.type), priority, at });
  const { key: _one, ...shown } = answered ?? { key: '' };
  return {
    ...task,
    ...(answered && { clock: shown as TaskAnswer['clock'] }),
    ...(steps.length > 0 && !task.steps && { steps: untouchedSteps(steps) }),
    ...(instructions && { instructions }),
    ...(outcomes.length > 0 && { outcomes }),
    ...(form.length > 0 && { form }),
  };
};
