import { routeHandler } from '#functions/api/route-handler.ts';
import { beginJob } from '#functions/jobs/begin-job.ts';
import { whomOf } from '#functions/retention/mentions.ts';
import { kindOfThing, nextOfPerson } from '#functions/retention/of-person.ts';
import { holdsOf, type MayGo, previewOf } from '#functions/retention/preview.ts';
import type { Services } from '#functions/services.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { answerJob } from '#shared/insight/jobs/job.ts';
import { eraseContactRoute } from '#shared/insight/retention/retention.routes.ts';

/** A person stays as long as anything of theirs is on hold. */
const preview = async (services: Services, id: string, now: number) => {
  const whom = whomOf(services, id);
  const since = iso(now);
  let isHeld = false;
  return previewOf(services, async (place, limit) => {
    const { rows, next } = await nextOfPerson(services, whom, { place, limit, since });
    const candidates = rows.map(({ kind, id: of }): MayGo => ({ kind: kindOfThing(kind), id: of }));
    const holds = await holdsOf(services, candidates);
    isHeld ||= rows.some((row) => row.isOfContact && holds.has(row.id));
    const withHolds = candidates.map((one) => {
      const hold =
        one.kind === 'contact' && one.id === id && isHeld ? 'cases of theirs are on hold' : holds.get(one.id);
      return { ...one, hold };
    });
    return { rows: withHolds, ...(next !== undefined && { next }) };
  });
};

// POST /v1/contacts/{id}/erase
export const erase = routeHandler(eraseContactRoute, async (services, { path, query, body, caller, now }) => {
  if (!(await services.table.get(recordKey({ kind: 'contact', id: path.id })))) throw new Refusal('not-found');
  if (query.dryRun === 'true') return { status: 200, body: await preview(services, path.id, now) };
  const input = { mode: body.mode, contactId: path.id };
  const { job, writes } = beginJob(services, { kind: 'erasure', input, by: caller, at: now });
  return { status: 202, writes, body: answerJob(job) };
});
