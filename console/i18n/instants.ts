const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const unitOf = (ms: number): { unit: Intl.RelativeTimeFormatUnit; ms: number } => {
  const far = Math.abs(ms);
  if (far >= 45 * day) return { unit: 'month', ms: 30 * day };
  if (far >= 36 * hour) return { unit: 'day', ms: day };
  if (far >= 90 * minute) return { unit: 'hour', ms: hour };
  return { unit: 'minute', ms: minute };
};

// To make a format takes a hundred times as long as to use it.
const made = new Map<string, ReturnType<typeof formatsOf>>();
const formatsOf = (locale: string) => ({
  relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  instant: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
  date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
});
const formatsIn = (locale: string) => {
  const formats = made.get(locale) ?? formatsOf(locale);
  made.set(locale, formats);
  return formats;
};

/** Instants in words and in the reader's zone, seen from `now` in epoch milliseconds. */
export const whenAt = (now: number, locale: string) => {
  const formats = formatsIn(locale);
  return {
    now,
    /** `in 3 hours`, `2 days ago`. */
    fromNow(instant: string | number): string {
      // Now is told in whole minutes: what was done within this one is not to come.
      const ms = Math.floor(new Date(instant).getTime() / minute) * minute - now;
      const { unit, ms: size } = unitOf(ms);
      return formats.relative.format(Math.round(ms / size), unit);
    },
    /** `29 Nov 2026, 17:30`. */
    instant: (value: string | number) => formats.instant.format(new Date(value)),
    day: (value: string | number) => formats.day.format(new Date(value)),
    /** A date without a time, such as `2026-11-29`, which has no zone. */
    date: (value: string) => formats.date.format(new Date(`${value}T00:00:00Z`)),
  };
};
export type When = ReturnType<typeof whenAt>;
