import * as z from 'zod';
import { workWeight } from '#shared/casework/assignment/weight.schema.ts';
import { taskSteps } from '#shared/casework/tasks/task-step.schema.ts';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { groupKey, key, longText, name, personId } from '#shared/core/records/primitives.ts';

/**
 * A kind of task that the cases of a type have: whose it is, by when, what has to come before it,
 * and what is asked for when it is completed.
 */
export const taskTypeSchema = z
  .strictObject({
    key,
    name,
    description: longText.optional(),
    /**
     * Who may work on such a task beside those who work on the case: groups and named people. The
     * first has it where nobody else is named.
     */
    groups: z.array(groupKey).max(50).default([]),
    users: z.array(personId).max(50).default([]),
    target: amountSchema.optional(),
    calendar: key.optional(),
    // As many as before a target of the case.
    reminders: z
      .array(z.strictObject({ before: amountSchema }))
      .max(20)
      .default([]),
    /** Whether staff may move the target; administrators always may. */
    overrideAllowed: z.boolean().default(true),
    /** So many have to be completed before the case closes. */
    minCompletions: z.int().min(0).max(100).default(0),
    /** So many may be made on one case; cancelled ones count. */
    maxCreations: z.int().min(1).max(100).optional(),
    /**
     * Keys of task types of which one has to be completed before this one is started or completed.
     */
    requires: z.array(key).max(50).default([]),
    /** Where it stands among the tasks of a case; those of the same order by age. */
    order: z.int().min(0).max(10_000).default(0),
    /** How much open work such a task is; 1 unless it is said. */
    weight: workWeight.optional(),
    cancelable: z.boolean().default(true),
    instructions: longText.optional(),
    outcomes: z.array(z.strictObject({ key, name })).max(50).default([]),
    /** What is done in it, one after the other, before it is completed. */
    steps: taskSteps,
    /** Asked for when it is completed. */
    form: fieldDefinitions,
    /** A case has one of these from the beginning: always, or where a condition on it holds. */
    generate: z.strictObject({ when: conditionSchema.optional() }).optional(),
  })
  .meta({ id: 'TaskType' });

export const taskTypes = z.array(taskTypeSchema).max(50).default([]);
