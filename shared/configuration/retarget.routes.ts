import * as z from 'zod';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';
import { instant, ulidSchema } from '#shared/core/records/primitives.ts';

// A transaction each for some of them, and all within the half minute that a request may take.
const casesARequest = 200;

export const retargetRoute = defineRoute({
  name: 'retargetCases',
  method: 'POST',
  path: '/v1/case-types/{key}/retarget',
  family: 'config',
  who: 'admin',
  summary: 'Give the running cases of a type the targets that it has now; a dry run shows which would move',
  isPreviewed: true,
  params: z.strictObject({ key: z.string().min(1).max(64) }),
  query: dryRunQuery.extend({
    /** How many cases are looked at, and where to go on. */
    limit: z.coerce.number().int().min(1).max(casesARequest).default(casesARequest),
    cursor: z.string().min(1).max(2000).optional(),
  }),
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        caseId: ulidSchema,
        clock: z.string(),
        from: instant,
        /** Left out where the type has no such target any more: the clock is cleared. */
        to: instant.optional(),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
  refusals: ['not-found', 'not-allowed', 'no-working-time'],
});
