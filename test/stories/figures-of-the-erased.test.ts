import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Item } from '#shared/core/table/decision.ts';
import { recordIn } from '#shared/core/table/packed-row.ts';
import { postingsIn } from '#shared/insight/search/block.ts';
import { unpackTerms } from '#shared/insight/search/recent-text.ts';
import { expectFiguresToBeTrue } from './figures.ts';
import { randomLives } from './random-lives.ts';
import { foldAll } from './searching.ts';
import { everyPage, here } from './world.ts';

const unpacked = (bytes: unknown): string =>
  bytes instanceof Uint8Array ? inflateRawSync(bytes).toString() : JSON.stringify(bytes ?? '');

/** All that an item says, also what is packed in it. */
const readable = (item: Item): string => {
  const { row, terms, cells, postings, rows, places: _places, ...rest } = item;
  return [
    JSON.stringify(rest),
    row ? JSON.stringify(recordIn({ pk: item.pk, sk: item.sk, row })) : '',
    ...[cells, rows].map(unpacked),
    terms ? unpackTerms(terms).join(' ') : '',
    postings ? postingsIn(item).map(({ term }) => term) : '',
  ]
    .join(' ')
    .toLowerCase();
};

const whereStands = (text: string): string[] =>
  here()
    .everything()
    .filter((item) => readable(item).includes(text.toLowerCase()))
    .map(({ pk, sk }) => `${pk} ${sk}`);

/** Every built-in view has as many rows as is counted. */
const expectViewsToBeTrue = async (): Promise<number> => {
  const admin = await here().local.as({ sub: 'ada', groups: ['admins'] });
  let rows = 0;
  for (const subject of ['cases', 'alerts']) {
    const { items } = await admin.get<{ items: { key: string; count: number }[] }>(`/v1/views/counts?for=${subject}`);
    for (const { key, count } of items) {
      const listed = (await everyPage(admin, `/v1/${subject}?view=${key}`)).length;
      expect([subject, key, count]).toEqual([subject, key, listed]);
      rows += listed;
    }
  }
  return rows;
};

describe('[RE-2] [DA-7] [FN-5] figures, views and searches of lives by chance, of which some end', () => {
  test.each([5])('are those of what is left, and hold nobody who was erased (seed %i)', async (seed) => {
    const { live, end, erased } = await randomLives(seed);
    await live(25);
    await foldAll();
    await here().local.advance('P1D');
    for (let times = 0; times < 6; times++) await end();
    await live(8);
    await end();
    // What breaks off in a storm the next sweep takes up.
    await here().local.advance('PT15M');
    await here().local.idle();
    const gone = await erased();
    expect(gone.length).toBeGreaterThan(1);
    for (const { name } of gone) expect([name, whereStands(name)]).toEqual([name, []]);
    const today = (await here().local.now()).slice(0, 10);
    expect(await expectFiguresToBeTrue('admin', `from=2026-11-01&to=${today}`)).toBeGreaterThan(50);
    expect(await expectViewsToBeTrue()).toBeGreaterThan(3);
  });
});
