import { createHash } from 'node:crypto';
import { routeHandler } from '#functions/api/route-handler.ts';
import { beginJob, readJob, readJobInput } from '#functions/jobs/begin-job.ts';
import { selectRows } from '#functions/jobs/bulk/select-rows.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import { type Fault, Refusal } from '#shared/core/errors.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { bulkRoute } from '#shared/insight/jobs/bulk.routes.ts';
import { type BulkRequest, mostWithoutToken } from '#shared/insight/jobs/bulk.schema.ts';
import { type BulkInput, type BulkKind, kindOfBulk } from '#shared/insight/jobs/bulk.ts';
import { answerJob } from '#shared/insight/jobs/job.ts';
import { canUndoAction } from '#shared/insight/jobs/undo-bulk.ts';

/** A dry run says what was so then; who confirms it a day later confirms something else. */
const tokenHolds = 24 * 60 * 60 * 1000;

/** @throws with all that saving a rule of this action and condition would be refused for */
const requireSound = async (
  { definitions }: Services,
  kind: BulkKind,
  { action, condition }: BulkRequest,
): Promise<void> => {
  const below = (faults: readonly Fault[]): Fault[] =>
    faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/actions\/0/, '/action') }));
  const rule = { for: kind, actions: [action], ...(condition && { condition }) };
  const { inside, missing } = await faultsOfConfiguration(definitions, 'rules', rule);
  refuseFaults({ inside: below(inside), missing: below(missing) });
};

/** What a token holds for: the action, the selection, and who confirms it. */
const digestOf = (kind: BulkKind, { action, condition, ids }: BulkRequest, caller: Person): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, action, condition, ids, caller.id]))
    .digest('base64url');

/**
 * The dry run that a token is of.
 * @throws `needs-token` where it is none of this action, selection and caller, or an old one
 */
const confirmedBy = async (services: Services, token: string, { digest, at }: { digest: string; at: number }) => {
  const job = await readJob(services, token.split('.')[0] ?? '');
  const isIt = job?.token === token && job.status === 'finished' && at < epoch(job.endedAt ?? '') + tokenHolds;
  const input = isIt ? ((await readJobInput(services, job.id)) as BulkInput) : undefined;
  if (!job || input?.digest !== digest) throw new Refusal('needs-token', 'The token is of no such dry run');
  return job;
};

// POST /v1/bulk
export const bulk = routeHandler(bulkRoute, async (services, { body, caller, now }) => {
  const kind = kindOfBulk(body);
  await requireSound(services, kind, body);
  const { action, condition, dryRun, token } = body;
  const digest = digestOf(kind, body, caller);
  const ids = body.ids && [...new Set(body.ids)];
  const confirmed = token === undefined ? undefined : await confirmedBy(services, token, { digest, at: now });
  if (ids && ids.length > mostWithoutToken && !confirmed && !dryRun) throw new Refusal('needs-token');
  const isAsked = ids === undefined && !dryRun && !confirmed;
  const selected = isAsked
    ? await selectRows(services, { kind, condition, caller, at: now, most: mostWithoutToken })
    : ids;
  const input: BulkInput = {
    for: kind,
    action,
    digest,
    ...(condition && { condition }),
    ...(selected && { ids: selected }),
    ...(confirmed && !ids && { rowsOf: confirmed.id }),
  };
  const id = services.newId(now);
  const { job, writes } = beginJob(services, {
    id,
    kind: 'bulk',
    input,
    by: caller,
    at: now,
    total: selected?.length ?? confirmed?.total,
    dryRun,
    token: dryRun ? `${id}.${Buffer.from(services.random(18)).toString('base64url')}` : undefined,
    canUndo: !dryRun && canUndoAction(action, kind),
  });
  return { writes, body: answerJob(job) };
});
