import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import {
  checkYears,
  DAY,
  holidayOn,
  mergeHolidays,
  refuse,
  type Taken,
  type Years,
} from '#shared/core/calendars/holiday-list.ts';
import { Refusal } from '#shared/core/errors.ts';
import { date as dateSchema } from '#shared/core/records/primitives.ts';

// Holidays of an iCalendar file (RFC 5545). A wall-clock time is written as a number here: the
// epoch milliseconds that it would have in UTC.

// A date a day for 27 years. A file with more is no list of holidays, and one that repeats since
// long ago would take its time to get to these years.
const MOST_OCCURRENCES = 10_000;
const MINUTE = 60_000;

const unsound = (detail: string): never => refuse('/file', 'invalid-icalendar', detail);

// Lines that say a date without saying that it is one, as many programs write them.
const bareDate = /^(DTSTART|DTEND|EXDATE|RECURRENCE-ID)((?:;(?!VALUE=)[^:;\n]*)*):(\d{8}(?:,\d{8})*)[ \t]*$/gim;

const calendarsIn = (text: string): ICAL.Component[] => {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(bareDate, '$1$2;VALUE=DATE:$3');
  if (!/^\s*BEGIN:/i.test(plain))
    unsound('this is no iCalendar file (RFC 5545): it does not begin with BEGIN:VCALENDAR');
  const parsed = ICAL.parse(plain) as unknown[];
  // Of several calendars in one file it gives a list, of one that calendar itself.
  const all = (typeof parsed[0] === 'string' ? [parsed] : parsed) as unknown[][];
  const other = all.find(([name]) => name !== 'vcalendar');
  if (other) unsound(`the file has a ${String(other[0]).toUpperCase()} outside of every VCALENDAR`);
  return all.map((one) => new ICAL.Component(one));
};

const timeOf = (component: ICAL.Component, name: 'dtstart' | 'dtend'): ICAL.Time | undefined => {
  const property = component.getFirstProperty(name);
  if (!property) return undefined;
  // ical.js takes the 32nd of a month for the first of the next, and reads other forms of dates as
  // other dates.
  const written = (property.toJSON() as unknown[])[3];
  if (!dateSchema.safeParse(String(written).slice(0, 10)).success) throw new Error(`${name.toUpperCase()} is no date`);
  const time = property.getFirstValue();
  if (!(time instanceof ICAL.Time)) throw new Error(`${name.toUpperCase()} is no date or time`);
  return time;
};

const wallOf = ({ year, month, day, hour, minute, second, isDate }: ICAL.Time): number =>
  isDate ? Date.UTC(year, month - 1, day) : Date.UTC(year, month - 1, day, hour, minute, second);
const wallIn = (zone: string) => (instant: number) =>
  instant + Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

/** How long an event of a file lasts, by the clock on the wall. */
const lengthOf = (component: ICAL.Component, start: ICAL.Time): number => {
  const duration = component.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) return duration.toSeconds() * 1000;
  const end = timeOf(component, 'dtend');
  if (!end) return start.isDate ? DAY : 0;
  const comparable = start.isDate || end.zone?.tzid === start.zone?.tzid ? end : end.convertToZone(start.zone);
  return wallOf(comparable) - wallOf(start);
};

interface Span {
  /** Midnight of the first date, and of the one after the last. */
  from: number;
  to: number;
}

/**
 * The dates that an event covers from midnight to midnight: on its own clock, or, where it is
 * written in UTC, on that of the calendar.
 */
const datesOf = (
  start: ICAL.Time,
  length: number,
  around: { isMarked: boolean; timeZone: string },
): Span | undefined => {
  const begins = wallOf(start);
  if (start.isDate) return { from: begins, to: begins + Math.max(1, Math.ceil(length / DAY)) * DAY };
  const isUtc = start.zone === ICAL.Timezone.utcTimezone;
  const clocks = isUtc ? [wallIn(around.timeZone), (instant: number) => instant] : [(wall: number) => wall];
  for (const clock of clocks) {
    const [from, end] = [clock(begins), clock(begins + length)];
    // Some programs let a day end a minute or a second before midnight.
    const to = Math.ceil((end - MINUTE) / DAY) * DAY;
    if (from % DAY === 0 && to > from && Math.abs(to - end) <= MINUTE) return { from, to };
  }
  if (!around.isMarked) return undefined;
  // Of what Exchange marks as all of a day, the date is the one that its noon lies on.
  const [clock] = clocks;
  const from = Math.floor(((clock as (wall: number) => number)(begins) + DAY / 2) / DAY) * DAY;
  return { from, to: from + Math.max(1, Math.round(length / DAY)) * DAY };
};

interface Reading {
  begin: number;
  end: number;
  timeZone: string;
  count: () => void;
}
type ParsedHoliday = { holidays: Taken['holidays'] } | { leftOut: keyof Taken['leftOut'] };

const isMarked = (component: ICAL.Component): boolean =>
  /^true$/i.test(String(component.getFirstPropertyValue('x-microsoft-cdo-alldayevent') ?? ''));
const isCancelled = (component: ICAL.Component): boolean =>
  /^cancelled$/i.test(String(component.getFirstPropertyValue('status') ?? ''));

interface Occurrence {
  start: ICAL.Time;
  component: ICAL.Component;
}

// A holiday comes back after days at the least. What comes back more often, and on a date that
// there is not, is looked for without an end.
const momentary = /FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(HOUR|MINUTE|SECOND)=/i;

