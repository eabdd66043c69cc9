import type { Absence } from '#shared/casework/assignment/absence.schema.ts';
import { instantOfLocal } from '#shared/core/calendars/local-time.ts';
import { DAY } from '#shared/core/calendars/working-table.ts';
import { type Fault, invalid } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

/** An absence as it is kept: as it was said, and the instants of its ends. */
export type KeptAbsence = Absence & { begins: string; ends: string };

export const substituteOf = ({ substitute }: Pick<Absence, 'substitute'>): string | undefined =>
  typeof substitute === 'object' ? substitute.user : substitute;

const isDate = (said: string): boolean => said.length === 'YYYY-MM-DD'.length;
const dayAfter = (day: string): string => iso(Date.parse(day) + DAY).slice(0, 10);

/** The first instant of a day; where a zone skips midnight, the first one after the gap. */
const startOf = (day: string, zone: string): string =>
  iso(instantOfLocal(`${day}T00:00`, zone) ?? instantOfLocal(`${day}T01:00`, zone) ?? Date.parse(day));

/**
 * An absence with its instants; dates are those of the zone.
 * @throws 400 for an end that is not after the beginning, and for somebody as their own substitute
 */
export const keptAbsence = (said: Absence, { person, zone }: { person: string; zone: string }): KeptAbsence => {
  const begins = isDate(said.from) ? startOf(said.from, zone) : said.from;
  const ends = isDate(said.to) ? startOf(dayAfter(said.to), zone) : said.to;
  const faults: Fault[] = [
    ...(ends <= begins ? [{ pointer: '/to', code: 'inverted', detail: 'has to be after the beginning' }] : []),
    ...(substituteOf(said) === person
      ? [{ pointer: '/substitute', code: 'circular', detail: 'nobody stands in for themselves' }]
      : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { ...said, begins, ends };
};

export const saidOf = ({ begins: _b, ends: _e, ...said }: KeptAbsence): Absence => said;

/** Whether an absence is on at an instant (epoch milliseconds). */
export const isOn = ({ begins, ends }: Pick<KeptAbsence, 'begins' | 'ends'>, at: number): boolean =>
  epoch(begins) <= at && at < epoch(ends);
