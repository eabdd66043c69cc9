import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { changeCase } from '#shared/cases/change-case.ts';
import { isOpen } from '#shared/cases/status.ts';
import { type Fault, invalid, Refusal } from '#shared/errors.ts';
import { changeEvent, type EventType } from '#shared/events/event.ts';
import { checkFields } from '#shared/records/fill-fields.ts';
import { epoch, iso } from '#shared/records/instants.ts';
import type { Actor } from '#shared/records/primitives.ts';
import { type Decision, unchanged } from '#shared/table/decision.ts';
import {
  isOpenTask,
  mostOpenTasks,
  mostTasks,
  type NewTask,
  type Task,
  type TaskChanges,
  taskWrite,
  withTasks,
} from '#shared/tasks/task.ts';
import { withClockStopped, withDueAt, withFirstClock } from '#shared/tasks/task-clock.ts';
import { type TaskType, typeOfTask } from '#shared/tasks/task-type.ts';

/** A case with all of its tasks: what every command on one of them is decided on. */
export interface CaseWithTasks {
  record: Case;
  tasks: readonly Task[];
  definition: CaseDefinition;
}

/** What a command comes to: the task, and the decisions on its case, one after the other. */
export interface TaskDecided {
  task: Task;
  decisions: [Decision<Case>, ...Decision<Case>[]];
}

type TaskEvent = Extract<EventType, `Task ${string}` | 'Target Changed'>;

const find = (tasks: readonly Task[], id: string): Task | undefined => tasks.find((task) => task.id === id);

/** The next version of a task, in an event of its case. Nothing happens where nothing changes. */
export const changeTask = (
  { record, tasks, definition }: CaseWithTasks,
  changed: Task,
  { type, at, detail }: { type: TaskEvent; at: number; detail?: Record<string, unknown> },
): TaskDecided => {
  const before = find(tasks, changed.id);
  if (before && !detail && changeEvent(type, before, changed).changed.length === 0)
    return { task: before, decisions: [unchanged('case', record)] };
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
  return { task, decisions: [decision] };
};

/** Tells that no task is open any more, where there was one. */
const withLastTold = (decided: TaskDecided, { definition }: CaseWithTasks, at: number): TaskDecided => {
  const [{ before, after }] = decided.decisions;
  if (after.openTasks > 0 || !before || before.openTasks === 0) return decided;
  const told = changeCase(after, after, {
    type: 'All Tasks Completed',
    at,
    definition,
    detail: { task: decided.task },
  });
  return { ...decided, decisions: [...decided.decisions, told] };
};

const faultAt = (pointer: string, code: string, detail: string) => invalid([{ pointer, code, detail }]);

/** @throws 400 for a team that tasks of this type are not for */
const refuseOwner = (type: TaskType | undefined, assignee: NewTask['assignee'] | null): void => {
  if (!type || !assignee || !('group' in assignee) || type.groups.length === 0) return;
  if (!type.groups.includes(assignee.group))
    throw faultAt('/assignee/group', 'wrong-group', `tasks of this type are for ${type.groups.join(', ')}`);
};

interface Create {
  id: string;
  input: NewTask;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
}

/** A new task as its type has it; given to the first group of that where the input names nobody. Its clock starts with it. */
export const newTask = (
  { record, definition }: Pick<CaseWithTasks, 'record' | 'definition'>,
  { id, input, by, at }: Create,
): Task => {
  const type = typeOfTask(definition, input.type);
  const [group] = type?.groups ?? [];
  const assignee = input.assignee ?? (group === undefined ? undefined : { group });
  const task: Task = {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    caseId: record.id,
    ...(type && { type: type.key }),
    title: input.title ?? type?.name ?? '',
    ...((input.description ?? type?.description) && { description: input.description ?? type?.description }),
    status: 'to-do',
    ...(assignee && { assignee }),
    order: type?.order ?? 0,
  };
  return withFirstClock(task, input.dueAt, { record, definition, at });
};

/** @throws `too-many-tasks`, `max-creations` */
const refuseTooMany = ({ tasks }: Pick<CaseWithTasks, 'tasks'>, type: TaskType | undefined): void => {
  if (tasks.length >= mostTasks) throw new Refusal('too-many-tasks');
  if (tasks.filter(isOpenTask).length >= mostOpenTasks)
    throw new Refusal('too-many-tasks', 'The case has as many open tasks as it can take');
  const made = type?.maxCreations && tasks.filter((task) => task.type === type.key).length;
  if (type?.maxCreations && made !== undefined && made >= type.maxCreations) throw new Refusal('max-creations');
};

/**
 * Adds a task to an open case.
 *
 * @throws `already-closed`, `too-many-tasks`, `max-creations`; 400 for a type that its case's does not know, a missing title, a team that it is not for
 */
