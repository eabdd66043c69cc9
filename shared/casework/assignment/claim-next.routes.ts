import * as z from 'zod';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { groupKey, key } from '#shared/core/records/primitives.ts';

export const claimNextRoute = defineRoute({
  name: 'claimNext',
  method: 'POST',
  path: '/v1/work/claim-next',
  family: 'cases',
  who: 'staff',
  summary: 'Take the next case that no person has: of a team, of a type, or of all that you may claim',
  body: z.strictObject({ queue: z.strictObject({ group: groupKey.optional(), type: key.optional() }) }),
  // Nothing where the queue has nothing for the caller.
  answer: caseAnswerSchema.optional(),
  refusals: ['unknown-reference'],
});

export const claimNextRoutes = [claimNextRoute];
