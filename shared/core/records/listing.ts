import { invalid } from '#shared/core/errors.ts';
import { participantSources, recordsBeside } from '#shared/core/records/list-participants.ts';
import { type ListPlan, type ListPlanInput, orderOf, planList, rowIn } from '#shared/core/records/list-plan.ts';
import type { ListedRecord, ListRequest } from '#shared/core/records/list-request.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { compareKeys } from '#shared/core/table/key-order.ts';
import { type IndexName, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { type ListSource, type MergedRow, mergePages } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

// Lists of alerts, of cases, and of tasks across cases: pages of a plan (list-plan.ts), with what
// the caller has beside the types that they see, and a filter over all of it.

export interface ListPage<R> {
  items: R[];
  next?: string;
  /** The index that it was read from; `contact` for what one contact has. */
  index: IndexName | 'contact';
  /** How many rows it looked at. */
  looked: number;
}

// A page reads on until it is full. A filter that next to nothing passes ends it here, with a
// cursor: some two hundred megabytes of records, and seconds, of the ten that a request may take.
const mostLookedAt = 100_000;
// Where a filter by a date goes with another order, so many rows are looked at in that order before
// what has such a date is read and sorted, up to so many rows.
const fewLookedAt = 200;
const mostSorted = 1_000;

type Accepted = Pick<ListPage<never>, 'looked'>;

const recordOf = <R>(item: Item): R => item.record as R;

/** What a page asks of the rows that it looks at. */
const asking = <R extends ListedRecord>(table: Table, request: ListRequest<R>) => {
  const { kind, types, everything, mayFit = () => true, beforehand, accept } = request;
  // What participants find by its type as well is read there.
  const isFoundByType = ({ recordId, type }: Item) =>
    recordId !== undefined && (everything || types.includes(String(type)));
  return {
    accept: (item: Item) => item.record !== undefined && mayFit(recordOf<R>(item)) && accept(recordOf<R>(item)),
    complete: async (items: Item[]) => {
      const wanted = items.filter((item) => !isFoundByType(item));
      const found = await withRecords(table, kind, wanted);
      const whole = new Map(wanted.map((item, index) => [item, found[index] ?? item]));
      const records = found.flatMap((item) => (item.record === undefined ? [] : recordOf<R>(item)));
      await beforehand?.(records.filter(mayFit));
      return items.map((item) => whole.get(item) ?? item);
    },
  };
};

const byGroup = <R extends ListedRecord>(plan: ListPlan, records: readonly R[]): Map<string, MergedRow[]> => {
  const groups = new Map<string, MergedRow[]>();
  for (const record of records) {
    const placed = rowIn(plan.order, record);
    if (placed) groups.set(placed.group, [...(groups.get(placed.group) ?? []), placed.row]);
  }
  return groups;
};

/** A place in a list: a group, and the key of a row in it. */
const positionOf = (group: string, key = ''): string => `${group} ${key}`;
const placeAt = (position: string | undefined): { group?: string; after?: string } => {
  if (position === undefined) return {};
  const space = position.indexOf(' ');
  const after = position.slice(space + 1);
  return { group: position.slice(0, space), ...(after !== '' && { after }) };
};

interface GroupWalk<R> {
  request: ListRequest<R & ListedRecord>;
  plan: ListPlan;
  /** What was read otherwise. */
  rows?: ReadonlyMap<string, readonly MergedRow[]>;
  /** Of another order, but with their rows in this one: what participants have by creation. */
  beside?: readonly ListSource[];
  most: number;
  position: string | undefined;
}

/** Goes through the groups of a plan until a page is full. */
const walk = async <R extends ListedRecord>(
  table: Table,
  { request, plan, rows, beside = [], most, position }: GroupWalk<R>,
): Promise<{ records: R[]; next?: string; looked: number }> => {
  const start = placeAt(position);
  const first = Math.max(
    plan.groups.findIndex(({ name }) => name === start.group),
    0,
  );
  const records: R[] = [];
  let looked = 0;
  for (const [index, group] of plan.groups.slice(first).entries()) {
    const page = await mergePages(table, {
      sources: [...group.sources, ...beside],
      rows: rows?.get(group.name) ?? [],
      descending: group.descending,
      after: index === 0 ? start.after : undefined,
      limit: request.limit - records.length,
      most: most - looked,
      ...asking(table, request as ListRequest<R>),
    });
    records.push(...page.items.map((item) => recordOf<R>(item)));
    looked += page.looked;
    if (page.more) {
      const after = page.next ?? (index === 0 ? start.after : undefined);
      return { records, looked, next: positionOf(group.name, after) };
    }
  }
  return { records, looked };
};

/** A page of records that are all read, in the order of a plan. */
const pageOfAll = <R extends ListedRecord>(
  plan: ListPlan,
  all: readonly R[],
  { limit, position }: Pick<ListRequest<R>, 'limit' | 'position'>,
): { records: R[]; next?: string } => {
  const start = placeAt(position);
  const grouped = byGroup(plan, all);
  const names = plan.groups.map(({ name }) => name);
  const rest = plan.groups.slice(Math.max(names.indexOf(start.group ?? ''), 0)).flatMap((group, index) => {
    const isBefore = (a: string, b: string) => (group.descending ? compareKeys(b, a) : compareKeys(a, b)) < 0;
    const { after } = index === 0 ? start : {};
    return (grouped.get(group.name) ?? [])
      .filter(({ key }) => after === undefined || isBefore(after, key))
      .sort((a, b) => (isBefore(a.key, b.key) ? -1 : 1))
      .map((row) => ({ ...row, group: group.name }));
  });
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    records: page.map(({ item }) => recordOf<R>(item)),
    ...(last && rest.length > page.length && { next: positionOf(last.group, last.key) }),
  };
};

