import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { type CheckState, checkStateOf } from '#functions/forgotten/check.ts';
import { forgottenBy, type LookedAt } from '#functions/forgotten/why-forgotten.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import { forgottenRoute } from '#shared/casework/forgotten/forgotten.routes.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { forgottenPartition } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyShard, recordKey } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

// A night late is no reason to doubt; a day and an hour is.
const goodFor = 25 * 60 * 60 * 1000;

const standing = async ({ definitions }: Services, state: CheckState | undefined, now: number) => {
  const { whole } = state ?? {};
  if (!state) return { state: 'never' as const };
  if (!state.finishedAt) return { state: 'running' as const, ...(whole && { asOf: whole.begunAt }) };
  if (!whole) return { state: 'never' as const };
  const isStale = now - epoch(whole.begunAt) > goodFor || whole.epoch !== (await definitions.epoch());
  return { state: isStale ? ('stale' as const) : ('complete' as const), asOf: whole.begunAt };
};

const subjectOf = ({ kind, recordId }: Item) => ({ kind: kind as 'case' | 'alert', id: String(recordId) });

/** What the caller may see of what was found, as it is now. */
const rowsFor = async (services: Services, caller: Person, now: number) => {
  const { definitions, table } = services;
  const [caseTypes, alertTypes, why] = await Promise.all([
    definitions.all('case-types'),
    definitions.all('alert-types'),
    forgottenBy(services),
  ]);
  const sees = (of: LookedAt): boolean => {
    if (of.kind === 'alert') {
      const type = alertTypes.get(of.record.type)?.value;
      return type !== undefined && mayOnAlert(caller, 'view', type, of.record);
    }
    const type = caseTypes.get(of.record.type)?.value;
    return type !== undefined && mayOnCase(caller, 'view', type, of.record);
  };
  return {
    complete: async (items: Item[]): Promise<Item[]> => {
      const records = await table.getMany(items.map((item) => recordKey(subjectOf(item))));
      const found = new Map(records.map((item) => [item.pk, item.record]));
      return items.map((item) => {
        const subject = subjectOf(item);
        const of = { kind: subject.kind, record: found.get(recordKey(subject).pk) } as LookedAt;
        const reason = of.record && sees(of) ? why(of, now) : undefined;
        return { ...item, reason };
      });
    },
    accept: (item: Item) => item.reason !== undefined,
  };
};

// GET /v1/insight/forgotten: what was found and is still so. One that is looked after again is gone
// at once; what is forgotten since the check comes with the next one.
export const forgotten = routeHandler(forgottenRoute, async (services, request) => {
  const { caller, now } = request;
  const check = await standing(services, await checkStateOf(services), now);
  const { complete, accept } = await rowsFor(services, caller, now);
  const page = await pageOf(services, request, 'forgotten', async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: everyShard.map((shard) => ({ index: 'gsi1' as const, pk: forgottenPartition(shard) })),
      descending: false,
      complete,
      accept,
    });
    const rows = items.map((item) => ({
      ...subjectOf(item),
      reason: item.reason as 'nobody' | 'no-next-moment',
      since: String(item.since),
    }));
    return { items: rows, next };
  });
  return { body: { ...page, ...check } };
});
