import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Amount, signedAmountSchema } from '#shared/core/calendars/amount.ts';
import { calendarSchema } from '#shared/core/calendars/calendar.ts';
import { addAmount, compileCalendar, subtractAmount } from '#shared/core/calendars/working-time.ts';

// docs/guide/time.md explains amounts of time by examples; here each of them is tried.

const guide = readFileSync(new URL('../../../docs/guide/time.md', import.meta.url), 'utf8');

interface Example {
  from: string;
  amount: string;
  to: string;
}

/** Each calendar of the page with the rows below it, up to the next piece of JSON. */
const chapters = guide
  .split('```json')
  .slice(1)
  .map((chapter) => chapter.split('```'))
  .filter(([json]) => json?.includes('"week"'))
  .map(([json = '', text = '']) => {
    const rows = [...text.matchAll(/^\| *(\w{3} \d{4}.*?) *\| *(.*?) *\| *(.*?) *\|.*\|$/gm)];
    return {
      calendar: calendarSchema.parse(JSON.parse(json)),
      examples: rows.map(([, from = '', amount = '', to = '']): Example => ({ from, amount, to })),
    };
  });

/** `Mon 2026-03-02 09:00 -05:00` in epoch milliseconds. */
const instantOf = (written: string): number => {
  const [, date, time, offset] = written.split(' ');
  return Date.parse(`${date}T${time}:00${offset}`);
};

/** An instant as the guide writes it, by Intl and not by the engine. */
const written = (instant: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value;
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${part('timeZoneName')?.slice(3)}`;
};

const readAmount = (text: string): { amount: Amount; before: boolean } => {
  const [, amount, working, unit, before] = /^(-?\d+) (working )?(minute|hour|day)s?( before)?$/.exec(text) ?? [];
  return {
    amount: signedAmountSchema.parse({
      amount: Number(amount),
      unit: `${unit}s`,
      time: working ? 'working' : 'calendar',
    }),
    before: before !== undefined,
  };
};

describe('docs/guide/time.md', () => {
  it('has its calendars and its examples where this test looks for them', () => {
    expect(chapters.map(({ calendar, examples }) => [calendar.name, examples.length])).toEqual([
      ['Campus', 28],
      ['Night shift', 6],
      ['Apia', 4],
    ]);
  });

  for (const { calendar, examples } of chapters) {
    const compiled = compileCalendar(calendar);
    for (const { from, amount: text, to } of examples)
      it(`[SLA-2] ${calendar.name}: ${text}, from ${from}, is ${to}`, () => {
        const start = instantOf(from);
        expect(written(start, calendar.timeZone)).toBe(from);
        const { amount, before } = readAmount(text);
        const landed = before ? subtractAmount(compiled, start, amount) : addAmount(compiled, start, amount);
        expect(written(landed, calendar.timeZone)).toBe(to);
        expect(landed).toBe(instantOf(to));
      });
  }
});
