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

// To make a format takes a thousand times as long as to use it: each is made once, when it is used.
const made = new Map<string, object>();
const once = <Format extends object>(name: string, make: () => Format): Format => {
  const format = made.get(name) ?? make();
  made.set(name, format);
  return format as Format;
};

const styles = {
  instant: { dateStyle: 'medium', timeStyle: 'short' },
  day: { dateStyle: 'medium' },
  date: { dateStyle: 'medium', timeZone: 'UTC' },
  span: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
} as const;

const durationUnits = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
const durationParts =
  /^P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;

/** Instants in words and in the reader's zone, seen from `now` in epoch milliseconds. */
export const whenAt = (now: number, locale: string) => {
  const relative = () => once(`relative ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const formatOf = (style: keyof typeof styles) =>
    once(`${style} ${locale}`, () => new Intl.DateTimeFormat(locale, styles[style]));
  const formatted = (style: keyof typeof styles, value: string | number) => formatOf(style).format(new Date(value));
  return {
    now,
    /** `in 3 hours`, `2 days ago`. */
    fromNow(instant: string | number): string {
      // Now is told in whole minutes: what was done within this one is not to come.
      const ms = Math.floor(new Date(instant).getTime() / minute) * minute - now;
      const { unit, ms: size } = unitOf(ms);
      return relative().format(Math.round(ms / size), unit);
    },
    /** `29 Nov 2026, 17:30`. */
    instant: (value: string | number) => formatted('instant', value),
    /** From when to when: the day once where both have the same. */
    span: (from: string, to: string) => formatOf('span').formatRange(new Date(from), new Date(to)),
    day: (value: string | number) => formatted('day', value),
    /** `7 days` for P7D; what is no duration stays as it is. */
    duration(written: string): string {
      const [, ...amounts] = durationParts.exec(written) ?? [];
      const words = durationUnits.flatMap((unit, index) => {
        const amount = amounts[index];
        if (amount === undefined) return [];
        const named = () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
        return [once(`${unit} ${locale}`, named).format(Number(amount))];
      });
      return words.length === 0 ? written : words.join(' ');
    },
    /** A date without a time, such as `2026-11-29`, which has no zone. */
    date: (value: string) => formatted('date', `${value}T00:00:00Z`),
  };
};
export type When = ReturnType<typeof whenAt>;
