import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant } from '#shared/core/records/primitives.ts';

const linkSchema = z
  .strictObject({
    kind: z.enum(['event', 'rule', 'routine', 'workflow', 'signal', 'user', 'requester', 'clock', 'system']),
    /** Of a signal the key of its mapping. None where the caller may not see what it is. */
    id: z.string().optional(),
    at: instant,
    /** None where the caller may not see the record that it happened to. */
    detail: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'WhyLink' });
export type WhyLink = z.infer<typeof linkSchema>;

const answer = z
  .strictObject({
    /** `null` where the field has none. */
    value: z.unknown(),
    /** Newest first: from the event that set the value to who or what began it all. */
    chain: z.array(linkSchema),
    /** The value has stood since before this instant, further back than is looked. */
    setBefore: instant.optional(),
  })
  .meta({ id: 'Why' });

const asked = {
  method: 'GET',
  who: 'staff',
  summary: 'Why a field has its value: back through events and rules to who or what began it',
  params: z.strictObject({ id: z.string().min(1).max(64) }),
  query: z.strictObject({ field: z.string().min(1).max(200) }),
  answer,
  refusals: ['not-found'],
} as const;

export const whyCaseRoute = defineRoute({ ...asked, name: 'whyCase', path: '/v1/cases/{id}/why', family: 'cases' });
export const whyAlertRoute = defineRoute({ ...asked, name: 'whyAlert', path: '/v1/alerts/{id}/why', family: 'alerts' });

export const whyRoutes = [whyCaseRoute, whyAlertRoute];
