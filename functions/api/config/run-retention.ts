import { routeHandler } from '#functions/api/route-handler.ts';
import { beginJob } from '#functions/jobs/begin-job.ts';
import { nextPastRetention } from '#functions/retention/past-retention.ts';
import { previewOf } from '#functions/retention/preview.ts';
import { disabled, Refusal } from '#shared/core/errors.ts';
import { answerJob } from '#shared/insight/jobs/job.ts';
import { closedUntil } from '#shared/insight/retention/closed-until.ts';
import { runRetentionRoute } from '#shared/insight/retention/retention.routes.ts';

// POST /v1/retention-policies/{key}/run
export const runRetention = routeHandler(runRetentionRoute, async (services, { path, query, caller, now }) => {
  const found = await services.definitions.one('retention-policies', path.key);
  if (!found) throw new Refusal('not-found');
  const input = { policy: found.value, closedUntil: closedUntil(found.value, now) };
  if (query.dryRun === 'true')
    return {
      status: 200,
      body: await previewOf(services, (place, limit) => nextPastRetention(services, input, { place, limit })),
    };
  if (!found.value.enabled) throw disabled('retention policy', path.key);
  const { job, writes } = beginJob(services, { kind: 'retention', input, by: caller, at: now });
  return { status: 202, writes, body: answerJob(job) };
});
