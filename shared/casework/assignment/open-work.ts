import type { DealtRecord } from '#shared/casework/assignment/assignment-inputs.ts';
import type { Availability } from '#shared/casework/assignment/availability.ts';
import type { Roster } from '#shared/casework/assignment/roster.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { type WorkKind, workIn, workKey } from '#shared/core/table/casework-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** What decides where open work lies. */
export interface OpenWork {
  id: string;
  type: string;
  createdAt: string;
  dueAt?: string | undefined;
  owner: PersonOrGroup | undefined;
  isOpen: boolean;
  /** Whether somebody may be offered it who does not know of it: not what is private. */
  isOffered: boolean;
}

/**
 * A person's work stands in no order; what waits for a person stands by when it is due, and what is
 * never due behind it, by age.
 */
const placeOf = (kind: WorkKind, work: OpenWork): Key | undefined => {
  const { id, type, owner } = work;
  if (!work.isOpen) return undefined;
  if (owner && 'user' in owner) return workKey(kind, owner, id);
  if (!work.isOffered) return undefined;
  return workKey(kind, owner ?? { type }, `${work.dueAt ?? `~${work.createdAt}`}#${id}`);
};

/**
 * The one small item of an open record, with its person, or in the queue of its team or type. It is
 * written in the record's own transaction, so a consistent count of such items is right.
 */
export const workItems = (kind: WorkKind, before: OpenWork | undefined, after: OpenWork): Write[] => {
  const was = before && placeOf(kind, before);
  const is = placeOf(kind, after);
  const stays = was && is && was.pk === is.pk && was.sk === is.sk;
  if (stays && before.type === after.type) return [];
  return [
    ...(was && !stays ? [{ delete: was }] : []),
    ...(is ? [{ put: { ...is, recordId: after.id, type: after.type } }] : []),
  ];
};

/** A task that somebody has in a case. */
export interface TaskInHand {
  user: string;
  id: string;
  type?: string | undefined;
}

/** What decides where the tasks of a case lie that people have to do. */
export interface TaskWork {
  caseId: string;
  type: string;
  tasks: readonly TaskInHand[];
}

/** The tasks that each person has in a case: one item a person. */
const itemsOf = ({ caseId, type, tasks }: TaskWork): Map<string, Item> =>
  new Map(
    [...Map.groupBy(tasks, ({ user }) => user)].map(([user, theirs]) => {
      const listed = theirs.map(({ id, type: taskType }) => ({
        id,
        ...(taskType !== undefined && { type: taskType }),
      }));
      return [user, { ...workKey('task', { user }, caseId), recordId: caseId, type, tasks: listed }];
    }),
  );

/** What a change of a case writes for the tasks that people have in it. */
export const taskWorkItems = (before: TaskWork | undefined, after: TaskWork): Write[] => {
  const was = before ? itemsOf(before) : new Map<string, Item>();
  const is = itemsOf(after);
  const gone = [...was].filter(([user]) => !is.has(user)).map(([, { pk, sk }]) => ({ delete: { pk, sk } }));
  const moved = [...is].filter(([user, item]) => JSON.stringify(was.get(user)) !== JSON.stringify(item));
  return [...gone, ...moved.map(([, put]) => ({ put }))];
};

/** A thing that somebody has to do, and the case that it is a task of. */
export interface OpenItem {
  kind: WorkKind;
  id: string;
  type: string;
  taskType?: string;
  caseId?: string;
}

/** What an item of somebody's open work stands for: a record, or tasks of a case. */
const openItemsIn = ({ sk, recordId, type, tasks }: Item): OpenItem[] => {
  const kind = sk.slice(0, sk.indexOf('#')) as WorkKind;
  const record = { kind, id: String(recordId), type: String(type) };
  if (kind !== 'task') return [record];
  return (tasks as { id: string; type?: string }[]).map(({ id, type: taskType }) => ({
    ...record,
    id,
    caseId: record.id,
    ...(taskType !== undefined && { taskType }),
  }));
};

/** All that a person has to do. Consistent: a read unit for some sixty of them. */
export const openItemsOf = async (table: Table, person: string): Promise<OpenItem[]> =>
  (await table.queryAll({ pk: workIn({ user: person }), consistent: true })).flatMap(openItemsIn);

// A Query may still miss an item of a transaction whose other items can be read already.
// Transactions are whole within milliseconds.
const becomesWhole = 5_000;

/**
 * The weight of somebody's open work beside one record. What was dealt to them last and is not
 * among it is read by itself, which a transaction is never half visible to.
 */
export const openWorkOf = async (
  { table, roster }: { table: Table; roster: Roster },
  person: string,
  { record, at, last }: { record: DealtRecord; at: number; last: Availability['last'] },
): Promise<{ ofKind: number; all: number }> => {
  const found = await openItemsOf(table, person);
  const isLast = ({ kind, id }: OpenItem) => kind === last?.kind && id === last.recordId;
  const isDoubtful = last && last.kind !== 'task' && at - last.at < becomesWhole && !found.some(isLast);
  const late = isDoubtful ? await table.get(workKey(last.kind, { user: person }, last.recordId)) : undefined;
  const others = [...found, ...(late ? openItemsIn(late) : [])].filter(
    ({ kind, id }) => kind !== record.kind || id !== record.id,
  );
  const weigh = (items: readonly OpenItem[]) => items.reduce((sum, item) => sum + roster.weightOf(item), 0);
  return { ofKind: weigh(others.filter(({ kind }) => kind === record.kind)), all: weigh(others) };
};
