import { describe, expect, it } from 'vitest';
import { calendarSchema } from '#shared/calendars/calendar.ts';
import { holidaysFromICalendar, mergeHolidays, publicHolidays } from '#shared/calendars/holidays.ts';

const only = (year: number) => ({ first: year, last: year });
const file = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.split(' | '), 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');
const dates = (...events: string[]) =>
  holidaysFromICalendar(file(...events), { first: 2026, last: 2027 }).map(({ date }) => date);
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return (error as { faults: { code: string }[] }).faults[0]?.code;
  }
};

describe('[SLA-2] holidays of a country', () => {
  it('are its public ones, in order, with their names', () => {
    const list = publicHolidays({ country: 'US', region: 'NY' }, only(2026));
    expect(list).toContainEqual({ date: '2026-11-26', name: 'Thanksgiving Day' });
    expect(list).toContainEqual({ date: '2026-07-03', name: 'Independence Day (substitute day)' });
    expect(list.map(({ date }) => date)).not.toContain('2026-02-14');
    expect(list.map(({ date }) => date)).toEqual([...new Set(list.map(({ date }) => date))].sort());
  });

  it('are every date of a longer one, and none of one that begins at noon or at an hour that clocks change', () => {
    const bosnian = publicHolidays({ country: 'BA' }, only(2026)).map(({ date }) => date);
    expect(bosnian).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
    const chinese = publicHolidays({ country: 'CN' }, only(2026)).map(({ date }) => date);
    expect(chinese).not.toContain('2026-03-08');
    const australian = publicHolidays({ country: 'AU' }, only(2026)).map(({ date }) => date);
    expect(australian).toContain('2026-04-05');
  });

  it('of ten years make a calendar that is taken', () => {
    for (const country of ['GB', 'DE', 'IL', 'IN', 'JP', 'SA', 'ZA']) {
      const holidays = publicHolidays({ country }, { first: 2026, last: 2035 });
      expect(holidays.length).toBeGreaterThan(50);
      expect(
        calendarSchema.safeParse({ name: country, timeZone: 'UTC', week: { monday: [['09:00', '17:00']] }, holidays })
          .success,
      ).toBe(true);
    }
  });

  it('are refused of unknown places and of too many years', () => {
    expect(codeOf(() => publicHolidays({ country: 'XX' }, only(2026)))).toBe('unknown-country');
    expect(codeOf(() => publicHolidays({ country: 'US', region: 'ZZ' }, only(2026)))).toBe('unknown-region');
    expect(codeOf(() => publicHolidays({ country: 'toString' }, only(2026)))).toBe('unknown-country');
    expect(codeOf(() => publicHolidays({ country: 'US' }, { first: 2026, last: 2036 }))).toBe('out-of-range');
    expect(codeOf(() => publicHolidays({ country: 'US' }, { first: 2026, last: 2025 }))).toBe('out-of-range');
  });
});

describe('[SLA-2] holidays of an iCalendar file', () => {
  it('are its all-day events', () => {
    const events = [
      'UID:1 | DTSTART;VALUE=DATE:20261224 | SUMMARY:Christmas Eve',
      'UID:2 | DTSTART:20261225T090000Z | DTEND:20261225T170000Z | SUMMARY:A meeting',
    ];
    expect(holidaysFromICalendar(file(...events), only(2026))).toEqual([{ date: '2026-12-24', name: 'Christmas Eve' }]);
  });

  it('are every date of a longer one, whose end is not part of it', () => {
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20261230 | DTEND;VALUE=DATE:20270102 | SUMMARY:Closed')).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
    ]);
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20260308 | DURATION:P2D | SUMMARY:Closed')).toEqual([
      '2026-03-08',
      '2026-03-09',
    ]);
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20251230 | DTEND;VALUE=DATE:20260102')).toEqual(['2026-01-01']);
  });

  it('are repeated, left out and moved as the file says', () => {
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20200704 | RRULE:FREQ=YEARLY')).toEqual(['2026-07-04', '2027-07-04']);
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20200704 | RRULE:FREQ=YEARLY | EXDATE;VALUE=DATE:20260704')).toEqual([
      '2027-07-04',
    ]);
    expect(
      dates(
        'UID:1 | DTSTART;VALUE=DATE:20200704 | RRULE:FREQ=YEARLY',
        'UID:1 | RECURRENCE-ID;VALUE=DATE:20260704 | DTSTART;VALUE=DATE:20260703',
      ),
    ).toEqual(['2026-07-03', '2027-07-04']);
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20260501 | STATUS:CANCELLED')).toEqual([]);
  });

  it('are refused of a file that is none or cannot be followed, and of one with no end', () => {
    const broken = ['', 'holidays, 2026', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', file('UID:1 | DTSTART;VALUE=DATE:2026')];
    for (const text of broken) expect(codeOf(() => holidaysFromICalendar(text, only(2026)))).toBe('invalid-icalendar');
    const everySecond = 'UID:1 | DTSTART;VALUE=DATE:20200101 | RRULE:FREQ=SECONDLY';
    expect(codeOf(() => dates(everySecond))).toBe('invalid-icalendar');
    const everyDaySinceLongAgo = 'UID:1 | DTSTART;VALUE=DATE:19000101 | RRULE:FREQ=DAILY';
    expect(codeOf(() => dates(everyDaySinceLongAgo))).toBe('too-many-occurrences');
    const tooLong = 'UID:1 | DTSTART;VALUE=DATE:20260101 | DTEND;VALUE=DATE:99990101';
    expect(codeOf(() => dates(tooLong))).toBe('too-many-occurrences');
  });

  it('never come twice: the list that is given first decides', () => {
    const own = [{ date: '2026-12-24', hours: [['09:00', '12:00']] as [string, string][] }];
    expect(mergeHolidays(own, [{ date: '2026-12-24', name: 'Christmas Eve' }, { date: '2026-01-01' }])).toEqual([
      { date: '2026-01-01' },
      ...own,
    ]);
  });
});
