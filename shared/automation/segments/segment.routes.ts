import * as z from 'zod';
import { segmentSchema } from '#shared/automation/segments/segment.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { configurationAnswer } from '#shared/core/definitions/configuration.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { contactId, instant } from '#shared/core/records/primitives.ts';

const anyKey = z.strictObject({ key: z.string().min(1).max(128) });
const mostSampled = 100;

export const createSegmentRoute = defineRoute({
  name: 'createSegment',
  method: 'POST',
  path: '/v1/segments',
  family: 'config',
  who: 'admin',
  summary: 'Make a segment under a key of its own',
  body: segmentSchema,
  answer: configurationAnswer.extend({ id: z.string() }),
  status: 201,
  refusals: ['not-allowed', 'unknown-reference'],
});

export const previewSegmentRoute = defineRoute({
  name: 'previewSegment',
  method: 'POST',
  path: '/v1/segments/preview',
  family: 'config',
  who: 'staff',
  summary: 'How many contacts a condition holds of, and some of them, before it is a segment',
  body: z.strictObject({ condition: conditionSchema, sample: z.int().min(0).max(mostSampled).default(10) }),
  answer: z.strictObject({
    count: z.int(),
    /** There are more contacts than one request looks at. */
    atLeast: z.literal(true).optional(),
    sample: z.array(z.strictObject({ contactId, name: z.string(), explanation: z.unknown() })),
  }),
  refusals: ['not-allowed', 'unknown-reference'],
});

export const segmentMembersRoute = defineRoute({
  name: 'segmentMembers',
  method: 'GET',
  path: '/v1/segments/{key}/members',
  family: 'config',
  who: 'staff',
  summary: 'Who is in a segment, as far as the caller may see why',
  params: anyKey,
  query: plainPageQuery,
  answer: pageOf(
    z.strictObject({
      contactId,
      since: instant,
      /** When that ends by time alone. */
      until: instant.optional(),
    }),
  ),
  refusals: ['not-found'],
});

export const contactSegmentsRoute = defineRoute({
  name: 'contactSegments',
  method: 'GET',
  path: '/v1/contacts/{id}/segments',
  family: 'contacts',
  who: 'staff',
  summary: 'The segments that a contact is in and why; with `whyNot` also why it is not in one',
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  query: plainPageQuery.extend({
    segment: z.string().min(1).max(128).optional(),
    whyNot: z.enum(['true', 'false']).optional(),
  }),
  answer: pageOf(
    z.strictObject({
      segment: z.string(),
      /** Absent of one that the contact is not in. */
      since: instant.optional(),
      until: instant.optional(),
      held: z.boolean(),
      /**
       * With `whyNot`: the segment is being filled. Before its first filling is whole nobody is in
       * it, and it is explained by the definition that it is filled by.
       */
      state: z.literal('computing').optional(),
      explanation: z.unknown(),
    }),
  ),
  refusals: ['not-found'],
});

export const segmentRoutes = [createSegmentRoute, previewSegmentRoute, segmentMembersRoute, contactSegmentsRoute];