const refuseMomentary = (component: ICAL.Component): void => {
  const rule = component.getAllProperties('rrule').find((one) => momentary.test(one.toICALString()));
  if (rule) throw new Error('RRULE has a part of a day');
};

/**
 * When an event happens, until an end, each with what the file says of that time. One that replaces
 * an occurrence happens once.
 */
function* occurrencesOf(component: ICAL.Component, first: ICAL.Time, end: number): Generator<Occurrence> {
  if (component.hasProperty('recurrence-id')) {
    yield { start: first, component };
    return;
  }
  refuseMomentary(component);
  const event = new ICAL.Event(component);
  const starts = event.iterator();
  for (let next = starts.next(); next && wallOf(next) < end + DAY; next = starts.next()) {
    const { startDate, item } = event.getOccurrenceDetails(next);
    yield { start: startDate, component: item.component };
  }
}

const readEvent = (component: ICAL.Component, { begin, end, timeZone, count }: Reading): ParsedHoliday => {
  const first = timeOf(component, 'dtstart');
  if (!first) throw new Error('DTSTART is missing');
  const spanOf = (of: ICAL.Component, start: ICAL.Time) => {
    const own = of === component ? first : timeOf(of, 'dtstart');
    return datesOf(start, lengthOf(of, own ?? start), { isMarked: isMarked(of), timeZone });
  };
  if (isCancelled(component)) return { leftOut: 'cancelled' };
  if (!spanOf(component, first)) return { leftOut: 'timeOfDay' };
  const holidays: Taken['holidays'] = [];
  for (const { start, component: one } of occurrencesOf(component, first, end)) {
    count();
    const span = isCancelled(one) ? undefined : spanOf(one, start);
    for (let date = span?.from ?? 0; span && date < span.to; date += DAY) {
      count();
      const name = one.getFirstPropertyValue('summary');
      if (date >= begin && date < end) holidays.push(holidayOn(date, typeof name === 'string' ? name : ''));
    }
  }
  return holidays.length > 0 ? { holidays } : { leftOut: 'otherYears' };
};

/**
 * An event that replaces one occurrence of another comes with that other, where the file has it.
 */
const comesWithAnother = (component: ICAL.Component, all: readonly ICAL.Component[]): boolean =>
  component.hasProperty('recurrence-id') &&
  all.some(
    (one) =>
      !one.hasProperty('recurrence-id') && one.getFirstPropertyValue('uid') === component.getFirstPropertyValue('uid'),
  );

const nameOf = (component: ICAL.Component, index: number): string => {
  const summary = component.getFirstPropertyValue('summary');
  return `event ${index + 1}${typeof summary === 'string' && summary ? ` ("${summary.slice(0, 60)}")` : ''}`;
};

/**
 * What ical.js says of an event that it cannot follow; of what it stumbles over itself, no more
 * than that.
 */
const saidOf = (error: unknown): string =>
  error instanceof Error && !(error instanceof TypeError) ? error.message : 'its dates or its rule cannot be followed';

const readFile = (text: string, { first, last }: Years, timeZone: string): Taken => {
  let occurrences = 0;
  const reading: Reading = {
    begin: Date.UTC(first, 0, 1),
    end: Date.UTC(last + 1, 0, 1),
    timeZone,
    count: () => {
      if (++occurrences > MOST_OCCURRENCES)
        refuse('/file', 'too-many-occurrences', `at most ${MOST_OCCURRENCES} dates`);
    },
  };
  const found: Taken = { holidays: [], taken: 0, leftOut: {} };
  for (const calendar of calendarsIn(text)) {
    const events = calendar.getAllSubcomponents('vevent');
    for (const [index, component] of events.entries()) {
      if (comesWithAnother(component, events)) continue;
      try {
        const outcome = readEvent(component, reading);
        if ('leftOut' in outcome) found.leftOut[outcome.leftOut] = (found.leftOut[outcome.leftOut] ?? 0) + 1;
        else {
          found.taken++;
          found.holidays.push(...outcome.holidays);
        }
      } catch (error) {
        if (error instanceof Refusal) throw error;
        unsound(`${nameOf(component, index)} is wrong: ${saidOf(error)}`);
      }
    }
  }
  return { ...found, holidays: mergeHolidays(found.holidays) };
};

const reasons = {
  timeOfDay: 'do not last from midnight to midnight',
  cancelled: 'are cancelled',
  otherYears: 'lie in other years',
} as const;

/**
 * The whole days off of an iCalendar file; times of UTC are seen in `timeZone`.
 * @throws 400 for a file that cannot be followed; `no-holidays` with counts of what was left out
 */
export const holidaysFromICalendar = (text: string, years: Years, timeZone: string): Taken => {
  checkYears(years);
  let found: Taken;
  try {
    found = readFile(text, years, timeZone);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // ical.js throws plain errors.
    return unsound(`this is no sound iCalendar file (RFC 5545): ${saidOf(error)}`);
  }
  if (found.holidays.length > 0) return found;
  const counts = (Object.keys(reasons) as (keyof typeof reasons)[])
    .filter((reason) => found.leftOut[reason])
    .map(
      (reason) =>
        `${found.leftOut[reason]} ${reasons[reason]}${reason === 'otherYears' ? ` than ${years.first} to ${years.last}` : ''}`,
    );
  const detail = counts.length > 0 ? `no event is a holiday: ${counts.join(', ')}` : 'the file has no events';
  return refuse('/file', 'no-holidays', detail);
};
