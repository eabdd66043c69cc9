import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#shared/core/errors.ts';
import { Cursors } from '#shared/core/table/cursor.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const { table } = memoryTable();
const cursors = new Cursors(table);
const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : error);
const opened = (cursor: string, scope: string) => cursors.open(cursor, scope).catch(codeOf);

describe('a cursor', () => {
  it('[FN-1] gives back its position to the query and caller that it was made for, and to no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string(),
        fc.string(),
        async (position, scope, other) => {
          const cursor = await cursors.seal(position, scope);
          expect(cursor).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{22}$/);
          expect(await opened(cursor, scope)).toBe(position);
          if (other !== scope) expect(await opened(cursor, other)).toBe('invalid-cursor');
        },
      ),
    );
  });

  it('[FN-1] is refused with any one character changed, left out or added', async () => {
    const cursor = await cursors.seal('2026-11-21T09:00:00.000Z#01KAG0000000000000000000C1', 'mine');
    for (let place = 0; place < cursor.length; place++) {
      const [before, after] = [cursor.slice(0, place), cursor.slice(place + 1)];
      for (const other of ['A', 'B', '.', '=', ''])
        if (other !== cursor[place]) expect(await opened(before + other + after, 'mine')).toBe('invalid-cursor');
    }
    expect(await opened(`${cursor}A`, 'mine')).toBe('invalid-cursor');
  });

  it.each(['', '.', 'abc', 'a.b.c', '%%%.%%%'])('[FN-1] cannot be %j', async (made) => {
    expect(await opened(made, 'mine')).toBe('invalid-cursor');
  });

  it('[FN-1] holds for every function: the key lies in the table', async () => {
    const elsewhere = new Cursors(table);
    expect(await elsewhere.open(await cursors.seal('here', 'mine'), 'mine')).toBe('here');
    const otherDeployment = new Cursors(memoryTable().table);
    const foreign = await otherDeployment.seal('here', 'mine');
    expect(await opened(foreign, 'mine')).toBe('invalid-cursor');
  });
});
