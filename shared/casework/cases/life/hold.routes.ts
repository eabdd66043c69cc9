import * as z from 'zod';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortText } from '#shared/core/records/primitives.ts';

const hold = {
  findsMoreFaults: true as const,
  family: 'cases',
  who: 'staff',
  path: '/v1/cases/{id}/hold',
  ifMatch: 'optional',
  params: z.strictObject({ id: z.string().min(1).max(64) }),
  answer: caseAnswerSchema,
  refusals: ['not-found', 'not-allowed', 'stale'],
} as const;

export const holdCaseRoute = defineRoute({
  ...hold,
  name: 'holdCase',
  method: 'PUT',
  summary: 'Keep a case from being anonymised or deleted, for a reason',
  body: z.strictObject({ reason: shortText.min(1) }),
});
export const liftHoldRoute = defineRoute({
  ...hold,
  name: 'liftCaseHold',
  method: 'DELETE',
  summary: 'Lift the hold of a case',
});
export const caseHoldRoutes = [holdCaseRoute, liftHoldRoute];
