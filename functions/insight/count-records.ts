import { upToDate } from '#functions/insight/up-to-date.ts';
import type { Services } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { againOnConflict, asConflict, patient } from '#shared/core/table/commit.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { countedKey } from '#shared/core/table/insight-keys.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { addCells, type Cells, cellNamed } from '#shared/insight/rollups/cells.ts';
import { type CountedRecord, type CountedSubject, type Recount, recount } from '#shared/insight/rollups/counted.ts';
import {
  type Fresh,
  freshShards,
  freshWrite,
  mostFresh,
  readFreshShard,
  readProgress,
  settleSome,
} from '#shared/insight/rollups/fresh-cells.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

/** What counting works with. */
type CountingServices = Pick<Services, 'table' | 'now'>;

/** Records that are read and counted together; with what they add they fit in few transactions. */
const mostTogether = 50;
/** Of the hundred writes of a transaction; fresh cells are one more. */
const mostWrites = 90;

const contactIdOf = ({ kind, record }: CountedRecord): string | undefined =>
  kind === 'contact' || !record ? undefined : (record as { contactId?: string }).contactId;

const keyed = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [item.pk, item]));

/** Records with whom they are about, and what they have been counted with. */
const readCounted = async ({ table }: CountingServices, all: readonly CountedSubject[]) => {
  const consistent = { consistent: true };
  const [records, counted] = await Promise.all([
    table.getMany(all.map(recordKey), consistent),
    table.getMany(
      all.map(({ kind, id }) => countedKey(kind, id)),
      consistent,
    ),
  ]);
  const recordAt = keyed(records);
  const found = all.map(
    (one): CountedRecord => ({
      ...one,
      record: recordAt.get(recordKey(one).pk)?.record as CountedRecord['record'],
    }),
  );
  const ids = new Set(found.flatMap((one) => contactIdOf(one) ?? []));
  const contacts = await table.getMany(
    [...ids].map((id) => recordKey({ kind: 'contact', id })),
    consistent,
  );
  const contactOf = new Map(contacts.map(({ record }) => [(record as Contact).id, record as Contact]));
  const countedAt = keyed(counted);
  return found.map((one) => ({
    one,
    item: countedAt.get(countedKey(one.kind, one.id).pk),
    contact: contactOf.get(contactIdOf(one) ?? ''),
  }));
};

/** Those of some records that are not counted as they are. */
const countedOtherwise = async (
  services: CountingServices,
  all: readonly CountedSubject[],
  days: ReportingDays,
): Promise<CountedSubject[]> => {
  const { table } = services;
  const [{ writing: generation }, found] = await Promise.all([
    readProgress(table, 'writing'),
    readCounted(services, all),
  ]);
  return found
    .filter(({ one, ...counted }) => {
      const { writes } = recount(one, { ...counted, generation }, { name: table.name, days });
      return writes.length > 0;
    })
    .map(({ one }) => one);
};

interface CountPart {
  writes: Recount['writes'];
  added?: Cells;
}

/** Recounts in parts that each fit in a transaction; what may come before does where it has to. */
const inTransactions = (recounts: readonly Recount[]): CountPart[] => {
  const parts: CountPart[] = [];
  for (const { writes, beside, added } of recounts) {
    const all = [...beside, ...writes];
    const last = parts.at(-1);
    if (last?.added && last.writes.length + all.length <= mostWrites)
      parts[parts.length - 1] = { writes: [...last.writes, ...all], added: addCells(last.added, added) };
    else {
      while (all.length > mostWrites) parts.push({ writes: all.splice(0, mostWrites) });
      parts.push({ writes: all, added });
    }
  }
  return parts;
};

interface CountingContext {
  days: ReportingDays;
  /** When the newest change of them was written (epoch ms), where that is known. */
  changedAt?: number | undefined;
}

const withAdded = (
  before: Fresh,
  added: Cells,
  { now, changedAt = now }: { now: number; changedAt?: number | undefined },
): Fresh => ({
  ...before,
  cells: addCells(before.cells, added),
  lag: Math.max(0, now - changedAt),
  seenAt: now,
});

const settleAll = async ({ table, now }: CountingServices, generation: number, fresh: Fresh): Promise<void> => {
  for (let before = fresh; before.cells.size > 0; ) before = await settleSome(table, { generation, before }, now());
};

/** Whether somebody is counted no more among those with values of attributes. */
const losesPersons = (added: Cells): boolean => {
  const sums = new Map<string, number>();
  for (const [name, count] of added) {
    const { series, members } = cellNamed(name);
    const persons = series === 'profiles' ? name : series.includes('@') && `${series} ${members[0]}`;
    if (persons) sums.set(persons, (sums.get(persons) ?? 0) + count);
  }
  return [...sums.values()].some((sum) => sum < 0);
};

/** Lets all fresh cells settle: those that cancel each other out are gone then. */
export const settleFresh = async (services: CountingServices): Promise<void> => {
  for (let shard = 0; shard < freshShards; shard++)
    await againOnConflict(async () => {
      const { writing, fresh } = await readProgress(services.table, 'writing');
      await asConflict(() => settleAll(services, writing, fresh[shard] as Fresh));
    });
};

const countTogether = async (
  services: CountingServices,
  all: readonly CountedSubject[],
  { days, changedAt }: CountingContext,
) =>
  againOnConflict(
    async (round) => {
      const { table, now } = services;
      // Another one where somebody else was at the first.
      const shard = (Math.floor(Math.random() * freshShards) + round) % freshShards;
      const [progress, found] = await Promise.all([readFreshShard(table, shard), readCounted(services, all)]);
      const { generation } = progress;
      let { before } = progress;
      const recounts = found.map(({ one, item, contact }) =>
        recount(one, { item, contact, generation }, { name: table.name, days }),
      );
      for (const { writes, added } of inTransactions(recounts.filter((one) => one.writes.length > 0))) {
        const after = added && withAdded(before, added, { now: now(), changedAt });
        const fresh = after ? [freshWrite(table.name, { generation, before }, after)] : [];
        await asConflict(() => table.transact([...writes, ...fresh]));
        if (!after) continue;
        before = { ...after, revision: before.revision + 1 };
      }
      // What a person was like is not to lie about once it is taken back.
      if (recounts.some(({ added }) => losesPersons(added))) await settleFresh(services);
      else if (before.cells.size > mostFresh) await asConflict(() => settleAll(services, generation, before));
    },
    undefined,
    patient,
  );

/** Counts records as they are now. May be done as often as one likes. */
export const countRecords = async (
  services: CountingServices,
  all: readonly CountedSubject[],
  counting: CountingContext,
): Promise<void> => {
  for (let from = 0; from < all.length; from += mostTogether)
    await countTogether(services, all.slice(from, from + mostTogether), counting);
};

/** As of when figures that are read from now on are, at the earliest. */
export const figuresUpTo = (
  services: CountingServices & { reportingDays: ReportingDays },
  now: number,
): Promise<string> =>
  upToDate(
    services,
    {
      projection: 'figures',
      kinds: ['case', 'alert'],
      otherwise: (some) => countedOtherwise(services, some, services.reportingDays),
    },
    now,
  );
