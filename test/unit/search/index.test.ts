import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { searchRowsPartition } from '#shared/core/table/search-keys.ts';
import { Table } from '#shared/core/table/table.ts';
import { candidates, type MatchPlace, type WordMatch } from '#shared/insight/search/candidates.ts';
import { keepUpIndex } from '#shared/insight/search/fold.ts';
import { hasWord, readQuery } from '#shared/insight/search/query.ts';
import { goneItem, recordPart, textItem } from '#shared/insight/search/recent-text.ts';
import { IndexBusy, readSearchState, withIndex } from '#shared/insight/search/search-state.ts';
import { readSegment } from '#shared/insight/search/segment.ts';
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
const fold = (table: Table, now = start) => keepUpIndex(table, { kind, now, everything: true });

const found = async (
  table: Table,
  text: string,
  more: { narrowedTo?: { types: string[]; owners: string[] }; after?: MatchPlace } = {},
): Promise<WordMatch[]> => {
  const { query } = readQuery({ text }, parseReference);
  const matches: WordMatch[] = [];
  for await (const one of candidates(table, { kind, query, order: 'matches', ...more })) matches.push(one);
  return matches;
};

const vocabulary = ['heron', 'her', 'otter', 'ot', 'swan', 'swift', 'sw', 'kite', 'ki', 'rook'];
const docs = fc
  .array(
    fc.record({
      words: fc.array(fc.constantFrom(...vocabulary), { maxLength: 5 }),
      type: fc.constantFrom('a', 'b'),
      owner: fc.constantFrom('user:x', 'user:y'),
      folds: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) =>
    all.map(({ words, type, owner, folds }, index) => ({
      doc: { id: `D${index}`, createdAt: iso(start + index * 1000), type, owner, text: words.join(' ') },
      folds: folds && index % 5 === 0,
    })),
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
  test('[FN-2] finds what looking at everything finds, in the same order, wherever a page begins', async () => {
    await fc.assert(
      fc.asyncProperty(docs, fc.subarray(vocabulary, { minLength: 1 }), fc.nat(), async (all, words, at) => {
        const { table } = memoryTable();
        for (const { doc, folds } of all) {
          await write(table, doc);
          if (folds) await fold(table);
        }
        const [text, every] = [words.slice(0, 8).join(' '), all.map(({ doc }) => doc)];
        const matches = await found(table, text);
        expect(matches.map(({ id }) => id)).toEqual(expected(every, text));
        const after = matches[at % Math.max(matches.length, 1)];
        if (after) {
          const rest = matches.slice(matches.indexOf(after) + 1).map(({ id }) => id);
          expect((await found(table, text, { after })).map(({ id }) => id)).toEqual(rest);
        }
        const narrowedTo = { types: ['a'], owners: ['user:x'] };
        const theirs = every.filter(({ type, owner }) => type === 'a' || owner === 'user:x');
        expect((await found(table, text, { narrowedTo })).map(({ id }) => id)).toEqual(expected(theirs, text));
      }),
      { numRuns: 60 },
    );
  });

  test('[FN-2] finds the same in segments of many blocks, whether they are read whole or word by word', async () => {
    const { memory, table } = memoryTable();
    const syllables = ['ba', 'ken', 'mor', 'ti', 'vel', 'ru', 'pil', 'sa', 'gi', 'no'];
    const word = (seed: number) => [1, 7, 13, 31].map((by) => syllables[Math.floor(seed / by) % 10]).join('');
    const every = Array.from({ length: 400 }, (_, index): Doc => {
      const text = Array.from({ length: 8 }, (_, at) => word((index * 37 + at * 101) % 5000)).join(' ');
      return { id: `D${index}`, createdAt: iso(start + index * 1000), type: 'a', owner: 'user:x', text };
    });
    for (const doc of every) await write(table, doc);
    await fold(table);
    const [{ blocks } = { blocks: 0 }] = (await readSearchState(table, kind)).segments;
    expect(blocks).toBeGreaterThan(3);
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
    // Twelve lie in all six pages; the two newest of the rest in the last of them.
    expect(read.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('[FN-2] has nothing left of what was taken out of it', async () => {
    await fc.assert(
      fc.asyncProperty(docs, fc.nat(), async (all, at) => {
        const { memory, table } = memoryTable();
        for (const { doc } of all) await write(table, doc);
        await fold(table);
        const every = all.map(({ doc }) => doc);
        const gone = every[at % every.length] as Doc;
        const terms = withBeginnings([...termsOfText(gone.text), participantTerm(gone.owner)]);
        await table.put(
          goneItem({ kind, id: gone.id, createdAt: gone.createdAt, terms: [...terms, idTerm(gone.id)] }, true),
        );
        await fold(table);
        const rest = every.filter((doc) => doc !== gone);
        for (const word of vocabulary)
          expect((await found(table, word)).map(({ id }) => id)).toEqual(expected(rest, word));
        const { segments } = await readSearchState(table, kind);
        const left = new Set<string>();
        for (const { id } of segments)
          for await (const { term } of readSegment(table, { kind, segment: id })) left.add(term);
        const had = new Set(rest.flatMap((doc) => withBeginnings(termsOfText(doc.text))));
        for (const term of terms.filter((one) => !one.startsWith('@')))
          expect([term, left.has(term)]).toEqual([term, had.has(term)]);
        expect(left.has(idTerm(gone.id))).toBe(false);
        // A word is the key of a block, too; and a row has the id.
        const items = memory.everything();
        for (const { pk, sk } of items) if (pk.includes('#segment#')) expect(left.has(sk)).toBe(true);
        expect(JSON.stringify(items)).not.toContain(`"${gone.id}"`);
      }),
      { numRuns: 40 },
    );
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
    await fold(next, start + 61_000);
    expect((await found(next, 'heron')).map(({ id }) => id)).toEqual(['A']);
    expect((await next.query({ pk: 'SEARCH#case#segment#0' })).items).toEqual([]);
  });
});
