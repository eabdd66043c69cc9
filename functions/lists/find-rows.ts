import { prioritiesByUrgency, visibleTypes } from '#functions/api/visible.ts';
import { conditionOnRows, type ListRow, type RowKind } from '#functions/lists/condition-on-rows.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase, seesAlertsByType, seesByType } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { requiredEquals, requiredRange } from '#shared/core/conditions/plan.ts';
import { iso } from '#shared/core/records/instants.ts';
import { type ListPage, listRecords } from '#shared/core/records/listing.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Openness } from '#shared/core/table/list-keys.ts';

// The one list of cases and of alerts: pages, searches by a condition, views and what is behind a
// figure are all read here. It shows what the caller may see, and nothing else.

/** By which all rows of a page are found; what is left out is not asked for. */
interface NarrowTo {
  types?: readonly string[] | undefined;
  priority?: string | undefined;
  owner?: PersonOrGroup | readonly PersonOrGroup[] | undefined;
  contactId?: string | undefined;
  openness?: readonly Openness[] | undefined;
  /** Only what is open and due at or before this instant. */
  dueBefore?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
}

interface RowsRequest<K extends RowKind = RowKind> {
  kind: K;
  caller: Person;
  /** The instant that conditions are asked at, in epoch milliseconds. */
  at: number;
  /** A checked condition that every row meets. */
  condition?: Condition | undefined;
  /** What the request asks for beside a condition. `fits` says it of a row, `narrow` of all. */
  narrow?: NarrowTo | undefined;
  fits?: ((row: RowOf[K]) => boolean) | undefined;
  /** `createdAt`, `updatedAt`, `dueAt` or `priority`, with `-` before it for the other way. */
  sort: string;
  limit: number;
  /** The `next` of the page before. */
  position?: string | undefined;
  /** How many rows are looked at, at the most, in the place of as many as a page looks at. */
  most?: number | undefined;
}

interface RowOf {
  case: Case;
  alert: Alert;
}

/** What a page cost, for administrators who wonder. */
export interface ListExplanation {
  /** The index that it was read from. */
  index: string;
  queries: number;
  /** How many rows were looked at. */
  read: number;
  /** Read units of all that was read. */
  units: number;
}

export interface FoundRows<R> {
  items: R[];
  /** Where the next page begins; none where this is the last. */
  next?: string;
  explain: ListExplanation;
}

const isOpenCategory = (category: unknown): boolean => category === 'open' || !isClosedCategory(category as never);

/** One person or team that a condition requires, however it is spelled. */
const ownerIn = (values: readonly unknown[] | undefined): PersonOrGroup | undefined => {
  const [value, ...others] = values ?? [];
  if (value === undefined || others.length > 0) return undefined;
  if (typeof value === 'string') return { user: value };
  const { user, group } = value as { user?: string; group?: string };
  return user !== undefined ? { user } : group === undefined ? undefined : { group };
};

const only = <T>(values: readonly T[] | undefined): T | undefined => (values?.length === 1 ? values[0] : undefined);

const opennessIn = (categories: readonly unknown[] | undefined): Openness[] | undefined => {
  if (!categories) return undefined;
  const isOpen = categories.map(isOpenCategory);
  return isOpen.includes(true) ? (isOpen.includes(false) ? undefined : ['open']) : ['closed'];
};

/** What a condition requires of all rows, as far as lists can be narrowed to it. */
const narrowedBy = (kind: RowKind, condition: Condition | undefined, at: number): NarrowTo => {
  if (!condition) return {};
  const required = requiredEquals(condition);
  const of = (field: string) => required.get(`${kind}.${field}`);
  const texts = (field: string) => of(field)?.map(String);
  const isOverdue = only(of('overdue')) === true;
  const openness = isOverdue ? (['open'] as const) : opennessIn(of('category'));
  const instants = (field: string) => requiredRange(condition, `${kind}.${field}`, at);
  const [created, due] = [instants('createdAt'), isOverdue ? { to: at } : instants('dueAt')];
  const groups = texts('group');
  const isOpenOnly = openness?.length === 1 && openness[0] === 'open';
  return {
    types: texts('type'),
    priority: only(texts('priority')),
    owner: groups?.map((group) => ({ group })) ?? ownerIn(of(kind === 'case' ? 'assignee' : 'reviewer')),
    contactId: only(texts('contactId')),
    openness,
    dueBefore: isOpenOnly && due.to !== undefined ? iso(due.to) : undefined,
    createdFrom: created.from === undefined ? undefined : iso(created.from),
    createdTo: created.to === undefined ? undefined : iso(created.to),
  };
};

const given = (narrow: NarrowTo): NarrowTo =>
  Object.fromEntries(Object.entries(narrow).filter(([, value]) => value !== undefined));

/** What of the types a caller may find anything in, and whether they may see a record. */
const policyFor = async ({ definitions }: Services, kind: RowKind, caller: Person) => {
  if (kind === 'case') {
    const types = await definitions.all('case-types');
    return {
      visible: (asked: readonly string[] | undefined) =>
        visibleTypes(caller, types, { asked, sees: (type) => seesByType(caller, type) }),
      sees: (record: ListRow): boolean => {
        const type = types.get(record.type)?.value;
        return type !== undefined && !(record as Case).trashedAt && mayOnCase(caller, 'view', type, record as Case);
      },
    };
  }
  const types = await definitions.all('alert-types');
  return {
    visible: (asked: readonly string[] | undefined) =>
      visibleTypes(caller, types, { asked, sees: (type) => seesAlertsByType(caller, type) }),
    sees: (record: ListRow): boolean => {
      const type = types.get(record.type)?.value;
      return type !== undefined && mayOnAlert(caller, 'view', type, record as Alert);
    },
  };
};

/** What reading a page cost, beside what it found. */
export const explained = async <R>(
  { table }: Pick<Services, 'table'>,
  read: () => Promise<ListPage<R>>,
): Promise<FoundRows<R>> => {
  const before = { ...table.cost };
  const { index, looked, ...found } = await read();
  const { queries, reads } = table.cost;
  return { ...found, explain: { index, queries: queries - before.queries, read: looked, units: reads - before.reads } };
};

/**
 * One page of the rows of a kind that a caller may see and that meet what is asked, in an order,
 * behind a position.
 */
export const findRows = async <K extends RowKind>(
  services: Services,
  { kind, caller, at, condition, narrow = {}, fits = () => true, sort, limit, position, most }: RowsRequest<K>,
): Promise<FoundRows<RowOf[K]>> => {
  const { sees, visible } = await policyFor(services, kind, caller);
  const asked = condition && (await conditionOnRows(services, { kind, condition, caller, at }));
  const {
    types,
    openness = ['open', 'closed'],
    ...narrowed
  } = { ...narrowedBy(kind, condition, at), ...given(narrow) };
  const priorities = await prioritiesByUrgency(services.definitions);
  return explained(services, () =>
    listRecords<RowOf[K]>(services.table, {
      kind,
      limit,
      sort,
      position,
      most,
      openness,
      ...visible(types),
      ...narrowed,
      priorities,
      mayFit: (row) => sees(row) && fits(row),
      beforehand: asked?.beforehand,
      accept: (row) => asked?.holdsFor(row) ?? true,
    }),
  );
};
