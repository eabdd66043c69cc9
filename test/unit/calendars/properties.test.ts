import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Amount } from '#shared/core/calendars/amount.ts';
import { addAmount, compileCalendar, subtractAmount, workingTimeBetween } from '#shared/core/calendars/working-time.ts';
import { calendarAnywhere, calendarInSpan, DAY, SPAN_DAYS } from './arbitrary.ts';
import { oracleFor } from './oracle.ts';

// A few thousand cases in `npm test`, a million with `npm run test:calendar`. A case is one start
// and one amount; several share a calendar, because to make one takes longer than to count by it.
const wanted = Number(process.env.CALENDAR_CASES ?? 4_000);
const CASES_PER_CALENDAR = wanted > 100_000 ? 100 : 40;
const numRuns = Math.ceil(wanted / CASES_PER_CALENDAR / 2);
// A million take minutes, not hours; a hang is still found.
const timeout = 180_000 + wanted;

let cases = 0;
let comparedWithOracle = 0;
const anyCase = (start: fc.Arbitrary<number>, minutes: number, days: number) =>
  fc.array(
    fc.record({
      start,
      minutes: fc.integer({ min: 1, max: minutes }),
      days: fc.integer({ min: 1, max: days }),
      more: fc.integer({ min: 0, max: 2 * DAY }),
    }),
    {
      minLength: CASES_PER_CALENDAR,
      maxLength: CASES_PER_CALENDAR,
    },
  );

const working = (amount: number, unit: Amount['unit']): Amount => ({ amount, unit, time: 'working' });

describe('[SLA-2] working time', () => {
  it('is what a slow oracle counts minute by minute, around everything that clocks do', { timeout }, () => {
    // The middle third, so that most answers in both directions still lie within the span.
    const start = fc.oneof(
      fc.integer({ min: (SPAN_DAYS / 3) * DAY, max: (SPAN_DAYS / 1.5) * DAY }),
      fc.integer({ min: (SPAN_DAYS / 3) * 96, max: (SPAN_DAYS / 1.5) * 96 }).map((quarter) => (quarter * DAY) / 96),
    );
    fc.assert(
      fc.property(calendarInSpan, anyCase(start, 3_000, 7), ({ span, calendar }, list) => {
        const compiled = compileCalendar(calendar);
        const oracle = oracleFor(span, calendar);
        const end = span.from + SPAN_DAYS * DAY;
        for (const { start: offset, minutes, days, more } of list) {
          const at = span.from + offset;
          const check = (got: () => number, told: number | undefined) => {
            if (told === undefined) return;
            comparedWithOracle++;
            const landed = got();
            if (landed !== told)
              expect.fail(
                `${new Date(at).toISOString()}: ${new Date(landed).toISOString()}, the oracle says ${new Date(told).toISOString()}`,
              );
            if (!oracle.inWorkingTime(landed)) expect.fail(`${new Date(landed).toISOString()} is not in working time`);
          };
          check(() => addAmount(compiled, at, working(minutes, 'minutes')), oracle.forwards(at, minutes * 60_000));
          check(
            () => subtractAmount(compiled, at, working(minutes, 'minutes')),
            oracle.backwards(at, minutes * 60_000),
          );
          check(() => addAmount(compiled, at, working(days, 'days')), oracle.daysForwards(at, days));
          check(() => addAmount(compiled, at, working(-days, 'days')), oracle.daysBackwards(at, days));
          const to = Math.min(at + more, end - 1);
          if (workingTimeBetween(compiled, at, to) !== oracle.between(at, to)) expect.fail(`between ${at} and ${to}`);
          cases++;
        }
      }),
      { numRuns },
    );
  });

  it('measured from start to result is what was added, grows with the start, and adds up', { timeout }, () => {
    // 2003 to 2030, so that ten years lead to both sides of the strewn holidays.
    const start = fc.integer({ min: 12_000 * DAY, max: 22_000 * DAY });
    fc.assert(
      fc.property(calendarAnywhere, anyCase(start, 100_000, 500), (calendar, list) => {
        const compiled = compileCalendar(calendar);
        for (const { start: at, minutes, days, more } of list) {
          const amount = working(minutes, 'minutes');
          const end = addAmount(compiled, at, amount);
          expect(workingTimeBetween(compiled, at, end)).toBe(minutes * 60_000);
          expect(workingTimeBetween(compiled, end, at)).toBe(-minutes * 60_000);
          // No earlier instant has as much behind it.
          expect(workingTimeBetween(compiled, at, end - 1)).toBe(minutes * 60_000 - 1);
          expect(addAmount(compiled, at + more, amount)).toBeGreaterThanOrEqual(end);
          expect(addAmount(compiled, addAmount(compiled, at, working(days, 'minutes')), amount)).toBe(
            addAmount(compiled, at, working(days + minutes, 'minutes')),
          );

          const before = subtractAmount(compiled, at, amount);
          expect(workingTimeBetween(compiled, before, at)).toBe(minutes * 60_000);
          expect(workingTimeBetween(compiled, before + 1, at)).toBe(minutes * 60_000 - 1);
          expect(addAmount(compiled, at, working(-minutes, 'minutes'))).toBe(before);
          expect(workingTimeBetween(compiled, at, at + more) + workingTimeBetween(compiled, at + more, end)).toBe(
            minutes * 60_000,
          );

          const later = addAmount(compiled, at, working(days, 'days'));
          expect(later).toBeGreaterThan(at);
          expect(addAmount(compiled, at, working(days + 1, 'days'))).toBeGreaterThan(later);
          expect(subtractAmount(compiled, at, working(days, 'days'))).toBeLessThan(at);
          cases++;
        }
      }),
      { numRuns },
    );
  });

  it('does not depend on what the calendar was asked before', { timeout }, () => {
    const start = fc.integer({ min: 12_000 * DAY, max: 22_000 * DAY });
    fc.assert(
      fc.property(
        calendarAnywhere,
        fc.array(start, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 3653 }),
        (calendar, starts, days) => {
          const asked = compileCalendar(calendar);
          for (const at of starts)
            expect(addAmount(asked, at, working(days, 'days'))).toBe(
              addAmount(compileCalendar(calendar), at, working(days, 'days')),
            );
        },
      ),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  afterAll(() => {
    expect(cases).toBeGreaterThanOrEqual(wanted);
    // Four answers a case; those beyond the oracle's span are few.
    expect(comparedWithOracle).toBeGreaterThan(wanted);
  });
});
