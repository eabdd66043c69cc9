import * as z from 'zod';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { key, ulidSchema } from '#shared/core/records/primitives.ts';

const shared = {
  findsMoreFaults: true as const,
  family: 'cases' as const,
  who: 'staff' as const,
  ifMatch: 'optional' as const,
  method: 'POST' as const,
  params: z.strictObject({ id: z.string().min(1).max(64) }),
  answer: caseAnswerSchema,
};

export const mergeCaseRoute = defineRoute({
  ...shared,
  name: 'mergeCase',
  path: '/v1/cases/{id}/merge',
  summary: 'Merge a case into another one; the answer is the merged one, which says where it went',
  body: z.strictObject({ into: ulidSchema, targets: z.enum(['keep', 'restart']).default('keep') }),
  refusals: [
    'not-found',
    'not-allowed',
    'already-closed',
    'merged',
    'self-link',
    'in-trash',
    'stale',
    'unknown-reference',
    'too-many-alerts',
    'merge-too-large',
    'no-working-time',
  ],
});
export const unmergeCaseRoute = defineRoute({
  ...shared,
  name: 'unmergeCase',
  path: '/v1/cases/{id}/unmerge',
  summary: 'Take a merge back: both cases are what they were',
  refusals: ['not-found', 'not-allowed', 'not-merged', 'too-late', 'in-trash', 'stale'],
});
export const convertCaseRoute = defineRoute({
  ...shared,
  name: 'convertCase',
  path: '/v1/cases/{id}/convert',
  summary: 'Make a case one of another type',
  body: z.strictObject({
    type: key,
    fields: z.record(z.string(), z.unknown()).optional(),
    targets: z.enum(['keep', 'restart']),
  }),
  refusals: [
    'not-found',
    'not-allowed',
    'already-closed',
    'disabled',
    'in-trash',
    'stale',
    'unknown-reference',
    'no-working-time',
  ],
});

export const caseMergeRoutes = [mergeCaseRoute, unmergeCaseRoute, convertCaseRoute];
