import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { Waiting } from '#shared/casework/cases/clocks/agenda.ts';
import { type Task, taskWrite } from '#shared/casework/tasks/task.ts';
import { policyOf, taskClock, typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { type At, type Clock, settle, startClock, stopClock } from '#shared/core/clocks/clock.ts';
import { breach, nextDueOf, remind } from '#shared/core/clocks/due.ts';
import { type ClockCommand, type ClockOperation, operate, operationOf } from '#shared/core/clocks/operation.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// The one clock of a task. It starts when the task is made, where its type has a target or somebody
// says when it is due, and stops when the task is over.

/** The case of a task, and its definition. */
interface TaskCase {
  record: Pick<Case, 'priority'>;
  definition: CaseDefinition;
  /** Epoch milliseconds. */
  at: number;
}

const countingOf = (task: Pick<Task, 'type'>, { record, definition, at }: TaskCase): At => ({
  policy: policyOf(definition, task.type),
  priority: record.priority,
  at,
});

/**
 * A task with its clock as it is now. It is due when that is; while it is paused or cleared, at no
 * instant.
 */
export const withClock = (task: Task, clock: Clock | undefined): Task => {
  const { dueAt: _before, ...rest } = task;
  if (!clock) return rest;
  const isDue = clock.state !== 'paused' && clock.state !== 'cleared';
  return { ...rest, clock, ...(isDue && { dueAt: clock.dueAt }) };
};

const isDueAtNone = ({ clock }: Task): boolean => !clock || clock.clearedAt !== undefined;

const beforeStart = (start: string) =>
  invalid([{ pointer: '/dueAt', code: 'before-start', detail: `would lie before the start of the clock, ${start}` }]);

/**
 * The task with the clock that it begins with, if any.
 * @throws `no-working-time`; 400 for an instant that has passed
 */
export const withFirstClock = (task: Task, dueAt: string | undefined, of: TaskCase): Task => {
  const now = countingOf(task, of);
  if (dueAt !== undefined && epoch(dueAt) < of.at) throw beforeStart(iso(of.at));
  if (dueAt !== undefined) return withClock(task, startClock(now, epoch(dueAt)));
  return now.policy.target.target ? withClock(task, startClock(now)) : task;
};

/** The task with its clock at its end. */
export const withClockStopped = (task: Task, of: TaskCase): Task => {
  if (!task.clock) return task;
  const now = countingOf(task, of);
  return withClock(task, settle(stopClock(task.clock, now), now));
};

/**
 * The task after something was done to its clock; setting starts one where there was none.
 * @throws `not-found`, `no-target` to restore what is not configured, and as `operate`
 */
export const withClockOperated = (task: Task, operation: ClockOperation, of: TaskCase): Task => {
  const now = countingOf(task, of);
  if (!task.clock && operation.do === 'set') return withFirstClock(task, operation.to, of);
  if (!task.clock) throw new Refusal('not-found', 'The task has no target');
  return withClock(task, settle(operate(task.clock, operation, now), now));
};

/** What somebody asks of the clock of a task, as its event says it. */
export const operationOnTask = (task: Task, command: ClockCommand, of: TaskCase): ClockOperation =>
  operationOf(command, countingOf(task, of));

/**
 * The task with another instant at which it is due, or, with `null`, due at none.
 * @throws 400 for one before the clock began, and as `operate`
 */
export const withDueAt = (task: Task, dueAt: string | null, of: TaskCase): Task => {
  if (dueAt === null) return isDueAtNone(task) ? task : withClockOperated(task, { do: 'clear' }, of);
  if (task.clock && dueAt < task.clock.startedAt) throw beforeStart(task.clock.startedAt);
  return withClockOperated(task, { do: 'set', to: dueAt }, of);
};

/** Whether staff may move the target of a task; admins always may. */
export const staffMayMove = (definition: CaseDefinition, { type }: Pick<Task, 'type'>): boolean =>
  typeOfTask(definition, type)?.overrideAllowed ?? true;

/** A task as the wake-up of its case knows it: its reminders, then its breach. */
export const waitingTask = (task: Task, record: Case, definition: CaseDefinition): Waiting => {
  const due = task.clock && nextDueOf(task.clock);
  return {
    kind: 'task',
    id: task.id,
    next: due?.at,
    wake: (current, at) => {
      if (!task.clock || !due) throw new Error(`task ${task.id} waits for nothing`);
      const now = countingOf(task, { record: current, definition, at });
      const isReminder = due.what === 'reminder';
      const moved = settle(isReminder ? remind(task.clock, due.at, now) : breach(task.clock, now), now);
      const after = { ...withClock(task, moved), version: task.version + 1, updatedAt: iso(at) };
      const said = { clock: taskClock, dueAt: task.clock.dueAt, task: after };
      const deed = { was: { task }, rest: waitingTask(after, current, definition) };
      return isReminder
        ? { type: 'Target Reminder Due', detail: { ...said, reminderAt: due.at }, ...deed }
        : { type: 'Target Breached', detail: said, ...deed };
    },
    write: () => taskWrite(task, record),
  };
};
