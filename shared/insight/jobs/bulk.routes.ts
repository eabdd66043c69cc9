import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { bulkSchema } from '#shared/insight/jobs/bulk.schema.ts';
import { jobSchema } from '#shared/insight/jobs/job.schema.ts';

export const bulkRoute = defineRoute({
  name: 'bulk',
  method: 'POST',
  path: '/v1/bulk',
  family: 'jobs',
  who: 'staff',
  summary: 'Do an action of rules to many cases or alerts, by a job; its dry run is one, too',
  query: z.strictObject({}),
  body: bulkSchema,
  answer: jobSchema,
  status: 202,
  refusals: ['needs-token', 'unknown-reference'],
});

export const bulkRoutes = [bulkRoute] as const;
