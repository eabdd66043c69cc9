import fc from 'fast-check';
import type { WorkingHours } from '#shared/core/calendars/calendar.ts';
import { weekdays } from '#shared/core/calendars/weekdays.ts';
import { type Span, spanOf } from './oracle.ts';

export const DAY = 86_400_000;
export const SPAN_DAYS = 36;

// Each about a fortnight before the clocks of a zone do something that breaks engines; two where
// nothing happens at all.
const places: [timeZone: string, from: string, what: string][] = [
  ['America/New_York', '2026-02-20', 'forward an hour at 02:00'],
  ['America/New_York', '2026-10-15', 'back an hour at 02:00'],
  ['Europe/London', '2026-10-08', 'back an hour at 02:00, to UTC'],
  ['Australia/Lord_Howe', '2026-09-17', 'forward by 30 minutes'],
  ['Australia/Lord_Howe', '2026-03-19', 'back by 30 minutes'],
  ['Pacific/Chatham', '2026-09-10', 'an offset of 12:45, forward an hour at 02:45'],
  ['Asia/Kathmandu', '1985-12-14', 'forward by 15 minutes at midnight'],
  ['Pacific/Apia', '2011-12-12', 'a date left out'],
  ['Pacific/Kwajalein', '1993-08-04', 'a date left out, at midnight'],
  ['America/Sao_Paulo', '2018-10-18', 'midnight skipped'],
  ['America/Sao_Paulo', '2018-02-01', 'the hour before midnight twice'],
  ['America/St_Johns', '2010-10-22', 'back an hour at 00:01, into the date before'],
  ['Antarctica/Troll', '2026-03-12', 'forward by two hours'],
  ['Asia/Pyongyang', '2018-04-18', 'forward by 30 minutes at 23:30, over midnight'],
  ['America/Caracas', '2007-11-23', 'back by 30 minutes'],
  ['Africa/Casablanca', '2026-02-01', 'back for Ramadan and forward after it'],
  ['Asia/Kolkata', '2026-05-01', 'nothing'],
  ['UTC', '2024-02-14', 'a leap day'],
];

const spans = new Map<number, Span>();
const spanAt = (index: number): Span => {
  const [timeZone, from] = places[index] ?? ['UTC', '2024-02-14'];
  const span = spans.get(index) ?? spanOf(timeZone, Date.parse(from), SPAN_DAYS);
  spans.set(index, span);
  return span;
};

const written = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const hoursFrom = (cuts: number[]): [string, string][] => {
  const rising = [...new Set(cuts)].sort((a, b) => a - b);
  return Array.from({ length: Math.floor(rising.length / 2) }, (_, i) => [
    written(rising[2 * i] ?? 0),
    written(rising[2 * i + 1] ?? 0),
  ]);
};

const usual: [string, string][][] = [
  [],
  [['09:00', '17:00']],
  [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  [['00:00', '24:00']],
  [
    ['00:00', '06:00'],
    ['22:00', '24:00'],
  ],
  [
    ['00:30', '01:30'],
    ['01:30', '02:15'],
    ['02:15', '02:45'],
    ['23:15', '24:00'],
  ],
];

const hours = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 1440 }), { maxLength: 8 }).map(hoursFrom) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 16 }), { maxLength: 6 })
      .map((quarters) => hoursFrom(quarters.map((q) => q * 15))),
  },
);

const week = fc.array(hours, { minLength: 7, maxLength: 7 }).map((days): WorkingHours['week'] => {
  const some = days.some((day) => day.length > 0);
  return Object.fromEntries(weekdays.map((name, i) => [name, some ? days[i] : usual[2]]));
});

/** A calendar in one of the odd places, and the minutes around its oddity. */
export const calendarInSpan = fc
  .record({
    place: fc.nat({ max: places.length - 1 }),
    week,
    holidays: fc.uniqueArray(
      fc.record({ day: fc.nat({ max: SPAN_DAYS }), hours: fc.option(hours, { nil: undefined }) }),
      { selector: ({ day }) => day, maxLength: 6 },
    ),
  })
  .map(({ place, week, holidays }) => {
    const span = spanAt(place);
    const calendar: WorkingHours = {
      timeZone: span.timeZone,
      week,
      holidays: holidays.map(({ day, hours }) => ({
        date: new Date(span.from + day * DAY).toISOString().slice(0, 10),
        hours,
      })),
    };
    return { span, calendar, what: places[place]?.[2] };
  });

/** A calendar anywhere, with holidays strewn over thirty years. */
export const calendarAnywhere = fc
  .record({
    place: fc.nat({ max: places.length - 1 }),
    week,
    holidays: fc.uniqueArray(
      fc.record({ day: fc.integer({ min: 12_000, max: 22_000 }), hours: fc.option(hours, { nil: undefined }) }),
      {
        selector: ({ day }) => day,
        maxLength: 30,
      },
    ),
  })
  .map(
    ({ place, week, holidays }): WorkingHours => ({
      timeZone: places[place]?.[0] ?? 'UTC',
      week,
      holidays: holidays.map(({ day, hours }) => ({ date: new Date(day * DAY).toISOString().slice(0, 10), hours })),
    }),
  );
