import * as z from 'zod';
import { stepProgressSchema } from '#shared/casework/tasks/task-step.schema.ts';
import { taskTypeSchema } from '#shared/casework/tasks/task-type.schema.ts';
import { clockAnswerSchema, clockSchema } from '#shared/core/clocks/clock.schema.ts';
import {
  actorSchema,
  dueInstant,
  instant,
  key,
  longText,
  personOrGroup,
  recordBase,
  shortText,
  subjectText,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

export const taskStatuses = ['to-do', 'in-progress', 'completed', 'cancelled'] as const;

const outcome = shortText.min(1);
const fields = z.record(z.string(), z.unknown());

/** A task as it is kept, below its case. */
export const taskSchema = z
  .strictObject({
    ...recordBase.shape,
    caseId: ulidSchema,
    type: key.optional(),
    title: subjectText,
    description: longText.optional(),
    status: z.enum(taskStatuses),
    assignee: personOrGroup.optional(),
    /** That of its clock, where it counts. */
    dueAt: instant.optional(),
    clock: clockSchema.optional(),
    order: z.int(),
    /** How far the steps of its type have come, once they were begun. */
    steps: z.array(stepProgressSchema).optional(),
    outcome: outcome.optional(),
    /** What was filled into the form of its type. */
    fields: fields.optional(),
    startedAt: instant.optional(),
    completedAt: instant.optional(),
    completedBy: actorSchema.optional(),
    cancelledAt: instant.optional(),
  })
  .meta({ id: 'TaskRecord' });

/** A task as staff see it, with what its type says to its workers. */
export const taskAnswerSchema = taskSchema
  .omit({ clock: true })
  .extend({
    clock: clockAnswerSchema.omit({ key: true }).optional(),
    ...taskTypeSchema.pick({ instructions: true }).shape,
    outcomes: taskTypeSchema.shape.outcomes.unwrap().optional(),
    form: taskTypeSchema.shape.form.unwrap().optional(),
  })
  .meta({ id: 'Task' });

export const newTaskSchema = z
  .strictObject({
    type: key.optional(),
    /** That of its type where it has one. */
    title: subjectText.optional(),
    description: longText.optional(),
    assignee: personOrGroup.optional(),
    dueAt: dueInstant.optional(),
  })
  .meta({ id: 'NewTask' });

/** What PATCH takes; `null` clears what may be absent. */
export const taskChangesSchema = z
  .strictObject({
    title: subjectText.optional(),
    description: longText.nullable().optional(),
    assignee: personOrGroup.nullable().optional(),
    dueAt: dueInstant.nullable().optional(),
  })
  .meta({ id: 'TaskChanges' });

export const taskOutcomeSchema = z
  .strictObject({ outcome: outcome.optional(), fields: fields.optional() })
  .meta({ id: 'TaskOutcome' });
