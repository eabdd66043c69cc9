import { everyPart, isFound, readWithContacts, type SearchedRecord } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyContactShard, partitionOf } from '#shared/core/table/keys.ts';
import { partitionsOfAll } from '#shared/core/table/list-keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';
import {
  type SearchedKind,
  searchedKinds,
  searchRowsPartition,
  searchTextPartition,
  searchTypesPartition,
} from '#shared/core/table/search-keys.ts';
import { keepUpIndex } from '#shared/insight/search/fold.ts';
import { textItem } from '#shared/insight/search/recent-text.ts';
import { withIndex } from '#shared/insight/search/search-state.ts';
import { emptyPartition } from '#shared/insight/search/segment.ts';

// Makes an index anew from the records that there are: a search finds less until that is over. The
// same records make the same index. What changes meanwhile is written as always.

type RebuildServices = Pick<Services, 'table' | 'definitions' | 'now'>;

const recordsAtATime = 500;

const empty = ({ table, now }: RebuildServices, kind: SearchedKind): Promise<void> =>
  withIndex(table, { kind, now: now() }, async ({ state, replace }) => {
    const numberedSince = Math.max(now(), state.numberedSince + 1);
    await replace({ segments: [], numbered: 0, given: 0, numberedSince, next: 0, folded: [] });
    const recent = everyContactShard.map((shard) => searchTextPartition(kind, shard));
    for (const pk of [...recent, searchRowsPartition(kind), searchTypesPartition(kind)])
      await emptyPartition(table, pk);
  });

/** The ids of all records of a kind, the oldest first. */
const idsOf = async ({ table }: RebuildServices, kind: SearchedKind): Promise<string[]> => {
  const found: Item[] = [];
  for (let after: string | undefined; ; ) {
    const asked = {
      sources: partitionsOfAll(kind),
      descending: false,
      after,
      limit: recordsAtATime,
      accept: () => true,
    };
    const page = await mergePages(table, asked);
    found.push(...page.items);
    if (page.next === undefined) break;
    after = page.next;
  }
  // Lists are in that order; contacts lie by their ids.
  const orderOf = ({ record }: Item) => `${(record as SearchedRecord).createdAt}#${(record as SearchedRecord).id}`;
  if (kind === 'contact') found.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return found.map(({ pk }) => pk.slice(partitionOf({ kind, id: '' }).length));
};

const rebuildKind = async (services: RebuildServices, kind: SearchedKind): Promise<number> => {
  const { table, now } = services;
  await empty(services, kind);
  const ids = await idsOf(services, kind);
  for (let start = 0; start < ids.length; start += recordsAtATime) {
    await sideBySide(ids.slice(start, start + recordsAtATime), async (id) => {
      const read = await readWithContacts(services, kind, id);
      const { record } = read;
      if (!isFound(record)) return;
      const type = 'type' in record ? record.type : undefined;
      for (const { part, terms } of await everyPart(services, kind, read))
        if (terms.length > 0) await table.put(textItem(part, { kind, id, createdAt: record.createdAt, type, terms }));
    });
    await keepUpIndex(table, { kind, now: now(), everything: true });
  }
  return ids.length;
};

/** Makes all of them anew. @returns how many records each has */
export const rebuildSearch = async (services: RebuildServices): Promise<Record<SearchedKind, number>> => {
  const counts = { case: 0, alert: 0, contact: 0 };
  for (const kind of searchedKinds) counts[kind] = await rebuildKind(services, kind);
  return counts;
};
