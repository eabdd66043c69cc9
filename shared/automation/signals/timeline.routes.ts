import * as z from 'zod';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant, ulidSchema } from '#shared/core/records/primitives.ts';

const timelineKinds = [
  'case',
  'alert',
  'note',
  'activity',
  'appointment',
  'question',
  'file',
  'mail',
  'signal',
  'observation',
] as const;

/** Something of one person, at the instant at which it was made or happened. */
const timelineEntrySchema = z
  .strictObject({
    at: instant,
    kind: z.enum(timelineKinds),
    record: z.looseObject({}).meta({ description: 'As its own route answers it' }),
    within: z
      .strictObject({ kind: z.enum(['case', 'alert']), id: ulidSchema })
      .optional()
      .meta({ description: 'What it lies below, where it does' }),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const contactTimelineRoute = defineRoute({
  name: 'contactTimeline',
  method: 'GET',
  path: '/v1/contacts/{id}/timeline',
  family: 'contacts',
  who: 'staff',
  summary: 'Everything of one person that the caller may see, newest first',
  params: z.strictObject({ id: z.string().min(1).max(128) }),
  query: plainPageQuery,
  answer: pageOf(timelineEntrySchema),
  refusals: ['not-found'],
});
