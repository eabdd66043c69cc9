import * as z from 'zod';
import { eventSchema, eventTypeSchema } from '#shared/core/events/event.schema.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { pageQuery } from '#shared/core/records/listing.schema.ts';
import { actorSchema, instant } from '#shared/core/records/primitives.ts';

// An HTTP API ends an answer after 29 seconds; what is left is for reading what came.
const longestWait = 20;

/** What `after` says where only what is still to come is wanted. */
export const fromNow = 'now';

const detailSchema = eventSchema.omit({ type: true });

/** What an event of their case says to its requester: what is public of it, in words. */
const publicDetailSchema = detailSchema
  .pick({ eventId: true, schemaVersion: true, occurredAt: true, subject: true })
  .extend({
    actor: actorSchema.pick({ kind: true }),
    text: z.string(),
    named: z.string().optional().meta({ description: 'Whom or what `text` names.' }),
  })
  .meta({ id: 'PublicEventDetail' });

const envelopeSchema = z
  .strictObject({
    id: z.string().meta({ description: 'The `eventId` of the detail.' }),
    source: z.literal(eventSource),
    'detail-type': eventTypeSchema,
    time: instant,
    detail: z.union([detailSchema, publicDetailSchema]),
  })
  .meta({ id: 'FeedEnvelope' });
export type FeedEnvelope = z.infer<typeof envelopeSchema>;

export const followEventsRoute = defineRoute({
  name: 'followEvents',
  method: 'GET',
  path: '/v1/events',
  family: 'events',
  who: 'signed-in',
  summary: 'What happened since a cursor, as far as the caller may know it: the change feed',
  query: z.strictObject({
    after: z.string().max(2000).optional().meta({
      description:
        'The `nextCursor` of the answer before, or `now` for what is still to come; without it the feed begins 90 days back.',
    }),
    types: z.string().max(2000).optional().meta({ description: 'Only events of these types, with commas between.' }),
    recordId: z.string().min(1).max(200).optional().meta({ description: 'Only events about this record.' }),
    wait: z.coerce.number().int().min(0).max(longestWait).default(0).meta({
      description: 'For how many seconds the answer may wait for an event where there is none.',
    }),
    limit: pageQuery.limit,
  }),
  answer: z.strictObject({
    items: z.array(envelopeSchema),
    nextCursor: z.string(),
    more: z.literal(true).optional().meta({
      description: 'There is more to be looked through, also where no item came of what was: go on.',
    }),
  }),
  refusals: ['invalid-cursor'],
});

export const feedRoutes = [followEventsRoute] as const;
