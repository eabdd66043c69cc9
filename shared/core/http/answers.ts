import * as z from 'zod';
import { eventSchema } from '#shared/core/events/event.schema.ts';
import { listExplanation, pageQuery } from '#shared/core/records/listing.schema.ts';
import { type RefusalCode, refusals } from '#shared/core/refusals.ts';

/** What a list answers. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

/** A page of a list that may say what it cost. */
export const explainedPageOf = <T extends z.ZodType>(item: T) =>
  pageOf(item).extend({ explain: listExplanation.optional() });

export const plainPageQuery = z.strictObject(pageQuery);
export const historyPage = pageOf(eventSchema);
export const nothing = z.undefined();

/** What a dry run answers: the events there would be, and what the answer would show. */
export const dryRunSchema = z
  .strictObject({
    events: z.array(eventSchema.pick({ type: true, subject: true, changed: true, before: true, after: true })),
    /** Left out where the record would go. */
    record: z.unknown().optional(),
  })
  .meta({ id: 'DryRun' });

/** Which job makes what is too large for an answer. */
export const jobBegunSchema = z.strictObject({ jobId: z.string() }).meta({ id: 'JobBegun' });

const values = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .optional()
  .meta({ description: 'What `detail` names, for who words the refusal by its code in another language.' });

export const faultSchema = z
  .strictObject({
    pointer: z
      .string()
      .meta({ description: 'A JSON pointer into the body, or /query/<name>, /path/<name>, /headers/<name>.' }),
    code: z.string(),
    detail: z.string(),
    values,
  })
  .meta({ id: 'Fault' });

/** The body of every refusal of ours (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: 'A stable URI of the kind of problem.' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]).meta({ description: 'Which rule refused.' }),
    detail: z.string(),
    requestId: z.string(),
    values,
    errors: z.array(faultSchema).optional().meta({ description: 'Every fault of the request, all at once.' }),
  })
  .meta({ id: 'Problem' });

/**
 * The body of what API Gateway refuses by itself: a token it does not take, a path outside /v1, too
 * many requests.
 */
export const gatewayMessageSchema = z.looseObject({ message: z.string() }).meta({ id: 'GatewayMessage' });
