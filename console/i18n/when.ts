import { useIntl } from 'react-intl';
import { useServerNow } from '#console/app/server-clock.ts';

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

/** Instants in words and in the reader's zone. */
export const useWhen = () => {
  const intl = useIntl();
  const now = useServerNow();
  return {
    now,
    /** `in 3 hours`, `2 days ago`. */
    fromNow(instant: string | number): string {
      // Now is told in whole minutes: what was done within this one is not to come.
      const ms = Math.floor(new Date(instant).getTime() / minute) * minute - now;
      const { unit, ms: size } = unitOf(ms);
      return intl.formatRelativeTime(Math.round(ms / size), unit, { numeric: 'auto' });
    },
    /** `29 Nov 2026, 17:30`. */
    instant: (value: string | number) => intl.formatDate(new Date(value), { dateStyle: 'medium', timeStyle: 'short' }),
    day: (value: string | number) => intl.formatDate(new Date(value), { dateStyle: 'medium' }),
    /** A date without a time, such as `2026-11-29`, which has no zone. */
    date: (value: string) => intl.formatDate(new Date(`${value}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' }),
  };
};
