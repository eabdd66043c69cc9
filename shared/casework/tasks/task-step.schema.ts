import * as z from 'zod';
import { newQuestionSchema } from '#shared/casework/questions/question.schema.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { actorSchema, groupKey, instant, key, longText } from '#shared/core/records/primitives.ts';

/** What is done in a task of a type, one after the other. */
const taskStepSchema = z
  .discriminatedUnion('do', [
    /** Mails the contact of the case, and goes on. */
    z.strictObject({ do: z.literal('mail'), template: key }),
    /** Asks the requester, and goes on when they have answered. */
    z.strictObject({ do: z.literal('ask'), question: newQuestionSchema }),
    /** Somebody fills these in. */
    z.strictObject({ do: z.literal('collect'), fields: fieldDefinitions }),
    /** Somebody of the team says yes or no. */
    z.strictObject({ do: z.literal('approve'), group: groupKey }),
  ])
  .meta({ id: 'TaskStep' });
export type TaskStep = z.infer<typeof taskStepSchema>;

/** More is several tasks. */
export const taskSteps = z.array(taskStepSchema).max(20).default([]);

/** How far a step has come. */
export const stepProgressSchema = z
  .strictObject({
    do: z.enum(['mail', 'ask', 'collect', 'approve']),
    state: z.enum(['to-do', 'in-progress', 'completed']),
    completedAt: instant.optional(),
    completedBy: actorSchema.optional(),
    /** What was collected. */
    fields: z.record(z.string(), z.unknown()).optional(),
    /** The question that was asked. */
    questionId: z.string().optional(),
    approved: z.boolean().optional(),
    note: longText.optional(),
  })
  .meta({ id: 'TaskStepProgress' });
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** What completes a step: `fields` what is collected, `approved` what is decided. */
export const stepOutcomeSchema = z
  .strictObject({
    fields: z.record(z.string(), z.unknown()).optional(),
    approved: z.boolean().optional(),
    note: longText.optional(),
  })
  .meta({ id: 'TaskStepOutcome' });
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;
