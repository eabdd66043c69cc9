import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { IndexName, ListOrder } from '#shared/core/table/keys.ts';
import {
  endOfDates,
  type ListedIn,
  type ListKind,
  listIndex,
  listPartitions,
  type Openness,
  orderKeys,
  rangeOfPriority,
  undated,
} from '#shared/core/table/list-keys.ts';
import type { ListSource, MergedRow } from '#shared/core/table/merge.ts';

// Which partitions a list is read from, in groups one behind the other: what has a date and what
// has none, or each priority from the most urgent on, so that no key holds their order.

export interface ListPlanInput {
  kind: ListKind;
  /** An order, with `-` before it for the other way. */
  sort: string;
  openness: readonly Openness[];
  /** Types to look in: those asked for, or all that the caller may find something in. */
  types: readonly string[];
  /** They are all there are, and none was asked for. */
  everything: boolean;
  /** Whose things to look for beside those of the types. */
  owners: readonly PersonOrGroup[];
  /** Only what this one owns, or one of these. */
  owner?: PersonOrGroup | readonly PersonOrGroup[] | undefined;
  /** Only what is due at or before this instant. */
  dueBefore?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  /** The keys of all priorities, the most urgent first. */
  priorities?: readonly string[];
  /** Only those of this priority. */
  priority?: string | undefined;
}

interface KeyRange {
  from?: string;
  to?: string;
}

/** Rows that are merged with each other, before or behind those of other groups. */
interface ListGroup {
  name: string;
  sources: ListSource[];
  descending: boolean;
}

export interface ListPlan {
  order: ListOrder;
  index: IndexName;
  groups: ListGroup[];
}

export const orderOf = (sort: string): ListOrder => sort.replace('-', '') as ListOrder;
const isDescending = (sort: string): boolean => sort.startsWith('-');

/** What a list is read in: the widest that holds all of it and little else. */
const placesOf = ({ kind, owner, everything, types, owners }: ListPlanInput): ListedIn[] => {
  if (owner) return [owner].flat().map((one) => ({ owner: one }));
  if (everything) return ['everything'];
  // Who has a case takes part in it, and is found as a participant.
  const owned = kind === 'case' ? [] : owners.map((one) => ({ owner: one }));
  return [...types.map((type) => ({ type })), ...owned];
};

const dated = (to: string = endOfDates): KeyRange => ({ to });
const withoutDate: KeyRange = { from: undated };

const groupsOf = (input: ListPlanInput): { name: string; range: KeyRange; descending: boolean }[] => {
  const { sort, createdFrom, createdTo, dueBefore, priorities = [], priority } = input;
  const descending = isDescending(sort);
  switch (orderOf(sort)) {
    case 'createdAt': {
      const range = { ...(createdFrom && { from: createdFrom }), ...(createdTo && { to: `${createdTo}~` }) };
      return [{ name: 'all', range, descending }];
    }
    case 'updatedAt':
      return [{ name: 'all', range: {}, descending }];
    case 'dueAt':
      if (dueBefore) return [{ name: 'dated', range: dated(`${dueBefore}~`), descending }];
      return [
        { name: 'dated', range: dated(), descending },
        { name: 'undated', range: withoutDate, descending },
      ];
    case 'priority': {
      const wanted = priorities.filter((one) => priority === undefined || one === priority);
      const ordered = descending ? wanted : wanted.toReversed();
      return ordered.map((one) => ({ name: one, range: rangeOfPriority(one), descending: false }));
    }
  }
};

/** The plan of a list. */
export const planList = (input: ListPlanInput): ListPlan => {
  const order = orderOf(input.sort);
  const places = placesOf(input);
  const partitions = places.flatMap((place) =>
    input.openness.flatMap((openness) => listPartitions({ kind: input.kind, openness, order }, place)),
  );
  return {
    order,
    index: listIndex(places[0] ?? 'everything', order),
    groups: groupsOf(input).map(({ name, range, descending }) => ({
      name,
      descending,
      sources: partitions.map((one) => ({ ...one, ...range })),
    })),
  };
};

/** What a record is listed by. */
interface ListedRow {
  id: string;
  createdAt: string;
  updatedAt: string;
  dueAt?: string | undefined;
  priority?: string | undefined;
}

/** A record as a row of an order, and its group; undefined where it stands in none. */
export const rowIn = (order: ListOrder, record: ListedRow): { group: string; row: MergedRow } | undefined => {
  const key = orderKeys(record)[order];
  if (key === undefined) return undefined;
  const group =
    order === 'priority'
      ? String(record.priority)
      : order === 'dueAt'
        ? record.dueAt === undefined
          ? 'undated'
          : 'dated'
        : 'all';
  return { group, row: { key, item: { pk: record.id, sk: order, record } } };
};
