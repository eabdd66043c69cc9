import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase, together } from '#shared/casework/cases/change-case.ts';
import {
  type CaseWithTasks,
  changeTask,
  refuseBlocked,
  refuseOver,
  type TaskDecided,
} from '#shared/casework/tasks/change-task.ts';
import { isOpenTask, type Task } from '#shared/casework/tasks/task.ts';
import { withClockStopped } from '#shared/casework/tasks/task-clock.ts';
import { typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { refuseOpenSteps } from '#shared/casework/tasks/work-steps.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/** Records that no task is open any more, where this was the last one. */
const withAllCompleted = ({ task, decision }: TaskDecided, { definition }: CaseWithTasks, at: number): TaskDecided => {
  const { after } = decision;
  if (after.openTasks > 0) return { task, decision };
  const allCompleted = changeCase(after, after, { type: 'All Tasks Completed', at, definition, detail: { task } });
  return { task, decision: together([decision, allCompleted]) };
};

/** What an outcome says against the type of a task, and the fields as they would be kept. */
const checkOutcome = (
  { record, definition }: CaseWithTasks,
  task: Task,
  { outcome, fields, at }: { outcome?: string | undefined; fields?: Record<string, unknown> | undefined; at: number },
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const { form = [], outcomes = [] } = typeOfTask(definition, task.type) ?? {};
  const checked = checkFields(form, fields ?? {}, {
    record: (values) => ({ case: record, task: { ...task, fields: values } }),
    at,
  });
  const needsOutcome = outcomes.length > 0;
  const wrong =
    needsOutcome && outcome === undefined
      ? [{ pointer: '/outcome', code: 'required', detail: 'is required' }]
      : needsOutcome && !outcomes.some(({ key }) => key === outcome)
        ? [{ pointer: '/outcome', code: 'unknown-outcome', detail: `the type of the task has no outcome "${outcome}"` }]
        : [];
  return { fields: checked.fields, faults: [...wrong, ...checked.faults] };
};

/**
 * Completes a task, started or not; the end of the last open one is an event too. @throws
 * `task-completed`, `task-cancelled`, `prerequisite-missing`, `steps-open`; 400 for its form
 */
export const completeTask = (
  within: CaseWithTasks,
  task: Task,
  command: { outcome?: string | undefined; fields?: Record<string, unknown> | undefined; by: Actor; at: number },
): TaskDecided => {
  const { outcome, by, at } = command;
  refuseOver(task);
  refuseBlocked(within, task);
  refuseOpenSteps(within, task);
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
  return withAllCompleted(changeTask(within, completed, { type: 'Task Completed', at }), within, at);
};

const cancelled = (task: Task, within: CaseWithTasks, at: number): Task => ({
  ...withClockStopped(task, { ...within, at }),
  status: 'cancelled',
  cancelledAt: iso(at),
});

/**
 * Cancels a task. The end of the last open one is an event too.
 * @throws `task-completed`, `task-cancelled`, `not-cancelable`
 */
export const cancelTask = (within: CaseWithTasks, task: Task, { at }: { at: number }): TaskDecided => {
  refuseOver(task);
  if (typeOfTask(within.definition, task.type)?.cancelable === false) throw new Refusal('not-cancelable');
  return withAllCompleted(changeTask(within, cancelled(task, within, at), { type: 'Task Cancelled', at }), within, at);
};

/**
 * Cancels the open tasks of a case that is about to be closed. @throws `open-tasks` where one
 * stays, `too-many-tasks` where more than `most` are open, `min-completions`
 */
export const endTasks = (within: CaseWithTasks, { at, most }: { at: number; most: number }): Decision<Case>[] => {
  const { tasks, definition } = within;
  const open = tasks.filter(isOpenTask);
  const kept = open.filter(({ type }) => typeOfTask(definition, type)?.cancelable === false);
  if (kept.length > 0) {
    const names = kept.map(({ title }) => title).join(', ');
    throw new Refusal('open-tasks', `Still open: ${names}`, { values: { names } });
  }
  const missing = definition.type.taskTypes.filter(
    ({ key, minCompletions }) =>
      tasks.filter(({ type, status }) => type === key && status === 'completed').length < minCompletions,
  );
  if (missing.length > 0)
    throw new Refusal('min-completions', `Not completed often enough: ${missing.map(({ name }) => name).join(', ')}`);
  if (open.length > most)
    throw new Refusal(
      'too-many-tasks',
      `More tasks are open than are cancelled at once; cancel all but ${most} of them`,
    );
  const decisions: Decision<Case>[] = [];
  let now = within;
  for (const task of open) {
    const { decision, task: ended } = changeTask(now, cancelled(task, now, at), { type: 'Task Cancelled', at });
    decisions.push(decision);
    now = { ...now, record: decision.after, tasks: now.tasks.map((one) => (one.id === ended.id ? ended : one)) };
  }
  return decisions;
};
