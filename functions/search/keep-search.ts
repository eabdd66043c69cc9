import {
  type FollowingRecord,
  type FollowingWork,
  type FollowUp,
  followContacts,
  isFollowUp,
  recordsARun,
} from '#functions/project/follow-ups.ts';
import {
  everyPart,
  isFound,
  type PartOfRecord,
  partsBelow,
  type ReadRecord,
  readAllWithContacts,
  readWithContacts,
  termsOfItem,
  termsOfRecord,
  versionsOf,
} from '#functions/search/read-text.ts';
import { type Touched, together, touchedBy } from '#functions/search/touched.ts';
import type { Services } from '#functions/services.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { filePrefix, notePrefix, partitionOf } from '#shared/core/table/keys.ts';
import { type SearchedKind, searchedKinds } from '#shared/core/table/search-keys.ts';
import { fileChange, noteChange, type Projection, recordChange } from '#shared/insight/change.ts';
import { keepUpIndex, numberOf } from '#shared/insight/search/fold.ts';
import {
  goneItem,
  readRecentText,
  recentShards,
  recentTextOf,
  recordPart,
  removeRecentText,
  textItem,
  writeRecentText,
} from '#shared/insight/search/recent-text.ts';
import { noPages, rowsOfNumbers } from '#shared/insight/search/rows.ts';
import { IndexBusy, readSearchState } from '#shared/insight/search/search-state.ts';
import { numbersOf } from '#shared/insight/search/segment.ts';
import { contactTerm, idTerm, withBeginnings } from '#shared/insight/search/terms.ts';

// What records are found by is named by record and part, and says what it has now, so a change that
// comes again or late leaves it right.

type SearchServices = Pick<Services, 'table' | 'definitions' | 'now'>;

/** How an index is to be kept up after something was written. */
interface NeededUpkeep {
  /** Something is to be taken out of its segments. */
  removes: boolean;
  /** Enough may have been written by now to fold it. */
  folds: boolean;
}

/** The part of a note or file as it is now. */
const partNow = async ({ table }: SearchServices, { kind, id }: Touched, part: string): Promise<PartOfRecord> => {
  const prefix = part.startsWith('note-') ? notePrefix : filePrefix;
  const sk = `${prefix}${part.slice(part.indexOf('-') + 1)}`;
  return { part, terms: termsOfItem(await table.get({ pk: partitionOf({ kind: kind as 'case', id }), sk })) };
};

const isNowhere = (terms: readonly string[]): boolean => terms.length === 0;

/** Has the segments lose terms of a record. */
const remove = async (
  { table }: SearchServices,
  { kind, id, createdAt }: Touched,
  { terms, isWhole }: { terms: readonly string[]; isWhole: boolean },
): Promise<boolean> => {
  if (terms.length === 0) return false;
  const { segments, lease } = await readSearchState(table, kind);
  if (segments.length === 0 && !lease) return false;
  await table.put(goneItem({ kind, id, createdAt, terms }, isWhole));
  return true;
};

/** Has a record be found by nothing any more. */
const forget = async (services: SearchServices, touched: Touched): Promise<NeededUpkeep> => {
  const { kind, id } = touched;
  const [read, recent] = await Promise.all([
    readWithContacts(services, kind, id),
    recentTextOf(services.table, kind, id),
  ]);
  const texts = recent.filter(({ isGone }) => !isGone);
  const parts = await everyPart(services, kind, read);
  const below = read.record ? [] : await partsBelow(services, { kind, id });
  const terms = withBeginnings([...touched.before, ...[...texts, ...parts, ...below].flatMap((one) => [...one.terms])]);
  await sideBySide(texts, (text) => removeRecentText(services.table, kind, text));
  return { removes: await remove(services, touched, { terms: [...terms, idTerm(id)], isWhole: true }), folds: false };
};

/** Writes the parts of a record that changed. */
const rewrite = async (
  services: SearchServices,
  touched: Touched,
  { read, shards }: { read: ReadRecord; shards: ReturnType<typeof recentShards> },
): Promise<NeededUpkeep> => {
  const { table } = services;
  const { kind, id, parts } = touched;
  const { record } = read;
  if (!isFound(record)) return forget(services, touched);
  const named = parts === 'everything' ? [] : [...parts].filter((part) => part !== recordPart);
  const ofRecord = async () => ({ part: recordPart, terms: await termsOfRecord(services, kind, read) });
  const written =
    parts === 'everything'
      ? await everyPart(services, kind, read)
      : await Promise.all([
          ...(parts.has(recordPart) ? [ofRecord()] : []),
          ...named.map((part) => partNow(services, touched, part)),
        ]);
  const shard = await shards({ kind, id, isNew: touched.isNew });
  const { segments } = touched.isNew ? { segments: [] } : await readSearchState(table, kind);
  const number = await numberOf(table, kind, { segments, id });
  const type = 'type' in record ? record.type : undefined;
  const items = written
    .filter(({ terms }) => !isNowhere(terms))
    .map(({ part, terms }) => textItem(part, { kind, id, createdAt: record.createdAt, type, number, terms }));
  const folds: boolean[] = [];
  for (const item of items) folds.push(await writeRecentText(table, shard, item));
  const parted = new Set(written.filter(({ terms }) => isNowhere(terms)).map(({ part }) => part));
  const replaced = shard.texts.filter(({ isGone, part }) => !isGone && written.some((one) => one.part === part));
  await sideBySide(
    replaced.filter(({ part }) => parted.has(part)),
    (text) => removeRecentText(table, kind, text),
  );
  const had = withBeginnings([...touched.before, ...replaced.flatMap(({ terms }) => [...terms])]);
  const has = new Set(withBeginnings(written.flatMap(({ terms }) => [...terms])));
  const missing = had.filter((term) => !has.has(term));
  const still =
    missing.length === 0
      ? new Set<string>()
      : new Set(withBeginnings((await everyPart(services, kind, read)).flatMap(({ terms }) => [...terms])));
  const terms = missing.filter((term) => !still.has(term));
  const removes = await remove(services, { ...touched, createdAt: record.createdAt }, { terms, isWhole: false });
  return { removes, folds: folds.includes(true) };
};

