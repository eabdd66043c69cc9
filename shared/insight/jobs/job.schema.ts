import * as z from 'zod';
import { actorSchema, instant } from '#shared/core/records/primitives.ts';

const jobStatuses = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** What a caller is shown of a job. */
export const jobSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    status: z.enum(jobStatuses),
    /** Rows, as far as they are known. */
    total: z.int(),
    /** Rows handled, those that were refused among them. */
    done: z.int(),
    failed: z.int(),
    createdAt: instant,
    createdBy: actorSchema,
    startedAt: instant.optional(),
    endedAt: instant.optional(),
    /** Until then it can be asked for, undone, and its file fetched. */
    expiresAt: instant,
    /** Its file: what came of each row, or what was exported. The URL holds for minutes. */
    report: z.strictObject({ url: z.string(), expiresAt: instant }).optional(),
    dryRun: z.literal(true).optional(),
    /** What confirms the dry run that this is. */
    token: z.string().optional(),
    /** Why it could not go on. */
    failure: z.strictObject({ code: z.string(), reason: z.string() }).optional(),
    /** It can be undone. */
    undo: z.literal(true).optional(),
    undoes: z.string().optional(),
    undoneBy: z.string().optional(),
  })
  .meta({ id: 'Job' });
export type JobAnswer = z.infer<typeof jobSchema>;
