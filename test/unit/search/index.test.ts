import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import {
  searchRowsPartition,
  searchSegmentPartition,
  searchStateKey,
  searchTextShardOf,
} from '#shared/core/table/search-keys.ts';
import { Table } from '#shared/core/table/table.ts';
import { candidates, type WordMatch } from '#shared/insight/search/candidates.ts';
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
import { IndexBusy, readSearchState, withIndex } from '#shared/insight/search/search-state.ts';
import { firstKey, readSegment } from '#shared/insight/search/segment.ts';
import { idTerm, participantTerm, termsOfText, withBeginnings } from '#shared/insight/search/terms.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const kind = 'case';

interface Doc {
  id: string;
  createdAt: string;
  type: string;
  text: string;
  owner: string;
}

const write = (table: Table, { id, createdAt, type, text, owner }: Doc, part = recordPart) =>
  table.put(textItem(part, { kind, id, createdAt, type, terms: [...termsOfText(text), participantTerm(owner)] }));
const fold = (table: Table, { now = start, sizes }: { now?: number; sizes?: IndexSizes | undefined } = {}) =>
  keepUpIndex(table, { kind, now, everything: true, ...(sizes && { sizes }) });
// Small enough for a few records to have several levels, blocks that split, and pieces.
const small: IndexSizes = { block: 90, piece: 4, lowestLevel: 6, growth: 3 };

const found = async (table: Table, text: string): Promise<WordMatch[]> => {
  const { query } = readQuery({ text }, parseReference);
  const matches: WordMatch[] = [];
  for await (const one of candidates(table, { kind, query, order: 'matches' })) matches.push(one);
  return matches;
};

