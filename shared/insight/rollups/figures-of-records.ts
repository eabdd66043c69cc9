import type { Condition } from '#shared/core/conditions/condition.ts';
import {
  type BreakdownItem,
  breakdown,
  type Countable,
  compares,
  type Drill,
  type Figure,
  figure,
  narrowed,
  type Scope,
  within,
} from '#shared/insight/rollups/drill.ts';
import { type Histogram, percentilesOf } from '#shared/insight/rollups/duration-buckets.ts';
import type { CountedCell } from '#shared/insight/rollups/read-cells.ts';

// From cells to figures: pure, and each figure with the condition that lists what it counts.

/** What a caller asks for, and may count. */
export interface FigureRequest {
  countable: { cases: Countable; alerts: Countable };
  scope: Scope;
  /** Of persons whose attribute has a value. */
  person?: { attribute: string; value: string } | undefined;
}

/** The cells of a series that a caller may count, of those that all begin with privacy and team. */
export const countedBy = (
  cells: readonly CountedCell[],
  of: Drill['for'],
  { countable, scope }: FigureRequest,
): CountedCell[] => {
  const { types, seesAll } = countable[of];
  return cells.filter(
    ({ type, members: [privacy, group] }) =>
      (seesAll || (types.has(type) && privacy === '')) &&
      (scope.type === undefined || scope.type === type) &&
      (scope.group === undefined || scope.group === group),
  );
};

export const total = (cells: readonly CountedCell[]): number => cells.reduce((sum, { count }) => sum + count, 0);

export const countsBy = (
  cells: readonly CountedCell[],
  keyOf: (cell: CountedCell) => string | undefined,
): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const key = keyOf(cell) ?? '';
    counts.set(key, (counts.get(key) ?? 0) + cell.count);
  }
  return counts;
};

/** How often each bucket is named by a member of the cells. */
export const histogramOf = (cells: readonly CountedCell[], member: number): Histogram =>
  new Map([...countsBy(cells, ({ members }) => members[member])].map(([bucket, count]) => [Number(bucket), count]));

const rootOf = { cases: 'case', alerts: 'alert' } as const;

const ofPerson = ({ person }: FigureRequest): Condition[] =>
  person ? [compares(`contact.attributes.${person.attribute}`, 'is', person.value)] : [];

/** What all records that are counted have in common. */
export const baseOf = (of: Drill['for'], asked: FigureRequest): Condition[] => [
  ...within(`${rootOf[of]}.createdAt`, asked.scope),
  ...narrowed(of, asked.countable[of], asked.scope),
  ...ofPerson(asked),
];

/** Where the members of a cell of `cases` and of `alerts` stand. */
export const memberOfCase = { group: 1, status: 2, category: 3, priority: 4, instance: 5, alerts: 6, reason: 7 };
export const memberOfAlert = { group: 1, status: 2, category: 3, priority: 4, reviewed: 5, escalated: 6, outcome: 7 };

export const openCategories = ['to-do', 'in-progress'];
const closedCategories = ['resolved', 'cancelled'];

type By = 'type' | 'priority' | 'status' | 'group' | 'instance';

/** The fields of the breakdowns of an overview. */
export const fieldOfBreakdown = new Map<string, By>([
  ['byType', 'type'],
  ['byPriority', 'priority'],
  ['byStatus', 'status'],
  ['byGroup', 'group'],
  ['byInstance', 'instance'],
]);

interface RecordFigures {
  created: Figure;
  open: Figure;
  byType: BreakdownItem[];
  byPriority: BreakdownItem[];
  byStatus: BreakdownItem[];
  byGroup: BreakdownItem[];
}

const breakdownsOf = (
  of: Drill['for'],
  cells: readonly CountedCell[],
  { base, memberOf }: { base: readonly Condition[]; memberOf: { priority: number; status: number; group: number } },
) => {
  const by = (field: By, keyOf: (cell: CountedCell) => string | undefined) =>
    breakdown(of, countsBy(cells, keyOf), (key) => [...base, compares(`${rootOf[of]}.${field}`, 'is', key)]);
  return {
    byType: by('type', ({ type }) => type),
    byPriority: by('priority', ({ members }) => members[memberOf.priority]),
    byStatus: by('status', ({ members }) => members[memberOf.status]),
    byGroup: by('group', ({ members }) => members[memberOf.group]),
  };
};

export interface CaseFigures extends RecordFigures {
  closed: Figure;
  byInstance: BreakdownItem[];
}

/** Cases that were raised in a period, by what they are now. */
export const caseFigures = (cells: readonly CountedCell[], asked: FigureRequest): CaseFigures => {
  const base = baseOf('cases', asked);
  const counted = countedBy(cells, 'cases', asked);
  const inCategory = (categories: readonly string[]): Figure =>
    figure('cases', total(counted.filter(({ members }) => categories.includes(members[memberOfCase.category] ?? ''))), [
      ...base,
      compares('case.category', 'in', categories),
    ]);
  return {
    created: figure('cases', total(counted), base),
    open: inCategory(openCategories),
    closed: inCategory(closedCategories),
    ...breakdownsOf('cases', counted, { base, memberOf: memberOfCase }),
    byInstance: breakdown(
      'cases',
      countsBy(counted, ({ members }) => members[memberOfCase.instance]),
      (key) => [...base, compares('case.instance', 'is', key)],
    ),
  };
};

/** Alerts that were raised in a period, by what they are now. */
export const alertFigures = (cells: readonly CountedCell[], asked: FigureRequest): RecordFigures => {
  const base = baseOf('alerts', asked);
  const counted = countedBy(cells, 'alerts', asked);
  const open = counted.filter(({ members }) => members[memberOfAlert.category] === 'open');
  return {
    created: figure('alerts', total(counted), base),
    open: figure('alerts', total(open), [...base, compares('alert.category', 'is', 'open')]),
    ...breakdownsOf('alerts', counted, { base, memberOf: memberOfAlert }),
  };
};

/** How long it took until the cases of a period were closed, in milliseconds. */
export const timeToClose = (cells: readonly CountedCell[], asked: FigureRequest) =>
  percentilesOf(histogramOf(countedBy(cells, 'cases', asked), 4));
