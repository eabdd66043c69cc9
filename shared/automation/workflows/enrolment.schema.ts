import * as z from 'zod';
import { actorSchema, contactId, instant, key, shortText } from '#shared/core/records/primitives.ts';

const contextValue = z.union([shortText, z.number(), z.boolean()]);
/**
 * What an enrolment is about: a case, an alert, or whatever tells it from another one of the same
 * person.
 */
export const contextSchema = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, 'a name has 1 to 64 of A-Z, a-z and 0-9'), contextValue)
  .refine((context) => Object.keys(context).length <= 20, { message: 'has at most 20 members' })
  .meta({ id: 'EnrollmentContext' });
export type EnrolmentContext = z.infer<typeof contextSchema>;

export const logEntrySchema = z.strictObject({
  path: z.string().meta({ description: 'A JSON pointer into `steps`.' }),
  at: instant,
  do: z.string(),
  outcome: z.string(),
  /** What it made, by id. */
  made: z.record(z.string(), z.string()).optional(),
  /** Why a branch was taken, or why the enrolment was over. */
  explanation: z.unknown().optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const waitingSchema = z.strictObject({
  at: instant.optional(),
  event: z.string().optional(),
  why: z.enum(['wait', 'quiet-hours', 'mails-per-day']),
});

export const enrolmentSchema = z
  .strictObject({
    id: z.string(),
    workflow: key,
    workflowVersion: z.int(),
    contactId,
    context: contextSchema.optional(),
    status: z.enum(['running', 'finished', 'aborted', 'failed']),
    /** Where it is: a JSON pointer into `steps`. */
    step: z.string(),
    /** Since when it is there. */
    since: instant,
    waitingFor: waitingSchema.optional(),
    enrolledAt: instant,
    enrolledBy: actorSchema,
    endedAt: instant.optional(),
    /** Why it was aborted or failed. */
    reason: z.string().optional(),
    log: z.array(logEntrySchema),
  })
  .meta({ id: 'Enrollment' });
export type EnrolmentAnswer = z.infer<typeof enrolmentSchema>;
export type WaitingFor = z.infer<typeof waitingSchema>;
