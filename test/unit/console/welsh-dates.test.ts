import { afterAll, beforeAll, expect, test } from 'vitest';

// Node has what Chromium lacks, so that the one can be held against the other.
const { DateTimeFormat: DatesOfNode, RelativeTimeFormat: SpansOfNode } = Intl;
beforeAll(() => import('#console/i18n/welsh-dates.ts'));
afterAll(() => void Object.assign(Intl, { DateTimeFormat: DatesOfNode, RelativeTimeFormat: SpansOfNode }));

const asked: Intl.DateTimeFormatOptions[] = [
  { dateStyle: 'medium', timeStyle: 'short' },
  { dateStyle: 'medium', timeStyle: 'medium' },
  { dateStyle: 'full', timeStyle: 'short' },
  { dateStyle: 'medium' },
  { month: 'long' },
  { month: 'long', year: 'numeric' },
  { month: 'short', day: 'numeric' },
  { weekday: 'narrow' },
  { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
];
// A year, by steps that meet each month, weekday and hour, and both changes of the clocks.
const instants = Array.from({ length: 400 }, (_, step) => Date.UTC(2026, 0, 1) + step * 22 * 3_600_000);

test.each(asked)('[UI-5] Welsh dates are those of CLDR where the browser has none: %j', (options) => {
  const [ours, nodes] = [Intl.DateTimeFormat, DatesOfNode].map(
    (Dates) => new Dates('cy-GB', { ...options, timeZone: 'Europe/London' }),
  );
  expect(instants.map((instant) => ours?.format(instant))).toEqual(instants.map((instant) => nodes?.format(instant)));
});

test('[UI-5] a span over two days names both, and other languages stay as they are', () => {
  const [first = 0, last = 0] = [instants[80], instants[83]];
  const options = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  const withoutSpaces = (text: string) => text.replaceAll(/\s*–\s*/g, '–');
  for (const locale of ['cy', 'de', 'en-US'])
    expect(withoutSpaces(new Intl.DateTimeFormat(locale, options).formatRange(first, last))).toBe(
      withoutSpaces(new DatesOfNode(locale, options).formatRange(first, last)),
    );
});

test('[UI-5] Welsh spans of time are those of CLDR, in each of its six plurals', () => {
  const [ours, nodes] = [Intl.RelativeTimeFormat, SpansOfNode].map((Spans) => new Spans('cy', { numeric: 'auto' }));
  for (const unit of ['minute', 'hour', 'day', 'month'] as const)
    for (let count = -30; count <= 30; count++) expect(ours?.format(count, unit)).toBe(nodes?.format(count, unit));
});
