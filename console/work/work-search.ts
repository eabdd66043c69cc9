import { type StatusCategory, statusCategories } from '#shared/casework/cases/status.schema.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { isBuiltIn } from '#shared/insight/views/built-in.ts';

// What a list of cases shows is said by its address alone: it can be kept, sent and gone back to.

const sortFields = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;
export const sortOrders = sortFields.flatMap((field) => [field, `-${field}`] as const);
export type SortText = (typeof sortOrders)[number];

export interface WorkSearch {
  view?: string;
  sort?: SortText;
  type?: string;
  category?: StatusCategory;
  priority?: string;
  group?: string;
  /** What is shown of a row, by names of fields between commas. */
  columns?: string;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | undefined =>
  known.find((one) => one === value);

/** Without members that say nothing: the router puts every member into the address. */
const defined = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;

/** What an address asks for; what it says that is none of ours is left out. */
export const readWorkSearch = (raw: Record<string, unknown>): WorkSearch =>
  defined({
    view: textOf(raw.view),
    sort: oneOf(sortOrders, raw.sort),
    type: textOf(raw.type),
    category: oneOf(statusCategories, raw.category),
    priority: textOf(raw.priority),
    group: textOf(raw.group),
    columns: textOf(raw.columns),
  });

export const defaultView = 'mine';
export const pageSize = 50;

/** What is due first comes first, unless the view itself says otherwise. */
export const sortOf = ({ sort }: WorkSearch, view?: { builtIn: boolean; sort?: string | undefined }): SortText =>
  sort ?? oneOf(sortOrders, view?.sort) ?? (view?.builtIn === false ? '-createdAt' : 'dueAt');

export const listQueryOf = (search: WorkSearch, view?: { builtIn: boolean; sort?: string | undefined }) => {
  const { columns: _shown, ...asked } = search;
  return { view: defaultView, ...asked, sort: sortOf(search, view) };
};

/** A saved view may have an order of its own, which is known once it has been read. */
export const hasKnownOrder = ({ view = defaultView, sort }: WorkSearch): boolean =>
  sort !== undefined || isBuiltIn(view);

/** The columns that the address or the view names; undefined for those that all lists have. */
export const columnsOf = (
  { columns }: WorkSearch,
  view?: { columns?: readonly string[] | undefined },
): readonly string[] | undefined => columns?.split(',') ?? view?.columns;

const filterFields = { type: 'case.type', category: 'case.category', priority: 'case.priority', group: 'case.group' };

/** The filters of an address as conditions, as views and bulks take them. */
export const conditionsOf = (search: WorkSearch): Condition[] =>
  Object.entries(filterFields).flatMap(([name, field]): Condition[] => {
    const value = search[name as keyof typeof filterFields];
    return value === undefined ? [] : [{ field, op: 'is', value }];
  });

/** Everything that a list holds, as one condition. */
export const conditionOfList = (search: WorkSearch, view: { condition: Condition } | undefined): Condition => {
  const parts = [...(view ? [view.condition] : []), ...conditionsOf(search)];
  return parts.length === 1 && parts[0] ? parts[0] : { all: parts };
};

export const isFiltered = (search: WorkSearch): boolean => conditionsOf(search).length > 0;

/** The address of a list. */
export const hrefOfView = (view: string): string => `/work?${new URLSearchParams({ view })}`;
