import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import { type CandidateSearch, candidates, type WordMatch } from '#shared/insight/search/candidates.ts';
import { type IndexSizes, keepUpIndex, numberOf } from '#shared/insight/search/fold.ts';
import { hasWord, readQuery } from '#shared/insight/search/query.ts';
import {
  goneItem,
  readRecentShard,
  recentTextOf,
  recordPart,
  removeRecentText,
  textItem,
  writeRecentText,
} from '#shared/insight/search/recent-text.ts';
import { readSearchState } from '#shared/insight/search/search-state.ts';
import { idTerm, participantTerm, termsOfText, withBeginnings } from '#shared/insight/search/terms.ts';
import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// The index against a model that looks at everything. All sizes are small, so that few records have
// several levels, blocks that split, and words in pieces.

const start = Date.parse('2026-01-01T00:00:00Z');
const kind = 'case';
// In the order of how many have them.
const vocabulary = ['heron', 'her', 'otter', 'swan', 'ot', 'swift', 'sw', 'kite', 'ki', 'rook'];
const someWords = fc
  .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 6 })
  .map((pairs) => pairs.map(([one, other]) => vocabulary[Math.min(one, other)] as string));

type Happening =
  | { does: 'write'; words: string[]; type: string; owner: string }
  | { does: 'note' | 'edit'; of: number; words: string[] }
  | { does: 'erase'; of: number; writes: number }
  | { does: 'fold' }
  | { does: 'die'; writes: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      does: fc.constant('write' as const),
      words: someWords,
      type: fc.constantFrom('a', 'b'),
      owner: fc.constantFrom('user:x', 'user:y'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('note' as const, 'edit' as const), of: fc.nat(), words: someWords }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('erase' as const), of: fc.nat(), writes: fc.nat({ max: 20 }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('fold' as const) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('die' as const), writes: fc.nat({ max: 40 }) }) },
);
const sizes: fc.Arbitrary<IndexSizes> = fc.record({
  block: fc.integer({ min: 60, max: 200 }),
  piece: fc.integer({ min: 2, max: 12 }),
  lowestLevel: fc.integer({ min: 4, max: 20 }),
  growth: fc.integer({ min: 2, max: 4 }),
});

interface ModelRecord {
  id: string;
  createdAt: string;
  type: string;
  owner: string;
  parts: Map<string, string[]>;
}

const wordsOf = ({ parts }: ModelRecord): string[] => [...parts.values()].flat();
const termsOf = (record: ModelRecord): string[] => [
  ...termsOfText(wordsOf(record).join(' ')),
  participantTerm(record.owner),
];

/** A table that dies after so many writes. */
const dying = (memory: MemoryDynamoDb, writes: number): Table => {
  let left = writes;
  const send: Documents['send'] = async (operation, input) => {
    if ((operation === 'PutItem' || operation === 'DeleteItem') && left-- <= 0) throw new Error('dead');
    return memory.send(operation, input);
  };
  return new Table({ send }, 'memory');
};

