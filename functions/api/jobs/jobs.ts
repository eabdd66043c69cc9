import { pageOf } from '#functions/api/pages.ts';
import { type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { beginJob, readJob, readJobInput } from '#functions/jobs/begin-job.ts';
import { fileOf } from '#functions/jobs/job-file.ts';
import { kindOfJob } from '#functions/jobs/kinds.ts';
import type { Services } from '#functions/services.ts';
import { Refusal } from '#shared/core/errors.ts';
import { allJobs, jobsOfPerson } from '#shared/core/table/insight-keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';
import { cancelJobRoute, getJobRoute, listJobsRoute, undoJobRoute } from '#shared/insight/jobs/job.routes.ts';
import type { JobAnswer } from '#shared/insight/jobs/job.schema.ts';
import { answerJob, cancelled, type Job, maySeeJob, undone } from '#shared/insight/jobs/job.ts';
import { jobIn, jobWrite } from '#shared/insight/jobs/job-writes.ts';
import { fileObject } from '#shared/insight/jobs/report.ts';

/** @throws `not-found` also where it is not for this caller */
const loadJob = async (
  services: Services,
  { path, caller }: Pick<RouteRequest<{ id: string }, unknown, unknown>, 'path' | 'caller'>,
): Promise<Job> => {
  const job = await readJob(services, path.id);
  if (!job || !maySeeJob(caller, job)) throw new Refusal('not-found');
  return job;
};

/** A job as its caller is shown it, with a URL of its file. */
export const shownJob = async (services: Services, job: Job, now: number): Promise<JobAnswer> => {
  const answer = answerJob(job);
  if (!job.hasFile) return answer;
  const file = fileOf(await kindOfJob(job), { services, job, input: await readJobInput(services, job.id) });
  const { url, expiresAt } = await services.files.signDownload(fileObject(job.id), file, now);
  return { ...answer, report: { url, expiresAt } };
};

// GET /v1/jobs
export const listJobs = routeHandler(listJobsRoute, async (services, { query, caller }) => {
  if (query.all && !caller.isAdmin) throw new Refusal('not-allowed');
  const source = query.all
    ? ({ pk: allJobs, index: 'gsi3' } as const)
    : ({ pk: jobsOfPerson(caller.id), index: 'gsi1' } as const);
  const body = await pageOf(services, { query, caller }, 'jobs', async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: [source],
      descending: true,
      accept: () => true,
    });
    return { items: items.map((item) => answerJob(jobIn(item))), next };
  });
  return { body };
});

// GET /v1/jobs/{id}
export const getJob = routeHandler(getJobRoute, async (services, request) => ({
  body: await shownJob(services, await loadJob(services, request), request.now),
}));

// POST /v1/jobs/{id}/cancel
export const cancelJob = routeHandler(cancelJobRoute, async (services, request) => {
  const job = cancelled(await loadJob(services, request), request.now);
  return { writes: [jobWrite(job)], body: await shownJob(services, job, request.now) };
});

// POST /v1/jobs/{id}/undo
export const undoJob = routeHandler(undoJobRoute, async (services, request) => {
  const { caller, now } = request;
  const before = await loadJob(services, request);
  const { job, writes } = beginJob(services, {
    kind: before.kind,
    input: await readJobInput(services, before.id),
    by: caller,
    at: now,
    total: before.changed,
    undoes: before.id,
  });
  const after = undone(before, job.id);
  return { writes: [jobWrite(after), ...writes], body: answerJob(job) };
});
