import { describe, expect, it } from 'vitest';
import { holidaysFromICalendar as taken } from '#shared/core/calendars/holiday-file.ts';
import { mergeHolidays, type Years } from '#shared/core/calendars/holiday-list.ts';
import { invalid, type Refusal } from '#shared/core/errors.ts';

const only = (year: number) => ({ first: year, last: year });
const calendarOf = (...events: string[]) => [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//EN',
  ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.split(' | '), 'END:VEVENT']),
  'END:VCALENDAR',
];
const file = (...events: string[]) => calendarOf(...events).join('\r\n');
const zone = 'America/New_York';
const holidaysFromICalendar = (text: string, years: Years) => taken(text, years, zone).holidays;
const dates = (...events: string[]) =>
  holidaysFromICalendar(file(...events), { first: 2026, last: 2027 }).map(({ date }) => date);
const faultOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as Refusal).faults[0];
  }
  throw invalid([]);
};
const codeOf = (run: () => unknown): string | undefined => faultOf(run)?.code;

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
    expect(
      dates(
        'UID:1 | DTSTART;VALUE=DATE:20200704 | RRULE:FREQ=YEARLY',
        'UID:1 | RECURRENCE-ID;VALUE=DATE:20260704 | DTSTART;VALUE=DATE:20260704 | STATUS:CANCELLED',
      ),
    ).toEqual(['2027-07-04']);
    expect(dates('UID:1 | RECURRENCE-ID;VALUE=DATE:20260704 | DTSTART;VALUE=DATE:20260703')).toEqual(['2026-07-03']);
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

