import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietSince, recentSigns, type Sign } from '#shared/automation/rules/time/quiet-stretch.ts';

const minutes = (count: number) => new Date(Date.UTC(2027, 0, 1) + count * 60_000).toISOString();
const length = 10;
const occurrence = (since: string) => `end of ${since}`;
const sign = (at: number, rules?: string[], eventId?: string): Sign => ({
  occurredAt: minutes(at),
  cause: { depth: rules ? 1 : 0, ...(rules && { rules, ruleId: rules.at(-1) }), ...(eventId && { eventId }) },
});
const onQuiet = new Set(['one', 'other']);
const since = async (newestFirst: Sign[], rule = 'one') => {
  const iterable = (async function* () {
    yield* newestFirst;
  })();
  return quietSince(await recentSigns(iterable, onQuiet), rule, async (begun) => occurrence(begun));
};

describe('[AU-2] since when it has been quiet', () => {
  test.each([
    ['the newest event counts', [sign(5), sign(3)], 5],
    ['what the rule did does not', [sign(15, ['one']), sign(5)], 5],
    ['nor what followed from it', [sign(16, ['one', 'tags']), sign(15, ['one']), sign(5)], 5],
    ['what a rule of events did counts', [sign(7, ['tags']), sign(5)], 7],
    ['what another rule on quiet records did counts', [sign(12, ['other'], 'x'), sign(5)], 12],
    ['but not at the end of the same stretch', [sign(15, ['other'], occurrence(minutes(5))), sign(5)], 5],
    ['and what follows it begins another', [sign(18), sign(15, ['other'], occurrence(minutes(5))), sign(5)], 18],
  ] as const)('[AU-2] %s', async (_what, signs, wanted) => {
    expect(await since([...signs])).toBe(minutes(wanted));
  });

  test('[AU-2] nothing is known of a record without events', async () => {
    expect(await since([])).toBeUndefined();
  });

  test('[AU-2] no more is read than it takes', async () => {
    let read = 0;
    const endless = (async function* () {
      for (;;) yield sign(100 - read++, read <= 3 ? ['one'] : undefined);
    })();
    expect(await recentSigns(endless, onQuiet)).toHaveLength(4);
  });

  test('[AU-2] a rule runs once a stretch in any life: what others do ends one, what it does ends none', async () => {
    const life = fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(life, async (gaps) => {
        const touched = [0];
        for (const gap of gaps) touched.push((touched.at(-1) ?? 0) + gap);
        const history: Sign[] = [];
        const runs: number[] = [];
        const done = new Set<string>();
        for (let now = 0; now <= 250; now++) {
          const begun = await since(history);
          const due = begun !== undefined && Date.parse(begun) + length * 60_000 <= Date.parse(minutes(now));
          if (begun !== undefined && due && !done.has(begun)) {
            done.add(begun);
            runs.push(now);
            history.unshift(sign(now, ['one'], occurrence(begun)));
          }
          if (touched.includes(now)) history.unshift(sign(now));
        }
        const wanted = touched.flatMap((at, index) => {
          const next = touched[index + 1] ?? Number.POSITIVE_INFINITY;
          return next >= at + length ? [at + length] : [];
        });
        expect(runs).toEqual(wanted);
      }),
    );
  });
});