const vocabulary = ['heron', 'her', 'otter', 'ot', 'swan', 'swift', 'sw', 'kite', 'ki', 'rook'];
const docs = fc
  .array(
    fc.record({
      words: fc.array(fc.constantFrom(...vocabulary), { maxLength: 5 }),
      type: fc.constantFrom('a', 'b'),
      owner: fc.constantFrom('user:x', 'user:y'),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) =>
    all.map(
      ({ words, type, owner }, index): Doc => ({
        id: `D${index}`,
        createdAt: iso(start + index * 1000),
        type,
        owner,
        text: words.join(' '),
      }),
    ),
  );

/** What a search is to find, by looking at everything. */
const expected = (all: readonly Doc[], text: string): string[] => {
  const { query } = readQuery({ text }, parseReference);
  const countOf = (doc: Doc) => query.words.filter((word) => hasWord(word, termsOfText(doc.text))).length;
  return all
    .filter((doc) => countOf(doc) > 0)
    .sort((a, b) => countOf(b) - countOf(a) || (a.createdAt < b.createdAt ? 1 : -1))
    .map(({ id }) => id);
};

describe('[FN-2] the index of words', () => {
  test('[FN-2] finds the same in segments of many blocks, whether they are read whole or word by word', async () => {
    const { memory, table } = memoryTable();
    const syllables = ['ba', 'ken', 'mor', 'ti', 'vel', 'ru', 'pil', 'sa', 'gi', 'no'];
    const word = (seed: number) => [1, 7, 13, 31].map((by) => syllables[Math.floor(seed / by) % 10]).join('');
    const every = Array.from({ length: 400 }, (_, index): Doc => {
      const text = Array.from({ length: 8 }, (_, at) => word((index * 37 + at * 101) % 5000)).join(' ');
      return { id: `D${index}`, createdAt: iso(start + index * 1000), type: 'a', owner: 'user:x', text };
    });
    for (const doc of every) await write(table, doc);
    await fold(table, { sizes: { block: 3_000, piece: 1_000, lowestLevel: 1_000, growth: 2 } });
    const [{ blocks } = { blocks: 0 }] = (await readSearchState(table, kind)).segments;
    expect(blocks).toBeGreaterThan(3);
    expect(blocks).toBeLessThan(9);
    const some = ['ba', 'mor', 'vel', 'tiken', 'rusa', 'pilno', word(37), word(4000)];
    for (const words of [['ba'], ['mor', 'velti'], some]) {
      const text = words.join(' ');
      // Another function, which knows nothing yet.
      const before = memoryTable(memory.everything()).table;
      expect((await found(before, text)).map(({ id }) => id)).toEqual(expected(every, text));
    }
  });

  test('[FN-2] reads of which record a number is for as many as are shown, each page of them once', async () => {
    const { memory, table } = memoryTable();
    for (let index = 0; index < 1000; index++) {
      // Of both words few are had together, and those lie far apart.
      const text = index % 90 === 0 ? 'heron otter' : 'heron';
      await write(table, { id: `D${index}`, createdAt: iso(start + index * 1000), type: 'a', owner: 'user:x', text });
      if (index % 500 === 499) await fold(table);
    }
    const read: number[] = [];
    const asked: Documents['send'] = (operation, input) => {
      const keys = (input as { RequestItems?: Record<string, { Keys: { pk: string; sk: string }[] }> }).RequestItems;
      const pages = Object.values(keys ?? {}).flatMap(({ Keys }) => Keys);
      read.push(...pages.filter(({ pk }) => pk === searchRowsPartition(kind)).map(({ sk }) => Number(sk)));
      return memory.send(operation, input);
    };
    const { query } = readQuery({ text: 'heron otter' }, parseReference);
    let shown = 0;
    for await (const _one of candidates(new Table({ send: asked }, 'memory'), {
      kind,
      query,
      order: 'matches',
      atATime: 14,
    }))
      if (++shown === 14) break;
    // Twelve lie in all four pages; the two newest of the rest in the last of them.
    expect(read.toSorted()).toEqual([0, 1, 2, 3]);
  });

  test('[FN-2] of words that most have, older numbers are read only where a page needs them', async () => {
    const { memory, table } = memoryTable();
    const sizes = { block: 2_000, piece: 8, lowestLevel: 1_000, growth: 12 };
    // Two words in every second record, and one more in every eighth; none has both of the others.
    const textOf = (index: number) =>
      ['heron', ...(index % 2 ? ['otter', 'swan'] : []), ...(index % 8 === 0 ? ['kite'] : [])].join(' ');
    for (let index = 0; index < 600; index++) {
      const createdAt = iso(start + index * 1000);
      await write(table, { id: `D${index}`, createdAt, type: 'a', owner: 'user:x', text: textOf(index) });
    }
    await fold(table, { sizes });
    const pieces = new Set<string>();
    let times = 0;
    const asked: Documents['send'] = (operation, input) => {
      const keys = (input as { RequestItems?: Record<string, { Keys: { pk: string; sk: string }[] }> }).RequestItems;
      const read = Object.values(keys ?? {}).flatMap(({ Keys }) => Keys.filter(({ pk }) => pk.endsWith('#pieces')));
      for (const { sk } of read) pieces.add(sk);
      if (read.length > 0) times++;
      return memory.send(operation, input);
    };
    const page = async (of: Table, text: string) => {
      const { query } = readQuery({ text }, parseReference);
      const ids: string[] = [];
      for await (const { id } of candidates(of, { kind, query, order: 'matches', atATime: 25 }))
        if (ids.push(id) === 25) break;
      return ids;
    };
    const held = (await table.queryAll({ pk: 'SEARCH#case#segment#0#pieces' })).length;
    expect(held).toBeGreaterThan(15);
    const searcher = new Table({ send: asked }, 'memory');
    const newest = Array.from({ length: 25 }, (_, index) => `D${599 - index * 2}`);
    expect(await page(searcher, 'otter swan')).toEqual(newest);
    expect(times).toBeLessThan(3);
    // Any older record might have all three words, until all pieces are read, and kept.
    expect(await page(searcher, 'otter swan kite')).toEqual(newest);
    expect(pieces.size).toBeGreaterThan(15);
    times = 0;
    expect(await page(searcher, 'otter swan kite')).toEqual(newest);
    expect(times).toBe(0);
    // What is taken out of a piece is not found by a function that has kept it either.
    const lost = { kind, id: 'D1', createdAt: iso(start + 1000), terms: withBeginnings(termsOfText('otter')) } as const;
    expect((await found(searcher, 'otter')).at(-1)?.id).toBe('D1');
    await table.put(goneItem(lost, false));
    await fold(table, { sizes });
    expect((await found(searcher, 'otter')).at(-1)?.id).toBe('D3');
  });

  test('[FN-2] segments of an earlier form are not searched, and are dropped', async () => {
    const { table } = memoryTable();
    const state = { segments: [{ id: 0, level: 0, parts: 1, blocks: 1 }], numbered: 1, numberedSince: 0, next: 1 };
    await table.put({ ...searchStateKey(kind), state: { ...state, version: 1, dropping: [] } });
    await table.put({ pk: searchSegmentPartition(kind, 0), sk: 'totter', shared: 0, postings: new Uint8Array(3) });
    const doc = { id: 'A', createdAt: iso(start), type: 'a', owner: 'user:x', text: 'otter' };
    await write(table, doc);
    expect((await found(table, 'otter')).map(({ id }) => id)).toEqual(['A']);
    await fold(table);
    expect((await found(table, 'otter')).map(({ id }) => id)).toEqual(['A']);
    expect(await table.queryAll({ pk: searchSegmentPartition(kind, 0) })).toEqual([]);
  });

  test('[FN-2] has nothing left of what was taken out of it', async () => {
    await fc.assert(
      fc.asyncProperty(docs, fc.nat(), async (all, at) => {
        const { memory, table } = memoryTable();
        for (const doc of all) {
          // A word of a note may begin as one of its record does.
          const [first = '', ...others] = doc.text.split(' ');
          await write(table, { ...doc, text: first });
          await write(table, { ...doc, text: others.join(' ') }, 'note-1');
        }
        await fold(table, { sizes: small });
        const gone = all[at % all.length] as Doc;
        const terms = withBeginnings([...termsOfText(gone.text), participantTerm(gone.owner)]);
        await table.put(
          goneItem({ kind, id: gone.id, createdAt: gone.createdAt, terms: [...terms, idTerm(gone.id)] }, true),
        );
        await fold(table, { sizes: small });
        const rest = all.filter((doc) => doc !== gone);
        for (const word of vocabulary)
          expect((await found(table, word)).map(({ id }) => id)).toEqual(expected(rest, word));
        const { segments } = await readSearchState(table, kind);
        const left = new Set<string>();
        for (const { id } of segments)
          for await (const { term } of readSegment(table, { kind, segment: id })) left.add(term);
        const had = new Set(rest.flatMap((doc) => withBeginnings(termsOfText(doc.text))));
        for (const term of terms.filter((one) => !one.startsWith('@')))
          if (left.has(term)) expect([term, had.has(term)]).toEqual([term, true]);
        expect(left.has(idTerm(gone.id))).toBe(false);
        // A word is the key of a block and of a piece, too; and a row has the id.
        const items = memory.everything();
        for (const { pk, sk, next } of items.filter((item) => item.pk.includes('#segment#')))
          for (const term of [pk.endsWith('#pieces') ? sk.slice(0, -'#00000000'.length) : sk, next])
            expect([term, term === undefined || term === firstKey || left.has(String(term))]).toEqual([term, true]);
        expect(JSON.stringify(items)).not.toContain(`"${gone.id}"`);
      }),
      { numRuns: 40 },
    );
  });

  test('[FN-2] records of any id, and whose parts any people have, are found, and taken out', async () => {
    const sign = fc.constantFrom('a', 'b', '\uf900', '\ufa19', '\uff71', '\u{20bb7}', '\u{1f600}');
    const names = fc.uniqueArray(fc.string({ unit: sign, minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(names, fc.nat(), async (all, at) => {
        const { table } = memoryTable();
        const every = all.map((name, index): Doc => {
          const createdAt = iso(start + index * 1000);
          return { id: name, createdAt, type: 'a', owner: `user:${name}`, text: 'otter' };
        });
        for (const [index, doc] of every.entries()) {
          await write(table, doc);
          if (index % 20 === 19) await fold(table, { sizes: small });
        }
        await fold(table, { sizes: small });
        const { query } = readQuery({ text: 'otter' }, parseReference);
        const foundOf = async (owner: string) => {
          const narrowedTo = { types: [], owners: [owner] };
          const ids: string[] = [];
          for await (const { id } of candidates(table, { kind, query, order: 'newest', narrowedTo })) ids.push(id);
          return ids;
        };
        const { segments } = await readSearchState(table, kind);
        for (const { id, owner } of every) {
          expect([id, await numberOf(table, kind, { segments, id })]).not.toContain(undefined);
          expect(await foundOf(owner)).toEqual([id]);
        }
        const { id, createdAt, owner } = every[at % every.length] as Doc;
        const terms = [...withBeginnings(termsOfText('otter')), participantTerm(owner), idTerm(id)];
        await table.put(goneItem({ kind, id, createdAt, terms }, true));
        await fold(table, { sizes: small });
        expect(await numberOf(table, kind, { segments: (await readSearchState(table, kind)).segments, id })).toBe(
          undefined,
        );
        expect(await foundOf(owner)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('[FN-2] two who write over the same part at once lose nothing, and leave nothing', async () => {
    const { memory, table } = memoryTable();
    const shard = (id: string) => readRecentShard(table, { kind, id });
    const [first = '', second = '', third = ''] = Array.from({ length: 20 }, (_, index) => `D${index}`).filter(
      (id) => searchTextShardOf(id) === 0,
    );
    const item = (id: string, text: string) =>
      textItem(recordPart, { kind, id, createdAt: iso(start), type: 'a', terms: termsOfText(text) });
    await writeRecentText(table, await shard(third), item(third, 'heron'));
    await fold(table);
    // Of the same words they draw the same place.
    const [one, other] = [await shard(first), await shard(second)];
    await writeRecentText(table, one, item(first, 'otter'));
    await writeRecentText(table, other, item(second, 'otter'));
    const ids = async (text: string) => (await found(table, text)).map(({ id }) => id).sort();
    expect(await ids('otter')).toEqual([first, second].sort());
    await fold(table);
    expect(await ids('otter heron')).toEqual([first, second, third].sort());
    // The one that found its place taken lay in an item of its own, which is gone.
    expect(await recentTextOf(table, kind, second)).toEqual([]);
    const lying = await recentTextOf(table, kind, first);
    expect(lying.map(({ id, terms }) => [id, terms])).toEqual([[first, ['totter']]]);
    // What has come into the place meanwhile stays there.
    for (let index = 0; index < 100; index++)
      await writeRecentText(table, await shard(third), item(third, `w${index}`));
    const before = await recentTextOf(table, kind, first);
    for (const text of before) await removeRecentText(table, kind, text);
    for (const text of before) await removeRecentText(table, kind, text);
    expect((await recentTextOf(table, kind, third)).map(({ terms }) => terms)).toEqual([['tw99']]);
    expect(memory.everything().filter(({ of }) => String(of).startsWith(`${first}#`))).toEqual([]);
  });

  test('[FN-2] a part that is written anew, or folded twice, counts once', async () => {
    const { table } = memoryTable();
    const doc = { id: 'A', createdAt: iso(start), type: 'a', owner: 'user:x', text: 'heron' };
    await write(table, doc);
    await fold(table);
    await write(table, doc);
    await write(table, { ...doc, text: 'otter' }, 'note-1');
    await fold(table);
    expect((await found(table, 'heron otter')).map(({ id, matched }) => [id, matched])).toEqual([
      ['A', ['heron', 'otter']],
    ]);
    expect((await readSearchState(table, kind)).numbered).toBe(1);
  });

  test('[FN-2] one alone works on it; what they left who died at it is taken away by the next', async () => {
    const { memory, table } = memoryTable();
    const doc = { id: 'A', createdAt: iso(start), type: 'a', owner: 'user:x', text: 'heron' };
    await write(table, doc);
    const dying = withIndex(table, { kind, now: start }, async ({ segment }) => {
      await expect(fold(table)).rejects.toThrow(IndexBusy);
      await table.put({ pk: `SEARCH#case#segment#${segment}`, sk: 'theron', postings: new Uint8Array() });
      table.put = table.delete = () => Promise.reject(new Error('dead'));
      throw new Error('dead');
    });
    await expect(dying).rejects.toThrow('dead');
    const next = memoryTable(memory.everything()).table;
    await expect(fold(next)).rejects.toThrow(IndexBusy);
    await fold(next, { now: start + 61_000 });
    expect((await found(next, 'heron')).map(({ id }) => id)).toEqual(['A']);
    expect((await next.query({ pk: 'SEARCH#case#segment#0' })).items).toEqual([]);
  });
});