describe('[SLA-2] a file of Exchange, Outlook or whatever wrote it', () => {
  it.each([
    ['floating', 'DTSTART:20261126T000000 | DTEND:20261127T000000'],
    [
      'in a Windows zone',
      'DTSTART;TZID=Eastern Standard Time:20261126T000000 | DTEND;TZID=Eastern Standard Time:20261127T000000',
    ],
    [
      'in a quoted zone',
      'DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261126T000000 | DTEND;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261127T000000',
    ],
    ['in another zone', 'DTSTART;TZID=Asia/Tokyo:20261126T000000 | DTEND;TZID=Asia/Tokyo:20261127T000000'],
    ['in UTC, on the clock of the calendar', 'DTSTART:20261126T050000Z | DTEND:20261127T050000Z'],
    ['in UTC, on its own clock', 'DTSTART:20261126T000000Z | DTEND:20261127T000000Z'],
    [
      'out of office',
      'DTSTART:20261126T000000 | DTEND:20261127T000000 | X-MICROSOFT-CDO-BUSYSTATUS:OOF | TRANSP:OPAQUE',
    ],
    [
      'marked, and in UTC of yet another zone',
      'DTSTART:20261125T230000Z | DTEND:20261126T230000Z | X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
    ],
    ['marked, without an end', 'DTSTART:20261126T000000 | X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'],
    ['until a minute before midnight', 'DTSTART:20261126T000000 | DTEND:20261126T235900'],
    ['until a second before midnight', 'DTSTART:20261126T000000 | DTEND:20261126T235959'],
    ['with a duration', 'DTSTART:20261126T000000 | DURATION:P1D'],
    ['a date with a duration of hours', 'DTSTART;VALUE=DATE:20261126 | DURATION:PT24H'],
    ['a date that does not say that it is one', 'DTSTART:20261126 | DTEND:20261127'],
    ['a date until a time', 'DTSTART;VALUE=DATE:20261126 | DTEND:20261127T000000'],
  ])('gives its day off, %s', (_how, lines) => {
    expect(dates(`UID:1 | ${lines} | SUMMARY:Closed`)).toEqual(['2026-11-26']);
  });

  it('gives every date of days off across a change of the clocks, and those that repeat', () => {
    expect(dates('UID:1 | DTSTART:20260307T050000Z | DTEND:20260309T040000Z')).toEqual(['2026-03-07', '2026-03-08']);
    expect(dates('UID:1 | DTSTART;VALUE=DATE:20260307 | DURATION:PT48H')).toEqual(['2026-03-07', '2026-03-08']);
    expect(dates('UID:1 | DTSTART:20250704T000000 | DTEND:20250705T000000 | RRULE:FREQ=YEARLY')).toEqual([
      '2026-07-04',
      '2027-07-04',
    ]);
  });

  it('may begin with a byte order mark, hold several calendars, and end its lines as it likes', () => {
    const [first, second] = ['20260501', '20260502'].map((day) => calendarOf(`UID:1 | DTSTART;VALUE=DATE:${day}`));
    for (const end of ['\r\n', '\n', '\r']) {
      const text = `\uFEFF${[...(first ?? []), ...(second ?? [])].join(end)}${end}`;
      expect(holidaysFromICalendar(text, only(2026)).map(({ date }) => date)).toEqual(['2026-05-01', '2026-05-02']);
    }
  });

  it('says what was taken and left out, and why', () => {
    const events = [
      'UID:1 | DTSTART;VALUE=DATE:20260501 | DTEND;VALUE=DATE:20260503',
      'UID:2 | DTSTART:20260504T090000 | DTEND:20260504T170000',
      'UID:3 | DTSTART:20260504T090000Z | DTEND:20260506T170000Z | RRULE:FREQ=DAILY',
      'UID:4 | DTSTART;VALUE=DATE:20260505 | STATUS:CANCELLED',
      'UID:5 | DTSTART;VALUE=DATE:20190501',
    ];
    const { holidays, ...counts } = taken(file(...events), only(2026), zone);
    expect(holidays.map(({ date }) => date)).toEqual(['2026-05-01', '2026-05-02']);
    expect(counts).toEqual({ taken: 1, leftOut: { timeOfDay: 2, cancelled: 1, otherYears: 1 } });
    const none = faultOf(() => taken(file(...events.slice(1)), only(2026), zone));
    expect(none).toEqual({
      pointer: '/file',
      code: 'no-holidays',
      detail:
        'no event is a holiday: 2 do not last from midnight to midnight, 1 are cancelled, 1 lie in other years than 2026 to 2026',
    });
    expect(faultOf(() => taken(file(), only(2026), zone))?.detail).toBe('the file has no events');
  });

  it.each([
    [
      'a day that no month has',
      file('UID:1 | DTSTART;VALUE=DATE:20261332 | SUMMARY:Odd'),
      'event 1 ("Odd") is wrong: DTSTART is no date',
    ],
    [
      'a rule that is looked for without an end',
      file('UID:1 | DTSTART:20260101T000000 | DTEND:20260102T000000 | RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'),
      'event 1 is wrong: RRULE has a part of a day',
    ],
    ['a date in another form', file('UID:1 | DTSTART;VALUE=DATE:2026-11-26'), 'event 1 is wrong: DTSTART is no date'],
    [
      'an end that is none',
      file('UID:1 | DTSTART;VALUE=DATE:20261126 | DTEND;VALUE=DATE:20261399'),
      'event 1 is wrong: DTEND is no date',
    ],
    [
      'an event without a beginning',
      file('UID:1 | DTSTART;VALUE=DATE:20261126', 'UID:2 | SUMMARY:When'),
      'event 2 ("When") is wrong: DTSTART is missing',
    ],
    ['no calendar', 'holidays, 2026', 'it does not begin with BEGIN:VCALENDAR'],
    ['a card', 'BEGIN:VCARD\r\nEND:VCARD', 'the file has a VCARD outside of every VCALENDAR'],
    ['half a calendar', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', 'component began but did not end'],
  ])('is refused for %s, by name', (_what, text, detail) => {
    const fault = faultOf(() => holidaysFromICalendar(text, only(2026)));
    expect(fault).toMatchObject({ pointer: '/file', code: 'invalid-icalendar' });
    expect(fault?.detail).toContain(detail);
    expect(fault?.detail).not.toMatch(/undefined|null/);
  });
});
