import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { type DailySchedule, latestOccasion, nextOccasion } from '#shared/core/calendars/occasions.ts';
import { weekdays } from '#shared/core/calendars/weekdays.ts';

// Both hemispheres, half an hour of daylight saving, gaps and repetitions at midnight, a date that
// was left out, and a zone without any of it.
const zones = [
  'America/New_York',
  'Europe/London',
  'Europe/Lisbon',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kolkata',
];
const at = (instant: string) => Date.parse(instant);
const shown = (instant: number | undefined) => instant !== undefined && new Date(instant).toISOString();

/** Of a date: by Temporal alone. Undefined where the zone leaves the date out. */
const bruteOn = ({ at: time, timeZone, on }: DailySchedule, date: Temporal.PlainDate): number | undefined => {
  const day = weekdays[date.dayOfWeek % 7];
  if (on && !on.some((one) => one === date.day || one === day)) return undefined;
  const noon = date.toZonedDateTime({ timeZone, plainTime: '12:00' });
  if (!noon.toPlainDate().equals(date)) return undefined;
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  // Before a gap, whose end is what comes next.
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds;
};

const brute = (schedule: DailySchedule, instant: number, step: 1 | -1): number | undefined => {
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  const fits = (found: number) => (step === 1 ? found > instant : found <= instant);
  for (let days = -2; days < 130; days++) {
    const found = bruteOn(schedule, today.add({ days: step * days }));
    if (found !== undefined && fits(found)) return found;
  }
  return undefined;
};

const someDays = fc.oneof(
  fc.constant(undefined),
  fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 3 }),
  fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 3 }),
);
const someTime = fc.oneof(
  fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:15', '02:30', '03:00', '23:30', '23:59'),
  fc
    .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
    .map(({ hour, minute }) => `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`),
);
const someSchedule: fc.Arbitrary<DailySchedule> = fc.record({
  at: someTime,
  timeZone: fc.constantFrom(...zones),
  on: someDays,
});
/** Instants of the last years, and those around changes of clocks more often. */
const someInstant = (timeZone: string): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.integer({ min: at('2011-01-01T00:00:00Z'), max: at('2036-01-01T00:00:00Z') }),
      fc.integer({ min: -3, max: 3 }),
      fc.boolean(),
    )
    .map(([instant, hours, isNear]) => {
      const next = Temporal.Instant.fromEpochMilliseconds(instant)
        .toZonedDateTimeISO(timeZone)
        .getTimeZoneTransition('next');
      return isNear && next ? next.epochMilliseconds + hours * 1_800_000 : instant;
    });

describe('[AU-10] occasions of a schedule', () => {
  test('[AU-10] are what the clock of the zone says, by Temporal, in both hemispheres', () => {
    const some = someSchedule.chain((schedule) =>
      fc.record({ schedule: fc.constant(schedule), instant: someInstant(schedule.timeZone) }),
    );
    fc.assert(
      fc.property(some, ({ schedule, instant }) => {
        expect(shown(nextOccasion(schedule, instant))).toBe(shown(brute(schedule, instant, 1)));
        expect(shown(latestOccasion(schedule, instant))).toBe(shown(brute(schedule, instant, -1)));
      }),
      { numRuns: 400 },
    );
  });

  test('[AU-10] follow each other without one left out or twice', () => {
    fc.assert(
      fc.property(someSchedule, (schedule) => {
        let instant = at('2011-12-01T00:00:00Z');
        for (let times = 0; times < 40; times++) {
          const next = nextOccasion(schedule, instant);
          if (next === undefined) throw new Error('there is always another one');
          expect(next).toBeGreaterThan(instant);
          expect(latestOccasion(schedule, next)).toBe(next);
          expect(latestOccasion(schedule, next - 1) ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(instant);
          instant = next;
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [
      'a time that is skipped is the end of the gap',
      '02:30',
      'America/New_York',
      undefined,
      '2027-03-14T00:00:00Z',
      '2027-03-14T07:00:00.000Z',
    ],
    ['in the south too', '02:30', 'Australia/Sydney', undefined, '2026-10-03T10:00:00Z', '2026-10-03T16:00:00.000Z'],
    [
      'a time that is repeated is the first',
      '01:30',
      'America/New_York',
      undefined,
      '2026-11-01T00:00:00Z',
      '2026-11-01T05:30:00.000Z',
    ],
    ['and not the second', '01:30', 'America/New_York', undefined, '2026-11-01T05:30:00Z', '2026-11-02T06:30:00.000Z'],
    ['in the south too', '02:30', 'Australia/Sydney', undefined, '2027-04-03T10:00:00Z', '2027-04-03T15:30:00.000Z'],
    [
      'midnight that is skipped',
      '00:00',
      'America/Sao_Paulo',
      undefined,
      '2018-11-03T12:00:00Z',
      '2018-11-04T03:00:00.000Z',
    ],
    [
      'a day that the month lacks is left out',
      '07:00',
      'UTC',
      [31],
      '2027-01-31T07:00:00Z',
      '2027-03-31T07:00:00.000Z',
    ],
    ['the 29th of February too', '07:00', 'UTC', [29], '2027-01-29T07:00:00Z', '2027-03-29T07:00:00.000Z'],
    [
      'a date that the zone left out',
      '07:00',
      'Pacific/Apia',
      ['friday'],
      '2011-12-24T00:00:00Z',
      '2012-01-05T17:00:00.000Z',
    ],
    [
      'days of the week',
      '07:00',
      'Europe/Berlin',
      ['monday', 'thursday'],
      '2026-11-11T15:00:00Z',
      '2026-11-12T06:00:00.000Z',
    ],
  ] as const)('[AU-10] %s', (_what, time, timeZone, on, after, wanted) => {
    expect(shown(nextOccasion({ at: time, timeZone, on }, at(after)))).toBe(wanted);
  });
});
