import type { Comparison, Condition } from '#shared/core/conditions/condition.ts';

/** The list behind a figure: as many rows as it says. */
export interface Drill {
  for: 'cases' | 'alerts';
  condition: Condition;
}

/** Records that a caller may count. */
export interface Countable {
  /** Those that show the caller all but what is private. */
  types: ReadonlySet<string>;
  /** Of every type, and what is private as well. */
  seesAll: boolean;
}

/** What figures are asked about. */
export interface Scope {
  /** Instants: from the first on, before the second. */
  start: string;
  end: string;
  type?: string | undefined;
  group?: string | undefined;
}

const rootOf = { cases: 'case', alerts: 'alert' } as const;

export const compares = (field: string, op: Comparison['op'], value?: unknown): Comparison => ({
  field,
  op,
  ...(value !== undefined && { value }),
});

/** That a time of a record lies in a period. */
export const within = (field: string, { start, end }: Pick<Scope, 'start' | 'end'>): Comparison[] => [
  compares(field, 'gte', start),
  compares(field, 'lt', end),
];

/** Nothing is without an id. */
const none = (root: string): Comparison => compares(`${root}.id`, 'not-exists');

/** What a list is narrowed to so that it shows what is counted and nothing else. */
export const narrowed = (of: Drill['for'], { types, seesAll }: Countable, scope: Partial<Scope>): Comparison[] => {
  const root = rootOf[of];
  const { type, group } = scope;
  // No condition names a type that its records do not have: a search refuses it.
  const isCounted = type === undefined ? seesAll || types.size > 0 : types.has(type);
  const ofTypes = seesAll ? [] : [compares(`${root}.type`, 'in', [...types].sort())];
  return [
    ...(type === undefined ? ofTypes : [compares(`${root}.type`, 'is', type)]).filter(() => isCounted),
    ...(isCounted ? [] : [none(root)]),
    ...(seesAll ? [] : [compares(`${root}.private`, 'is', false)]),
    ...(group === undefined ? [] : [compares(`${root}.group`, 'is', group)]),
  ];
};

/** A figure with the list behind it. */
export interface Figure {
  count: number;
  drill: Drill;
}

export const figure = (of: Drill['for'], count: number, parts: readonly Condition[]): Figure => ({
  count,
  drill: { for: of, condition: { all: [...parts] } },
});

/** One value of what figures are broken down by. */
export interface BreakdownItem extends Figure {
  key: string;
}

/** The largest first; what is empty is left out. */
export const breakdown = (
  of: Drill['for'],
  counts: ReadonlyMap<string, number>,
  partsOf: (key: string) => readonly Condition[],
): BreakdownItem[] =>
  [...counts]
    .filter(([key, count]) => key !== '' && count > 0)
    .sort(([one, count], [other, than]) => than - count || (one < other ? -1 : 1))
    .map(([key, count]) => ({ key, ...figure(of, count, partsOf(key)) }));
