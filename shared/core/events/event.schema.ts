import * as z from 'zod';
import { actorSchema, instant } from '#shared/core/records/primitives.ts';

/**
 * The name of an event. Which there are is said in the published documents; one of another version
 * is read all the same.
 */
export const eventTypeSchema = z.string();

const subjectSchema = z
  .strictObject({
    kind: z.enum(['case', 'alert', 'contact', 'configuration', 'person']),
    id: z.string(),
    reference: z.string().optional(),
  })
  .meta({ id: 'Subject' });

/**
 * What led to an event: the event and rule it follows from, how deep in the chain, and every rule
 * on the way (none of which fires again on it).
 */
export const causeSchema = z
  .strictObject({
    eventId: z.string().optional(),
    /** What that event happened to: where it is found. */
    subject: subjectSchema.optional(),
    ruleId: z.string().optional(),
    depth: z.int().min(0),
    rules: z.array(z.string()).optional(),
    /** Who began a workflow by hand, of which this is a step, and when. */
    begun: z.strictObject({ by: actorSchema, at: instant }).optional(),
    /** Set where it was brought in from elsewhere: who did that, and when. */
    imported: z.strictObject({ by: actorSchema, at: instant }).optional(),
    /** Set where nothing is to follow from it: no mail, no rule, no clock, no webhook. */
    silent: z.literal(true).optional(),
  })
  .meta({ id: 'Cause' });

/** Version 1 of the detail of every event. */
export const eventSchema = z
  .strictObject({
    eventId: z.string(),
    schemaVersion: z.literal(1),
    type: eventTypeSchema,
    occurredAt: instant,
    subject: subjectSchema,
    contactId: z.string().optional(),
    actor: actorSchema,
    cause: causeSchema,
    changed: z.array(z.string()),
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    record: z.record(z.string(), z.unknown()).optional(),
    /** Set where the record was left out because the event would pass EventBridge's limit. */
    recordOmitted: z.literal(true).optional(),
    /**
     * Members of `before` and `after` that were left out for the same reason, such as
     * `after.fields`.
     */
    valuesOmitted: z.array(z.string()).optional(),
  })
  .meta({ id: 'Event' });
