import { expect, test } from 'vitest';
import { bytesInAnswer, fitsAnswer, largestAnswer, thoseThatFit } from '#functions/api/answer-size.ts';
import { pageOf } from '#functions/api/pages.ts';
import type { Services } from '#functions/services.ts';
import { personOf } from '#shared/access/person.ts';

const megabyte = 2 ** 20;
const services = {
  cursors: { seal: async (position: string) => position, open: async (cursor: string) => cursor },
} as unknown as Services;
const caller = personOf({ sub: 'u1' }, () => true);

/** A list in memory, whose cursors are the numbers of its rows. */
const listOf =
  (all: readonly string[]) =>
  async ({ limit, after }: { limit: number; after: string | undefined }) => {
    const from = after === undefined ? 0 : Number(after) + 1;
    const items = all.slice(from, from + limit);
    const last = from + items.length - 1;
    return { items, ...(last < all.length - 1 && { next: String(last) }) };
  };

test('[FN-1] a page ends early where its rows are more than an answer takes, and its cursor leads on from there', async () => {
  const all = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(megabyte)}`);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(services, { query: { limit: 200, cursor }, caller }, 'rows', listOf(all));
    expect(bytesInAnswer(JSON.stringify(page))).toBeLessThan(6 * megabyte);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(all);
});

test('[FN-1] what is small comes as it was asked for', async () => {
  const all = Array.from({ length: 30 }, (_, index) => String(index));
  const page = await pageOf(services, { query: { limit: 25 }, caller }, 'rows', listOf(all));
  expect(page).toEqual({ items: all.slice(0, 25), nextCursor: '24' });
});

test.each(['x', '"', '\\', '€', '𝄞', '\u0001', '\ud800'])(
  '[IN-1] an answer full of %j goes out as long as Lambda takes it',
  (one) => {
    const bytes = bytesInAnswer(JSON.stringify(one.repeat(1000))) / 1000;
    const answers = [0.3, 0.9, 1.1, 2].map((part) =>
      JSON.stringify(one.repeat(Math.floor((part * largestAnswer) / bytes))),
    );
    expect(answers.map(fitsAnswer)).toEqual([true, true, false, false]);
    expect(answers.map((answer) => bytesInAnswer(answer) <= largestAnswer)).toEqual([true, true, false, false]);
  },
);

test('[IN-1] a row that is written with many backslashes takes what it takes, and one row always comes', () => {
  const quotes = '"'.repeat(megabyte);
  expect(bytesInAnswer(JSON.stringify(quotes))).toBeGreaterThan(4 * megabyte);
  expect(thoseThatFit([quotes, quotes])).toHaveLength(1);
  expect(thoseThatFit(['x'.repeat(largestAnswer + 1)])).toHaveLength(1);
  expect(thoseThatFit([])).toEqual([]);
});
