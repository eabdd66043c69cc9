import type * as z from 'zod';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { taskTypeSchema } from '#shared/casework/tasks/task-type.schema.ts';
import type { Policy, Promised } from '#shared/core/clocks/clock.ts';

export type TaskType = z.infer<typeof taskTypeSchema>;

/** The key of the one clock that a task has. */
export const taskClock = 'task';

/** What the clock of a task of this type counts towards. */
export const promisedBy = ({ target, reminders }: Pick<TaskType, 'target' | 'reminders'>): Promised => ({
  key: taskClock,
  target,
  reminders,
});

/**
 * What a task counts by that has no type, or whose type the case does not know any more: only what
 * people set.
 */
const byHandOnly: Policy = { target: promisedBy({ reminders: [] }) };

export const policyOf = ({ taskPolicies }: Pick<CaseDefinition, 'taskPolicies'>, type: string | undefined): Policy =>
  (type === undefined ? undefined : taskPolicies.get(type)) ?? byHandOnly;

/**
 * A type of task by its key; none for a task without one, or one that came with a case of another
 * type.
 */
export const typeOfTask = (
  { type: { taskTypes } }: Pick<CaseDefinition, 'type'>,
  key: string | undefined,
): TaskType | undefined => (key === undefined ? undefined : taskTypes.find((one) => one.key === key));