/** Everything of one contact: its links, then the records themselves. */
const ofContact = async <R extends ListedRecord>(table: Table, request: ListRequest<R>): Promise<R[]> => {
  const kind = request.kind === 'alert' ? 'alert' : 'case';
  const pk = partitionOf({ kind: 'contact', id: request.contactId ?? '' });
  const prefixes = [contactLinkPrefix(kind), ...(kind === 'case' ? [clientLinkPrefix] : [])];
  const links = (await Promise.all(prefixes.map((prefix) => table.queryAll({ pk, prefix })))).flat();
  const ids = new Set(links.map((link) => String(link.caseId ?? link.alertId)));
  const found = await table.getMany([...ids].map((id) => recordKey({ kind, id })));
  const records = found.map((item) => recordOf<R>(item)).filter(request.mayFit ?? (() => true));
  await request.beforehand?.(records);
  return records.filter(request.accept);
};

/** Where what a filter is about lies side by side, if the list is in another order. */
const narrowerOf = <R extends ListedRecord>(request: ListRequest<R>): ListRequest<R> | undefined => {
  const order = orderOf(request.sort);
  if (request.dueBefore && order !== 'dueAt') return { ...request, sort: 'dueAt' };
  if (request.priority !== undefined && order !== 'priority') return { ...request, sort: '-priority' };
  return (request.createdFrom || request.createdTo) && order !== 'createdAt'
    ? { ...request, sort: '-createdAt' }
    : undefined;
};

/**
 * All that a request finds in another order, if that is little; undefined otherwise.
 */
const allInOrder = async <R extends ListedRecord>(
  table: Table,
  request: ListRequest<R>,
  beside: readonly R[],
): Promise<{ records: R[]; index: IndexName } & Accepted & { isWhole: boolean }> => {
  const plan = planList(request);
  const asked = { ...request, limit: mostSorted, position: undefined };
  const rows = byGroup(plan, beside);
  const { records, next, looked } = await walk(table, {
    request: asked,
    plan,
    rows,
    most: mostSorted,
    position: undefined,
  });
  return { records, looked, index: plan.index, isWhole: next === undefined };
};

const refuseInverted = ({ createdFrom, createdTo }: Pick<ListPlanInput, 'createdFrom' | 'createdTo'>): void => {
  if (createdFrom && createdTo && createdFrom > createdTo)
    throw invalid([{ pointer: '/query/createdFrom', code: 'inverted', detail: 'lies after createdTo' }]);
};

/** Everything there is: who has a part in too much of it finds theirs there. */
const amongAll = <R extends ListedRecord>(request: ListRequest<R>): ListRequest<R> => ({
  ...request,
  everything: true,
  owners: [] as PersonOrGroup[],
  others: undefined,
});

/**
 * One page of a list. It is short at its end alone, but for a filter that hardly anything passes.
 * What it costs is what is on it, however much the table holds.
 */
export const listRecords = async <R extends ListedRecord>(
  table: Table,
  request: ListRequest<R>,
): Promise<ListPage<R>> => {
  refuseInverted(request);
  const plan = planList(request);
  const { position, most: mostOfPage = mostLookedAt } = request;
  if (request.contactId) {
    const all = await ofContact(table, request);
    const { records, next } = pageOfAll(plan, all, request);
    return { items: records, ...(next !== undefined && { next }), index: 'contact', looked: all.length };
  }
  const others = request.owner || !request.others ? [] : await request.others();
  if (others === undefined) return listRecords(table, amongAll(request));
  if (plan.order === 'createdAt' && !narrowerOf(request)) {
    const beside = participantSources(request);
    const found = await walk(table, {
      request,
      plan,
      rows: byGroup(plan, others),
      beside,
      most: mostOfPage,
      position,
    });
    return pageFrom(found, plan.index);
  }
  const parts = await recordsBeside(table, request);
  if (parts === undefined) return listRecords(table, amongAll(request));
  const beside = [...parts, ...others];
  const narrower = narrowerOf(request);
  const rows = byGroup(plan, beside);
  const most = narrower ? fewLookedAt : mostOfPage;
  const found = await walk(table, { request, plan, rows, most, position });
  if (!narrower || found.next === undefined || found.records.length === request.limit)
    return pageFrom(found, plan.index);
  const all = await allInOrder(table, narrower, beside);
  if (all.isWhole)
    return pageFrom({ looked: found.looked + all.looked, ...pageOfAll(plan, all.records, request) }, all.index);
  const left = { ...request, limit: request.limit - found.records.length };
  const more = await walk(table, { request: left, plan, rows, most: mostOfPage, position: found.next });
  const looked = found.looked + all.looked + more.looked;
  return pageFrom({ ...more, records: [...found.records, ...more.records], looked }, plan.index);
};

const pageFrom = <R>(
  { records, next, looked }: { records: R[]; next?: string; looked: number },
  index: IndexName,
): ListPage<R> => ({ items: records, ...(next !== undefined && { next }), index, looked });
