import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { offsetSchema } from '#shared/core/calendars/offset.schema.ts';
import { addOffset, type Offset } from '#shared/core/calendars/offset.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';
import { iso } from '#shared/core/records/instants.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const newYork = compileCalendar({
  timeZone: 'America/New_York',
  week: Object.fromEntries(weekdays.map((day) => [day, [['09:00', '17:00']]])),
  holidays: [{ date: '2026-11-26' }],
});
const from = (start: string, amount: number, unit: Offset['unit'], time: Offset['time'] = 'calendar') =>
  iso(addOffset(newYork, Date.parse(start), { amount, unit, time }));

describe('[TA-6] an offset', () => {
  it.each([
    [
      'a month from 31 January ends with February',
      '2027-01-31T15:00:00.000Z',
      1,
      'months',
      'calendar',
      '2027-02-28T15:00:00.000Z',
    ],
    [
      'a month from 31 January of a leap year',
      '2028-01-31T15:00:00.000Z',
      1,
      'months',
      'calendar',
      '2028-02-29T15:00:00.000Z',
    ],
    ['a month back from 31 March', '2027-03-31T14:00:00.000Z', -1, 'months', 'calendar', '2027-02-28T15:00:00.000Z'],
    [
      'a month over the end of daylight saving keeps the time on the wall',
      '2026-10-15T13:00:00.000Z',
      1,
      'months',
      'calendar',
      '2026-11-15T14:00:00.000Z',
    ],
    [
      'a month that ends in the hour that the zone skips is the first instant after it',
      '2027-02-14T07:30:00.000Z',
      1,
      'months',
      'calendar',
      '2027-03-14T07:00:00.000Z',
    ],
    [
      'two weeks over the end of daylight saving',
      '2026-10-26T13:00:00.000Z',
      2,
      'weeks',
      'calendar',
      '2026-11-09T14:00:00.000Z',
    ],
    [
      'a working week that ends on a holiday goes to the next opening',
      '2026-11-19T15:00:00.000Z',
      1,
      'weeks',
      'working',
      '2026-11-27T14:00:00.000Z',
    ],
    [
      'a working month back that ends on a Sunday goes to the closing before',
      '2026-12-15T15:00:00.000Z',
      -1,
      'months',
      'working',
      '2026-11-13T22:00:00.000Z',
    ],
    [
      'working days as every amount of time',
      '2026-11-25T15:00:00.000Z',
      1,
      'days',
      'working',
      '2026-11-27T15:00:00.000Z',
    ],
    [
      'a month from the noon of a 30th of January',
      '2027-01-30T17:00:00.000Z',
      1,
      'months',
      'calendar',
      '2027-02-28T17:00:00.000Z',
    ],
    [
      'a month from the next morning, which comes to the morning of the same day',
      '2027-01-31T13:00:00.000Z',
      1,
      'months',
      'calendar',
      '2027-02-28T13:00:00.000Z',
    ],
    ['nothing at all', '2026-11-22T03:00:00.000Z', 0, 'minutes', 'calendar', '2026-11-22T03:00:00.000Z'],
  ] as const)('[TA-6] %s', (_what, start, amount, unit, time, end) => {
    expect(from(start, amount, unit, time)).toBe(end);
  });

  it('[TA-6] counts in UTC where there is no calendar', () => {
    const start = Date.parse('2027-01-31T23:30:00.000Z');
    expect(iso(addOffset(undefined, start, { amount: 1, unit: 'months', time: 'working' }))).toBe(
      '2027-02-28T23:30:00.000Z',
    );
  });

  const instants = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2050-01-01') });
  const anOffset = fc.record({
    amount: fc.integer({ min: -120, max: 120 }),
    unit: fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months'),
    time: fc.constantFrom('calendar', 'working'),
  }) as fc.Arbitrary<Offset>;

  const dayThere = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('America/New_York').toPlainDate().toString();

  it('[TA-6] never leads the other way, and from a later instant never to an earlier one, or of months to an earlier day', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 90 * 86_400_000 }), anOffset, (start, later, offset) => {
        const end = addOffset(newYork, start, offset);
        const laterEnd = addOffset(newYork, start + later, offset);
        // The noon of a 30th and the morning of the 31st come to the same 28th of February, at noon
        // and in the morning.
        if (offset.unit === 'months') expect(dayThere(laterEnd) >= dayThere(end)).toBe(true);
        else expect(laterEnd).toBeGreaterThanOrEqual(end);
        if (offset.amount > 0) expect(end).toBeGreaterThan(start);
        if (offset.amount < 0) expect(end).toBeLessThan(start);
      }),
    );
  });

  it('[TA-6] of months keeps the day of the month where there is one, and ends with the month where there is not', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -120, max: 120 }), (start, amount) => {
        const begin = new Date(start);
        const end = new Date(addOffset(undefined, start, { amount, unit: 'months', time: 'calendar' }));
        const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
        expect(end.getUTCDate()).toBe(Math.min(begin.getUTCDate(), lastDay));
        expect(end.getUTCFullYear() * 12 + end.getUTCMonth()).toBe(
          begin.getUTCFullYear() * 12 + begin.getUTCMonth() + amount,
        );
        expect(end.getTime() % 86_400_000).toBe(start % 86_400_000);
      }),
    );
  });

  it.each([
    ['months', 120, true],
    ['months', -121, false],
    ['weeks', 522, true],
    ['days', 3654, false],
    ['minutes', 0, true],
    ['minutes', 0.5, false],
  ])('[TA-6] of %s may be %d: %s', (unit, amount, isTaken) => {
    expect(offsetSchema.safeParse({ amount, unit, time: 'calendar' }).success).toBe(isTaken);
  });
});
