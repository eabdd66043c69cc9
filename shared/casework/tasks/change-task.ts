import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { personAt, refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import type { CaseEventType, SaidOf } from '#shared/casework/casework.events.ts';
import { type NewTask, type Task, type TaskChanges, taskWrite, withTasks } from '#shared/casework/tasks/task.ts';
import { operationOnTask, withClockOperated, withDueAt } from '#shared/casework/tasks/task-clock.ts';
import { type TaskType, taskClock, typeOfTask } from '#shared/casework/tasks/task-type.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

/** A case with all of its tasks: what every command on one of them is decided on. */
export interface CaseWithTasks {
  record: Case;
  tasks: readonly Task[];
  definition: CaseDefinition;
}

/** The outcome of a command: the task, and what happened to its case. */
export interface TaskDecided {
  task: Task;
  decision: Decision<Case>;
}

type TaskEvent = Extract<CaseEventType, `Task ${string}` | 'Target Changed'>;
/** What happens to a task, and what its event says beside the task. */
type TaskChange = {
  [K in TaskEvent]: { type: K; at: number; detail?: Omit<NonNullable<SaidOf<K>['detail']>, 'task'> };
}[TaskEvent];

const find = (tasks: readonly Task[], id: string): Task | undefined => tasks.find((task) => task.id === id);

/** The next version of a task, in an event of its case. Nothing happens where nothing changes. */
export const changeTask = (
  { record, tasks, definition }: CaseWithTasks,
  changed: Task,
  { type, at, detail }: TaskChange,
): TaskDecided => {
  const before = find(tasks, changed.id);
  if (before && !detail && changeEvent(type, before, changed).changed.length === 0)
    return { task: before, decision: unchanged('case', record) };
  const task = before
    ? { ...changed, version: before.version + 1, updatedAt: iso(Math.max(at, epoch(before.updatedAt))) }
    : changed;
  const all = [...tasks.filter(({ id }) => id !== task.id), task];
  const decision = changeCase(record, withTasks(record, all), {
    type,
    at,
    definition,
    detail: { ...detail, task },
    ...(before && { was: { task: before } }),
    items: [taskWrite(task, record)],
  });
  return { task, decision };
};

const faultAt = (pointer: string, code: string, detail: string) => invalid([{ pointer, code, detail }]);

/**
 * @throws 400 for a team that tasks of this type are not for; for a person too where the type names
 * people alone, as who is in a group the token says
 */
export const refuseOwner = (type: TaskType | undefined, assignee: NewTask['assignee'] | null): void => {
  if (!type || !assignee) return;
  const { groups, users } = type;
  if (groups.length + users.length === 0) return;
  const are = `tasks of this type are for ${[...groups, ...users].join(', ')}`;
  if ('group' in assignee && !groups.includes(assignee.group)) throw faultAt('/assignee/group', 'wrong-group', are);
  if ('user' in assignee && groups.length === 0 && !users.includes(assignee.user))
    throw faultAt('/assignee/user', 'wrong-user', are);
};

/** @throws `task-completed`, `task-cancelled` */
export const refuseOver = ({ status }: Task): void => {
  if (status === 'completed') throw new Refusal('task-completed');
  if (status === 'cancelled') throw new Refusal('task-cancelled');
};

/** @throws `prerequisite-missing` with the names of what has to be completed first */
export const refuseBlocked = ({ tasks, definition }: CaseWithTasks, { type }: Task): void => {
  const missing = (typeOfTask(definition, type)?.requires ?? []).filter(
    (key) => !tasks.some((task) => task.type === key && task.status === 'completed'),
  );
  const names = missing.map((key) => typeOfTask(definition, key)?.name ?? key);
  const values = { names: names.join(', ') };
  if (missing.length > 0)
    throw new Refusal('prerequisite-missing', `Has to be completed first: ${values.names}`, { values });
};

/**
 * Changes what a task says, whose it is, and by when it is due. @throws `task-completed`,
 * `task-cancelled`, `locked-out`; 400 for a team that it is not for, or a target before its making
 */
export const editTask = (
  within: CaseWithTasks,
  task: Task,
  { changes: { title, description, assignee, dueAt }, at }: { changes: TaskChanges; at: number },
): TaskDecided => {
  refuseOver(task);
  refuseOwner(typeOfTask(within.definition, task.type), assignee);
  refuseKeptOut(within.record, [personAt(assignee, '/assignee')]);
  const { description: text, assignee: owner, ...rest } = task;
  const said: Task = {
    ...rest,
    ...(title !== undefined && { title }),
    ...(description !== null && { description: description ?? text }),
    ...(assignee !== null && { assignee: assignee ?? owner }),
  };
  const edited = dueAt === undefined ? said : withDueAt(said, dueAt, { ...within, at });
  const isGiven = edited.assignee !== undefined && !samePersonOrGroup(owner, edited.assignee);
  return changeTask(within, edited, { type: 'Task Updated', at, ...(isGiven && { detail: { assigned: true } }) });
};

/** @throws `task-started`, `task-completed`, `task-cancelled`, `prerequisite-missing` */
export const startTask = (within: CaseWithTasks, task: Task, { at }: { at: number }): TaskDecided => {
  refuseOver(task);
  if (task.status === 'in-progress') throw new Refusal('task-started');
  refuseBlocked(within, task);
  return changeTask(within, { ...task, status: 'in-progress', startedAt: iso(at) }, { type: 'Task Started', at });
};

/**
 * Does something to the clock of a task. @throws `task-completed`, `task-cancelled`, `not-found`,
 * `no-target`, `clock-stopped`, `already-paused`, `not-paused`; 400 for a target before its start
 */
export const operateTaskClock = (
  within: CaseWithTasks,
  task: Task,
  { command, note, at }: { command: ClockCommand; note?: string | undefined; at: number },
): TaskDecided => {
  refuseOver(task);
  const operation = operationOnTask(task, command, { ...within, at });
  const moved = withClockOperated(task, operation, { ...within, at });
  const detail = { clock: taskClock, operation, ...(note && { note }) };
  return changeTask(within, moved, { type: 'Target Changed', at, detail });
};
