import type { Calendar } from '#shared/core/calendars/calendar.ts';
import { invalid } from '#shared/core/errors.ts';

export type Holiday = Calendar['holidays'][number];

export interface Years {
  first: number;
  last: number;
}

/** What a source gave: its holidays, and what of it is none. Every event is counted once. */
export interface Taken {
  holidays: Holiday[];
  /** How many events or holidays of the source were taken. */
  taken: number;
  /** How many were left out, by why. */
  leftOut: { timeOfDay?: number; cancelled?: number; otherYears?: number };
}

export const DAY = 86_400_000;
// As long as the longest wait, so that a target set today meets no unknown year.
const MOST_YEARS = 10;
// Half of what `name` in the schema of a calendar allows, because that counts UTF-16 units and one
// character may be two.
const LONGEST_NAME = 100;

export const refuse = (pointer: string, code: string, detail: string): never => {
  throw invalid([{ pointer, code, detail }]);
};

export const checkYears = ({ first, last }: Years): void => {
  if (last < first || last - first >= MOST_YEARS) refuse('/years', 'out-of-range', `one to ${MOST_YEARS} years`);
};

/** @param epochMs midnight of the date, as if it were in UTC */
export const holidayOn = (epochMs: number, name: string): Holiday => ({
  date: new Date(epochMs).toISOString().slice(0, 10),
  ...(name.trim() && { name: [...name.trim()].slice(0, LONGEST_NAME).join('') }),
});

/** Each date once, in order: of two holidays on a date, the one that comes first in the list. */
export const mergeHolidays = (...lists: Holiday[][]): Holiday[] => {
  const byDate = new Map<string, Holiday>();
  for (const holiday of lists.flat()) if (!byDate.has(holiday.date)) byDate.set(holiday.date, holiday);
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
};