/** Lives records, in the index and in a model of it. */
const lived = async (happenings: readonly Happening[], of: IndexSizes) => {
  const { memory, table } = memoryTable();
  const records: ModelRecord[] = [];
  const erased: string[] = [];
  let [made, now] = [0, start];
  const put = async (record: ModelRecord, part: string, before: readonly string[]) => {
    const { id, createdAt, type } = record;
    const { segments } = await readSearchState(table, kind);
    const number = await numberOf(table, kind, { segments, id });
    const terms = [...termsOfText((record.parts.get(part) ?? []).join(' ')), participantTerm(record.owner)];
    const item = textItem(part, { kind, id, createdAt, type, number, terms });
    // As where no place is left.
    if (before.length === 0 && made % 4 === 0) await table.put(item);
    else await writeRecentText(table, await readRecentShard(table, { kind, id }), item);
    const has = new Set(withBeginnings(termsOf(record)));
    const gone = withBeginnings(before).filter((term) => !has.has(term));
    if (gone.length > 0) await table.put(goneItem({ kind, id, createdAt, terms: gone }, false));
  };
  const fold = async (on: Table) => keepUpIndex(on, { kind, now, everything: true, sizes: of });
  for (const one of happenings) {
    now += 61_000;
    const record = 'of' in one ? records[one.of % Math.max(records.length, 1)] : undefined;
    if (one.does === 'write') {
      const id = `D${String(made++).padStart(4, '0')}`;
      const { type, owner, words } = one;
      const added = { id, createdAt: iso(start + made * 1000), type, owner, parts: new Map([[recordPart, words]]) };
      records.push(added);
      await put(added, recordPart, []);
    } else if (one.does === 'fold') await fold(table);
    else if (one.does === 'die') await fold(dying(memory, one.writes)).catch(() => {});
    else if (record && 'words' in one) {
      const before = termsOf(record);
      const part = one.does === 'note' ? `note-${now}` : recordPart;
      record.parts.set(part, one.words);
      await put(record, part, before);
    } else if (record && one.does === 'erase') {
      const terms = withBeginnings([...termsOf(record), idTerm(record.id)]);
      for (const text of await recentTextOf(table, kind, record.id)) await removeRecentText(table, kind, text);
      await table.put(goneItem({ kind, id: record.id, createdAt: record.createdAt, terms }, true));
      records.splice(records.indexOf(record), 1);
      erased.push(record.id);
      await fold(dying(memory, one.writes)).catch(() => {});
      now += 61_000;
      // Until then a word is found that nobody has.
      await fold(table);
    }
    if (one.does === 'edit') await fold(table);
  }
  return { memory, table, records, erased };
};

interface Search extends Partial<CandidateSearch> {
  text: string;
}

/** What is found, each once, as a page shows it. */
const found = async (table: Table, { text, ...more }: Search): Promise<WordMatch[]> => {
  const { query } = readQuery({ text }, parseReference);
  const matches = new Map<string, WordMatch>();
  for await (const one of candidates(table, { kind, query, order: 'matches', ...more }))
    if (!matches.has(one.id)) matches.set(one.id, one);
  return [...matches.values()];
};

/** What a search is to find, by looking at everything. */
const expected = (records: readonly ModelRecord[], { text, order = 'matches', narrowedTo }: Search): string[] => {
  const { query } = readQuery({ text }, parseReference);
  const countOf = (record: ModelRecord) => query.words.filter((word) => hasWord(word, termsOf(record))).length;
  const sees = ({ type, owner }: ModelRecord) =>
    !narrowedTo || narrowedTo.types.includes(type) || narrowedTo.owners.includes(owner);
  const newest = (a: ModelRecord, b: ModelRecord) => (a.createdAt < b.createdAt ? 1 : -1);
  return records
    .filter((record) => countOf(record) > 0 && sees(record))
    .sort((a, b) =>
      order === 'matches' ? countOf(b) - countOf(a) || newest(a, b) : order === 'newest' ? newest(a, b) : newest(b, a),
    )
    .map(({ id }) => id);
};

describe('[FN-2] the index of words over lives of records', () => {
  test('[FN-2] finds what looking at everything finds, in each order, whoever asks, wherever a page begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 10, maxLength: 80, size: 'max' }),
        sizes,
        fc.subarray(vocabulary, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        async (happenings, of, words, at) => {
          const { table, records, erased } = await lived(happenings, of);
          for (const id of erased) expect(await recentTextOf(table, kind, id)).toEqual([]);
          const text = words.join(' ');
          for (const order of ['matches', 'newest', 'oldest'] as const)
            for (const narrowedTo of [undefined, { types: ['a'], owners: ['user:x'] }]) {
              const search = { text, order, narrowedTo };
              const all = expected(records, search);
              const matches = await found(table, search);
              expect(matches.map(({ id }) => id)).toEqual(all);
              const place = at % Math.max(matches.length, 1);
              const rest = await found(table, { ...search, after: matches[place], atATime: 3 });
              expect(rest.map(({ id }) => id)).toEqual(all.slice(place + 1));
            }
        },
      ),
      { numRuns: 25 },
    );
  });
});