/** The numbers of the records of a contact, and those of which something was written lately. */
const readOfContact = async ({ table }: SearchServices, kind: 'case' | 'alert', contactId: string) => {
  const term = contactTerm(contactId);
  // What is folded meanwhile is in the one or the other.
  const recent = (await readRecentText(table, kind, { consistent: true })).filter(({ terms }) => terms.includes(term));
  const { segments, numbered, version } = await readSearchState(table, kind);
  const found = await Promise.all(segments.map((one) => numbersOf(table, { kind, segment: one.id }, term)));
  const rows = await rowsOfNumbers(table, kind, { known: noPages(), numbered })([...new Set(found.flat())]);
  return { found: [...rows, ...recent], version };
};

/** The cases and alerts that are found by who a contact is. */
const foundByPerson = async (
  services: SearchServices,
  kind: 'case' | 'alert',
  { contactId, before }: FollowUp,
): Promise<(Touched & FollowingRecord)[]> => {
  let read = await readOfContact(services, kind, contactId);
  // Segments that are merged meanwhile are deleted.
  while ((await readSearchState(services.table, kind)).version !== read.version)
    read = await readOfContact(services, kind, contactId);
  const byId = new Map(read.found.map((one) => [one.id, one.createdAt]));
  return [...byId].map(([record, createdAt]) => ({
    kind,
    id: record,
    parts: new Set([recordPart]),
    before: [...before, contactTerm(contactId)],
    isNew: false,
    createdAt,
  }));
};

const settle = async (
  services: SearchServices,
  touched: readonly Touched[],
): Promise<Map<SearchedKind, NeededUpkeep>> => {
  const upkeep = new Map<SearchedKind, NeededUpkeep>();
  for (let left = touched; left.length > 0; ) {
    const shards = recentShards(services.table);
    const [before] = await Promise.all([
      readAllWithContacts(services, left),
      // Where it is to be written is not to be asked of what was only just made.
      Promise.all(left.filter(({ isNew }) => isNew).map(shards)),
    ]);
    const asRead = new Map(left.map((one, index) => [one, before[index] as ReadRecord]));
    await sideBySide(left, async (one) => {
      const read = asRead.get(one) as ReadRecord;
      const { removes, folds } = await rewrite(services, one, { read, shards });
      const known = upkeep.get(one.kind);
      upkeep.set(one.kind, { removes: removes || known?.removes === true, folds: folds || known?.folds === true });
    });
    // A record or a contact that changed while this was written may have been written by nobody
    // who knew both.
    const again = left.map((one, index) => ({ ...one, contacts: before[index]?.contacts.map(({ id }) => id) }));
    const after = await readAllWithContacts(services, again);
    left = left.filter(
      (_, index) => versionsOf(after[index] as ReadRecord) !== versionsOf(before[index] as ReadRecord),
    );
  }
  return upkeep;
};

const projection = 'search';

/** @param most of how many records of contacts one run has the names written */
export const keepSearch = (services: SearchServices, most = recordsARun): Projection => {
  const { table, now } = services;
  const keepUp = async (upkeep: ReadonlyMap<SearchedKind, NeededUpkeep>) => {
    for (const kind of searchedKinds) {
      const wanted = upkeep.get(kind);
      if (!wanted?.removes && !wanted?.folds) continue;
      try {
        await keepUpIndex(table, { kind, now: now() });
      } catch (error) {
        // The one at it folds; but what is to be gone may have come too late for it.
        if (!(error instanceof IndexBusy) || wanted.removes) throw error;
      }
    }
  };
  return {
    name: projection,
    wants: (change) =>
      isFollowUp(change, projection) ||
      recordChange('case', change) !== undefined ||
      recordChange('alert', change) !== undefined ||
      recordChange('contact', change) !== undefined ||
      noteChange(change) !== undefined ||
      fileChange(change) !== undefined,
    take: async (changes) => {
      const touched = new Map<string, Touched>();
      for (const change of changes) {
        const one = await touchedBy(services, change);
        if (!one) continue;
        const key = `${one.kind} ${one.id}`;
        const known = touched.get(key);
        touched.set(key, known ? together(known, one) : one);
      }
      const all = [...touched.values()];
      await keepUp(await settle(services, all));
      const changed = all.flatMap(({ id, person }) => (person ? [{ contactId: id, before: person.before }] : []));
      const following: FollowingWork<Touched & FollowingRecord> = {
        table,
        projection,
        now: now(),
        most,
        recordsOf: async (one) =>
          (await Promise.all([foundByPerson(services, 'case', one), foundByPerson(services, 'alert', one)])).flat(),
        take: async (records) => keepUp(await settle(services, records)),
      };
      await followContacts(following, changes, changed);
    },
  };
};