export const createTask = (within: CaseWithTasks, command: Create): TaskDecided => {
  const { record, definition } = within;
  const { input } = command;
  const type = typeOfTask(definition, input.type);
  const faults: Fault[] = [
    ...(input.type !== undefined && !type
      ? [{ pointer: '/type', code: 'unknown-type', detail: 'the type of the case has no such task' }]
      : []),
    ...(input.title === undefined && !type ? [{ pointer: '/title', code: 'required', detail: 'is required' }] : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  refuseOwner(type, input.assignee);
  if (!isOpen(record)) throw new Refusal('already-closed');
  refuseTooMany(within, type);
  return changeTask(within, newTask(within, command), { type: 'Task Created', at: command.at });
};

/** @throws `task-completed`, `task-cancelled` */
const refuseOver = ({ status }: Task): void => {
  if (status === 'completed') throw new Refusal('task-completed');
  if (status === 'cancelled') throw new Refusal('task-cancelled');
};

/** @throws `prerequisite-missing` with the names of what has to be completed first */
const refuseBlocked = ({ tasks, definition }: CaseWithTasks, { type }: Task): void => {
  const missing = (typeOfTask(definition, type)?.requires ?? []).filter(
    (key) => !tasks.some((task) => task.type === key && task.status === 'completed'),
  );
  const names = missing.map((key) => typeOfTask(definition, key)?.name ?? key);
  if (missing.length > 0) throw new Refusal('prerequisite-missing', `Has to be completed first: ${names.join(', ')}`);
};

/**
 * Changes what a task says, whose it is, and by when it is due.
 *
 * @throws `task-completed`, `task-cancelled`; 400 for a team that it is not for, or a target before it was made
 */
export const editTask = (
  within: CaseWithTasks,
  task: Task,
  { changes: { title, description, assignee, dueAt }, at }: { changes: TaskChanges; at: number },
): TaskDecided => {
  refuseOver(task);
  refuseOwner(typeOfTask(within.definition, task.type), assignee);
  const { description: text, assignee: owner, ...rest } = task;
  const said: Task = {
    ...rest,
    ...(title !== undefined && { title }),
    ...(description !== null && { description: description ?? text }),
    ...(assignee !== null && { assignee: assignee ?? owner }),
  };
  const edited = dueAt === undefined ? said : withDueAt(said, dueAt, { ...within, at });
  return changeTask(within, edited, { type: 'Task Updated', at });
};

/** @throws `task-started`, `task-completed`, `task-cancelled`, `prerequisite-missing` */
export const startTask = (within: CaseWithTasks, task: Task, { at }: { at: number }): TaskDecided => {
  refuseOver(task);
  if (task.status === 'in-progress') throw new Refusal('task-started');
  refuseBlocked(within, task);
  return changeTask(within, { ...task, status: 'in-progress', startedAt: iso(at) }, { type: 'Task Started', at });
};

/** What an outcome says against the type of a task, and the fields as they would be kept. */
const checkOutcome = (
  { record, definition }: CaseWithTasks,
  task: Task,
  { outcome, fields, at }: { outcome?: string | undefined; fields?: Record<string, unknown> | undefined; at: number },
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const { form = [], outcomes = [] } = typeOfTask(definition, task.type) ?? {};
  const checked = checkFields(form, fields ?? {}, {
    record: (values) => ({ case: { ...record, lastActivityAt: record.updatedAt }, task: { ...task, fields: values } }),
    at,
  });
  const needsOutcome = outcomes.length > 0;
  const wrong =
    needsOutcome && outcome === undefined
      ? [{ pointer: '/outcome', code: 'required', detail: 'is required' }]
      : needsOutcome && !outcomes.some(({ key }) => key === outcome)
        ? [{ pointer: '/outcome', code: 'unknown-outcome', detail: 'the type of the task has no such outcome' }]
        : [];
  return { fields: checked.fields, faults: [...wrong, ...checked.faults] };
};

/**
 * Completes a task, started or not. Where it was the last open one, that is told too.
 *
 * @throws `task-completed`, `task-cancelled`, `prerequisite-missing`; 400 with every fault of the outcome and the form of its type
 */
export const completeTask = (
  within: CaseWithTasks,
  task: Task,
  command: { outcome?: string | undefined; fields?: Record<string, unknown> | undefined; by: Actor; at: number },
): TaskDecided => {
  const { outcome, by, at } = command;
  refuseOver(task);
  refuseBlocked(within, task);
  const { fields, faults } = checkOutcome(within, task, command);
  if (faults.length > 0) throw invalid(faults);
  const completed: Task = {
    ...withClockStopped(task, { ...within, at }),
    status: 'completed',
    ...(outcome !== undefined && { outcome }),
    ...(Object.keys(fields).length > 0 && { fields }),
    completedAt: iso(at),
    completedBy: by,
  };
  return withLastTold(changeTask(within, completed, { type: 'Task Completed', at }), within, at);
};

const cancelled = (task: Task, within: CaseWithTasks, at: number): Task => ({
  ...withClockStopped(task, { ...within, at }),
  status: 'cancelled',
  cancelledAt: iso(at),
});

/** Cancels a task. Where it was the last open one, that is told too. @throws `task-completed`, `task-cancelled`, `not-cancelable` */
export const cancelTask = (within: CaseWithTasks, task: Task, { at }: { at: number }): TaskDecided => {
  refuseOver(task);
  if (typeOfTask(within.definition, task.type)?.cancelable === false) throw new Refusal('not-cancelable');
  return withLastTold(changeTask(within, cancelled(task, within, at), { type: 'Task Cancelled', at }), within, at);
};
