import type { Condition } from '#shared/core/conditions/condition.ts';

export const searchKinds = ['all', 'cases', 'alerts', 'contacts'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** What is searched, as the address says it. */
export interface SearchAddress {
  q?: string;
  kind?: SearchKind;
  type?: string;
  priority?: string;
  /** Of cases `open` or `closed`, whichever statuses that are. */
  state?: 'open' | 'closed';
  group?: string;
  tag?: string;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

export const readSearchAddress = (raw: Record<string, unknown>): SearchAddress => {
  const read = {
    q: textOf(raw.q),
    kind: searchKinds.find((kind) => kind === raw.kind && kind !== 'all'),
    type: textOf(raw.type),
    priority: textOf(raw.priority),
    state: raw.state === 'open' || raw.state === 'closed' ? raw.state : undefined,
    group: textOf(raw.group),
    tag: textOf(raw.tag),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
};

const stateConditions: Readonly<Record<'case' | 'alert', Readonly<Record<'open' | 'closed', Condition>>>> = {
  case: {
    open: { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
    closed: { field: 'case.category', op: 'in', value: ['resolved', 'cancelled'] },
  },
  alert: {
    open: { field: 'alert.category', op: 'is', value: 'open' },
    closed: { field: 'alert.category', op: 'is', value: 'closed' },
  },
};

/** The filters of an address as one condition; undefined where there are none. */
export const conditionOfAddress = (address: SearchAddress, kind: 'case' | 'alert'): Condition | undefined => {
  const { state, tag } = address;
  const parts: Condition[] = [
    ...(['type', 'priority', 'group'] as const).flatMap((name): Condition[] =>
      address[name] === undefined ? [] : [{ field: `${kind}.${name}`, op: 'is', value: address[name] }],
    ),
    ...(state ? [stateConditions[kind][state]] : []),
    ...(tag === undefined ? [] : [{ field: `${kind}.tags`, op: 'contains' as const, value: tag }]),
  ];
  const [only, ...others] = parts;
  return only && others.length > 0 ? { all: parts } : only;
};

export const hrefOfSearch = (address: SearchAddress): string =>
  `/search?${new URLSearchParams({ ...address } as Record<string, string>)}`;
