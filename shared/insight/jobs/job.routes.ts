import * as z from 'zod';
import { pageOf } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { flag, pageQuery } from '#shared/core/records/listing.schema.ts';
import { jobSchema } from '#shared/insight/jobs/job.schema.ts';

const path = z.strictObject({ id: z.string() });

export const listJobsRoute = defineRoute({
  name: 'listJobs',
  method: 'GET',
  path: '/v1/jobs',
  family: 'jobs',
  who: 'staff',
  summary: 'The jobs that the caller asked for, newest first; of everybody for administrators',
  query: z.strictObject({ ...pageQuery, all: flag.optional() }),
  answer: pageOf(jobSchema),
});

export const getJobRoute = defineRoute({
  name: 'getJob',
  method: 'GET',
  path: '/v1/jobs/{id}',
  family: 'jobs',
  who: 'staff',
  summary: 'How far a job has come, and its report',
  params: path,
  answer: jobSchema,
  refusals: ['not-found'],
});

export const cancelJobRoute = defineRoute({
  name: 'cancelJob',
  method: 'POST',
  path: '/v1/jobs/{id}/cancel',
  family: 'jobs',
  who: 'staff',
  summary: 'End a job where it is; what it has done stays done',
  params: path,
  answer: jobSchema,
  refusals: ['not-found', 'not-running'],
});

export const undoJobRoute = defineRoute({
  name: 'undoJob',
  method: 'POST',
  path: '/v1/jobs/{id}/undo',
  family: 'jobs',
  who: 'staff',
  summary: 'Undo what a job did, by a job that leaves alone what has changed since',
  params: path,
  answer: jobSchema,
  status: 202,
  refusals: ['not-found', 'job-running', 'already-undone', 'cannot-undo'],
});

export const jobRoutes = [listJobsRoute, getJobRoute, cancelJobRoute, undoJobRoute] as const;
