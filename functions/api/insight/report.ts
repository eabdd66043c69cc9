import { figuresUpTo } from '#functions/insight/count-records.ts';
import { readWithGroups } from '#functions/insight/groups-shown.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { seesAlertsByType, seesByType } from '#shared/access/policy.ts';
import { own } from '#shared/core/records/own.ts';
import { keptOutPartition } from '#shared/core/table/insight-keys.ts';
import { type Cells, cellsKept } from '#shared/insight/rollups/cells.ts';
import type { Countable } from '#shared/insight/rollups/drill.ts';
import type { FigureRequest } from '#shared/insight/rollups/figures-of-records.ts';
import { type CountedCell, type DateRange, readCells, type Slice } from '#shared/insight/rollups/read-cells.ts';
import { periodBefore, reportPeriod } from '#shared/insight/rollups/report-period.ts';
import { addDays } from '#shared/insight/rollups/reporting-days.ts';

interface ReportQuery {
  from?: string | undefined;
  to?: string | undefined;
  type?: string | undefined;
  group?: string | undefined;
  compare?: 'previous' | undefined;
  by?: string | undefined;
}

interface ReportRequest {
  query: ReportQuery;
  caller: Person;
  now: number;
}

/**
 * What a caller may count: of the types whose cases a group shows them all, those that are not
 * private. Whom a case keeps out, its cells are taken away from beforehand.
 */
const countableBy = async ({ definitions }: Services, caller: Person): Promise<FigureRequest['countable']> => {
  const [ofCases, ofAlerts] = await Promise.all([definitions.all('case-types'), definitions.all('alert-types')]);
  const seesAll = caller.isAdmin || caller.seesAll;
  // Those who see a case by a task of it see some of a type, and its figures would show the others.
  const byGroup: readonly string[] = [];
  const countable = <T>(
    types: ReadonlyMap<string, { key: string; value: T }>,
    sees: (type: T) => boolean,
  ): Countable => ({
    types: new Set([...types.values()].filter(({ value }) => seesAll || sees(value)).map(({ key }) => key)),
    seesAll,
  });
  return {
    cases: countable(ofCases, (type) => seesByType(caller, type, byGroup)),
    alerts: countable(ofAlerts, (type) => seesAlertsByType(caller, type)),
  };
};

const keptFrom = async ({ table }: Services, { id }: Person): Promise<Cells[]> =>
  (await table.queryAll({ pk: keptOutPartition(id) })).map(({ cells }) => cellsKept(cells));

/** What a report says of a stretch of days. */
export interface PeriodCells {
  cells: CountedCell[][];
  asked: FigureRequest;
}

interface ReportParts<F extends object, P extends object> {
  /** What is read for a period; with an attribute, the same by it. */
  slices: (period: DateRange, by: string) => Slice[];
  /** Read once, as of the instant of the request. */
  present?: readonly Slice[];
  figures: (period: PeriodCells, present: CountedCell[][]) => F;
  /** Of the persons of one group. */
  ofPersons?: (period: PeriodCells) => P;
}

const withoutValue = (cells: readonly CountedCell[], value: string): CountedCell[] =>
  cells.filter(({ members }) => members[0] === value).map((cell) => ({ ...cell, members: cell.members.slice(1) }));

/** A report: of its period, of the one before where that is asked for, and by groups of persons. */
export const report = async <F extends object, P extends object>(
  services: Services,
  { query, caller, now }: ReportRequest,
  { slices, present = [], figures, ofPersons }: ReportParts<F, P>,
) => {
  const { table, reportingDays: days } = services;
  const period = reportPeriod(query, { days, now });
  const periods = [period, ...(query.compare ? [periodBefore(period)] : [])];
  const attribute = ofPersons && query.by?.slice('contact.attributes.'.length);
  const [countable, without, upTo] = await Promise.all([
    countableBy(services, caller),
    keptFrom(services, caller),
    // Before the cells: what it finds counted is in them.
    figuresUpTo(services, now),
  ]);
  const ofPeriods = periods.map((one) => slices(one, ''));
  const all = [...ofPeriods.flat(), ...present, ...(attribute ? slices(period, `@${attribute}`) : [])];
  const readWith = (further: readonly Slice[]) => readCells(table, [...further, ...all], { now, without });
  const { groups, cells, asOf } = attribute
    ? await readWithGroups(table, readWith)
    : { groups: {}, ...(await readWith([])) };
  const take = (slicesTaken: readonly unknown[]) => cells.splice(0, slicesTaken.length);
  const askedOf = ({ from, to }: DateRange): FigureRequest => ({
    countable,
    scope: {
      start: days.startOf(from),
      end: days.startOf(addDays(to, 1)),
      type: query.type,
      group: query.group,
    },
  });
  const read = periods.map((one, index) => ({ cells: take(ofPeriods[index] ?? []), asked: askedOf(one) }));
  const [now_, before] = [read[0] as PeriodCells, read[1]];
  const presentCells = take(present);
  const body = {
    ...period,
    timeZone: days.timeZone,
    asOf: asOf < upTo ? asOf : upTo,
    ...figures(now_, presentCells),
    ...(before && { previous: { ...(periods[1] as DateRange), ...figures(before, presentCells) } }),
  };
  if (!attribute) return { body };
  const { values, hidden } = own(groups, attribute) ?? { values: [], hidden: false };
  const by = values.map((value) => ({
    key: value,
    ...ofPersons({
      cells: cells.map((one) => withoutValue(one, value)),
      asked: { ...now_.asked, person: { attribute, value } },
    }),
  }));
  return { body: { ...body, by, hidden } };
};
