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

// A request is not to wait long for the last of them.
const looks = 50;

/** A person stays as long as anything of theirs is on hold. */
const previewOfPerson = async (services: Services, id: string, now: number) => {
  const whom = whomOf(services, id);
  const since = iso(now);
  let isHeld = false;
  const preview = await previewOf(services, async (place, limit) => {
    const { rows, next } = await nextOfPerson(services, whom, { place, limit, looks, since });
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
  const { counts, atLeast } = preview;
  // It comes last, so it is not counted where the time was up before.
  return atLeast && !isHeld ? { ...preview, counts: { ...counts, contacts: counts.contacts + 1 } } : preview;
};

// POST /v1/contacts/{id}/erase
export const erase = routeHandler(eraseContactRoute, async (services, { path, query, body, caller, now }) => {
  if (!(await services.table.get(recordKey({ kind: 'contact', id: path.id })))) throw new Refusal('not-found');
  if (query.dryRun === 'true') return { status: 200, body: await previewOfPerson(services, path.id, now) };
  const input = { mode: body.mode, contactId: path.id };
  const { job, writes } = beginJob(services, { kind: 'erasure', input, by: caller, at: now });
  return { status: 202, writes, body: answerJob(job) };
});
