import { urgencyOf, visibleTypes } from '#functions/api/visible.ts';
import { conditionOnRows, type ListRow, type RowKind } from '#functions/lists/condition-on-rows.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase, seesAlertsByType, seesByType } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { requiredEquals } from '#shared/core/conditions/plan.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Openness } from '#shared/core/table/keys.ts';

// The one list of cases and of alerts: pages, searches by a condition, views and what is behind a
// figure are all read here. It shows what the caller may see, and nothing else.

/** By which all rows of a page are found; what is left out is not asked for. */
export interface NarrowTo {
  type?: string | undefined;
  owner?: PersonOrGroup | undefined;
  contactId?: string | undefined;
  openness?: readonly Openness[] | undefined;
  /** Only what is open and due at or before this instant. */
  dueBefore?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
}

export interface RowsRequest<K extends RowKind = RowKind> {
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
}

interface RowOf {
  case: Case;
  alert: Alert;
}

export interface FoundRows<R> {
  items: R[];
  /** Where the next page begins; none where this is the last. */
  next?: string;
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

/** What a condition requires of all rows, as far as lists can be narrowed to it. */
const narrowedBy = (kind: RowKind, condition: Condition | undefined): NarrowTo & { types?: string[] } => {
  if (!condition) return {};
  const required = requiredEquals(condition);
  const of = (field: string) => required.get(`${kind}.${field}`);
  const texts = (field: string) => of(field)?.map(String);
  const [contactId, ...moreContacts] = texts('contactId') ?? [];
  const group = texts('group');
  const categories = of('category');
  const overdue = of('overdue');
  const isOpenOnly = categories?.every(isOpenCategory) || (overdue?.length === 1 && overdue[0] === true);
  const isClosedOnly = categories?.every((category) => !isOpenCategory(category));
  return {
    types: texts('type'),
    owner: group?.length === 1 ? { group: group[0] as string } : ownerIn(of(kind === 'case' ? 'assignee' : 'reviewer')),
    contactId: moreContacts.length > 0 ? undefined : contactId,
    ...((isOpenOnly || isClosedOnly) && { openness: [isOpenOnly ? 'open' : 'closed'] }),
  };
};

const given = (narrow: NarrowTo): NarrowTo =>
  Object.fromEntries(Object.entries(narrow).filter(([, value]) => value !== undefined));

/** Which types there are, and what the policy says of a caller and their records. */
const policyFor = async <K extends RowKind>({ definitions }: Services, kind: K, caller: Person) => {
  if (kind === 'case') {
    const types = await definitions.all('case-types');
    const sees = (record: ListRow) => {
      const type = types.get(record.type)?.value;
      return type !== undefined && !(record as Case).trashedAt && mayOnCase(caller, 'view', type, record as Case);
    };
    return {
      sees,
      visible: (asked?: string) => visibleTypes(caller, types, { asked, sees: (type) => seesByType(caller, type) }),
    };
  }
  const types = await definitions.all('alert-types');
  const sees = (record: ListRow) => {
    const type = types.get(record.type)?.value;
    return type !== undefined && mayOnAlert(caller, 'view', type, record as Alert);
  };
  return {
    sees,
    visible: (asked?: string) => visibleTypes(caller, types, { asked, sees: (type) => seesAlertsByType(caller, type) }),
  };
};

/**
 * One page of the rows of a kind that a caller may see and that meet what is asked, in an order,
 * behind a position.
 */
export const findRows = async <K extends RowKind>(
  services: Services,
  { kind, caller, at, condition, narrow = {}, fits = () => true, sort, limit, position }: RowsRequest<K>,
): Promise<FoundRows<RowOf[K]>> => {
  const { sees, visible } = await policyFor(services, kind, caller);
  const { types, ...required } = narrowedBy(kind, condition);
  const type = narrow.type ?? (types?.length === 1 ? types[0] : undefined);
  const asked = condition && (await conditionOnRows(services, { kind, condition, caller, at }));
  const { openness = ['open', 'closed'], ...narrowed } = { ...required, ...given(narrow) };
  return listRecords<RowOf[K]>(services.table, {
    kind,
    limit,
    sort,
    position,
    openness,
    ...visible(type),
    ...narrowed,
    priorityRank: await urgencyOf(services.definitions),
    beforehand: asked?.beforehand,
    accept: (row) => sees(row) && fits(row) && (asked?.holdsFor(row) ?? true),
  });
};
