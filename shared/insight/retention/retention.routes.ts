import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { contactId, key } from '#shared/core/records/primitives.ts';
import { jobSchema } from '#shared/insight/jobs/job.schema.ts';
import { retentionModes } from '#shared/insight/retention/retention-policy.schema.ts';

const thing = z.strictObject({ kind: z.enum(['case', 'alert', 'enrolment', 'contact']), id: z.string() });

/** What would go, and what is on hold. */
const previewSchema = z
  .strictObject({
    counts: z.strictObject({ cases: z.int(), alerts: z.int(), enrolments: z.int(), contacts: z.int() }),
    /** There is more than was counted. */
    atLeast: z.literal(true).optional(),
    /** The first of them. */
    items: z.array(thing),
    held: z.array(thing.extend({ reason: z.string() })),
  })
  .meta({ id: 'RetentionPreview' });
export type RetentionPreview = z.infer<typeof previewSchema>;

const job = { method: 'POST', who: 'admin', isPreviewed: true, answer: z.union([jobSchema, previewSchema]) } as const;

export const runRetentionRoute = defineRoute({
  ...job,
  name: 'runRetentionPolicy',
  path: '/v1/retention-policies/{key}/run',
  family: 'config',
  summary: 'Carry a policy out now, by a job; a dry run says what would go',
  params: z.strictObject({ key }),
  status: 202,
  refusals: ['not-found', 'not-allowed', 'disabled'],
});

export const eraseContactRoute = defineRoute({
  ...job,
  name: 'eraseContact',
  path: '/v1/contacts/{id}/erase',
  family: 'contacts',
  summary: 'Erase a person over everything but what is on hold, by a job; a dry run says what would go',
  params: z.strictObject({ id: contactId }),
  body: z.strictObject({ mode: z.enum(retentionModes).default('anonymise') }),
  status: 202,
  refusals: ['not-found', 'not-allowed'],
});

export const retentionRoutes = [runRetentionRoute, eraseContactRoute] as const;
