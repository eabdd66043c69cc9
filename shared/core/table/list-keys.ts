import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import {
  contactShardOf,
  contactPartition as contactsById,
  everyContactShard,
  everyShard,
  type IndexName,
  type ListOrder,
  type ListScope,
  partitionOf,
  shardOf,
} from '#shared/core/table/keys.ts';
import { packRow } from '#shared/core/table/packed-row.ts';

// Where lists find records: by whose they are, by their type, and among all, each in four orders.
// Open and closed are apart, so that what is open costs the same however much has been closed.

export type ListKind = 'case' | 'alert' | 'task';
export type Openness = 'open' | 'closed';
const trashed = 'trashed';
/** Where a record lies: cases in the trash are in no list, but somewhere. */
type Whereabouts = Openness | typeof trashed;

/** What a list is of: what somebody has, what is of a type, or all there is. */
export type ListedIn = { owner: PersonOrGroup } | { type: string } | 'everything';

const partition = {
  owner: (kind: ListKind, owner: PersonOrGroup, openness: Whereabouts) =>
    `${kind}#owner#${ownerKey(owner)}#${openness}`,
  type: (kind: ListKind, type: string, { openness, shard }: { openness: Whereabouts; shard: number }) =>
    `${kind}#type#${type}#${openness}#${shard}`,
  all: (kind: ListKind, openness: Whereabouts, shard: number) => `${kind}#all#${openness}#${shard}`,
};

/** One ordered partition of an index of lists. */
export interface ListPartition {
  index: IndexName;
  pk: string;
}

/** The index of a list, by what it is of. */
export const listIndex = (of: ListedIn, order: ListOrder): IndexName => {
  const scope: ListScope = of === 'everything' ? 'all' : 'owner' in of ? 'owner' : 'type';
  return `${scope}-${order}`;
};

/** The partitions of a list, which are to be merged: one of an owner, one a shard of the others. */
export const listPartitions = (
  { kind, openness, order = 'createdAt' }: { kind: ListKind; openness: Whereabouts; order?: ListOrder | undefined },
  of: ListedIn,
): ListPartition[] => {
  const index = listIndex(of, order);
  if (of === 'everything') return everyShard.map((shard) => ({ index, pk: partition.all(kind, openness, shard) }));
  if ('owner' in of) return [{ index, pk: partition.owner(kind, of.owner, openness) }];
  return everyShard.map((shard) => ({ index, pk: partition.type(kind, of.type, { openness, shard }) }));
};

/** Where all records of a kind lie, but for cases in the trash; contacts by their ids. */
export const partitionsOfAll = (kind: 'case' | 'alert' | 'contact', order?: ListOrder): ListPartition[] =>
  kind === 'contact'
    ? everyContactShard.map((shard) => ({ index: 'gsi3' as const, pk: contactsById(shard) }))
    : (['open', 'closed'] as const).flatMap((openness) => listPartitions({ kind, openness, order }, 'everything'));

/** Where cases in the trash lie: in no list, but somewhere. */
export const trashedCases: readonly ListPartition[] = listPartitions({ kind: 'case', openness: trashed }, 'everything');

/** A case in the trash is found by its type and priority, which are not deleted meanwhile. */
export const trashedKeys = ({
  id,
  type,
  createdAt,
  priority,
}: Omit<ListedDates, 'updatedAt'>): Record<string, string> => {
  const shard = shardOf(id);
  return {
    typepk: partition.type('case', type, { openness: trashed, shard }),
    allpk: partition.all('case', trashed, shard),
    createdAtsk: createdKey({ id, createdAt }),
    ...(priority !== undefined && { prioritysk: `${priority}#${undated}#${id}` }),
  };
};

/** Where all records of a kind lie, those of one type or of every type, in the trash too. */
export const partitionsOfKept = (
  kind: 'case' | 'alert',
  of: { type: string } | 'everything',
  order: ListOrder = 'createdAt',
): ListPartition[] => {
  const everywhere: Whereabouts[] = kind === 'case' ? ['open', 'closed', trashed] : ['open', 'closed'];
  return everywhere.flatMap((openness) => listPartitions({ kind, openness, order }, of));
};

/** Stands for a date that there is none of: behind all dates. */
export const undated = '~';
/** Up to here lie those that have a date, behind it those that have none. */
export const endOfDates = ':';

interface IndexedRecord {
  id: string;
  type: string;
  createdAt: string;
}

interface ListedDates extends IndexedRecord {
  updatedAt: string;
  dueAt?: string | undefined;
  priority?: string | undefined;
}

const createdKey = ({ id, createdAt }: { id: string; createdAt: string }): string => `${createdAt}#${id}`;

/** How a record is written in an order: by a date or a priority, then by what tells ties apart. */
export const orderKeys = ({
  id,
  createdAt,
  updatedAt,
  dueAt = undated,
  priority,
}: Omit<ListedDates, 'type'>): Record<Exclude<ListOrder, 'priority'>, string> & { priority?: string } => ({
  createdAt: createdKey({ id, createdAt }),
  updatedAt: `${updatedAt}#${id}`,
  dueAt: `${dueAt}#${id}`,
  // By its key: how urgent a priority is may change, and what has it stays where it is.
  ...(priority !== undefined && { priority: `${priority}#${dueAt}#${id}` }),
});

/** The range of a priority in its order: what is due soonest first, then what has no date. */
export const rangeOfPriority = (priority: string): { from: string; to: string } => ({
  from: `${priority}#`,
  to: `${priority}#${undated}~`,
});

/** The attributes by which lists find a record, and the record as their indexes hold it. */
export const listAttributes = (
  kind: ListKind,
  record: ListedDates,
  { owner, isOpen, row = record }: { owner: PersonOrGroup | undefined; isOpen: boolean; row?: object },
): Record<string, string | Uint8Array> => {
  const openness = isOpen ? 'open' : 'closed';
  const shard = shardOf(record.id);
  const keys = orderKeys(record);
  const packed = packRow(row);
  return {
    ...(owner && { ownerpk: partition.owner(kind, owner, openness) }),
    typepk: partition.type(kind, record.type, { openness, shard }),
    allpk: partition.all(kind, openness, shard),
    createdAtsk: keys.createdAt,
    updatedAtsk: keys.updatedAt,
    dueAtsk: keys.dueAt,
    ...(keys.priority !== undefined && { prioritysk: keys.priority }),
    ...(packed && { row: packed }),
  };
};

/** Where participants find records, in the order of creation and by their types. */
export const participantPartition = (
  kind: 'case' | 'alert',
  participant: PersonOrGroup,
  openness: Openness | 'any',
): string => `${kind}#participant#${ownerKey(participant)}#${openness}`;

/**
 * The index entries by which lists find a record for a participant, also without a group that sees
 * its type. They lead to the record, and say what type that is of.
 */
export const participantItem = (
  kind: 'case' | 'alert',
  { id, createdAt, type }: IndexedRecord,
  { participant, openness }: { participant: PersonOrGroup; openness: Openness | 'any' },
) => ({
  pk: partitionOf({ kind, id }),
  sk: `participant#${ownerKey(participant)}`,
  recordId: id,
  type,
  gsi1pk: participantPartition(kind, participant, openness),
  gsi1sk: `${createdAt}#${id}`,
  gsi2pk: participantPartition(kind, participant, openness),
  gsi2sk: `${type}#${createdAt}#${id}`,
});

/** As text is put in order: without accents, whatever its case. Two names may be alike. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const byName = ({ id, name }: { id: string; name: string }): string => `${folded(name)}#${id}`;

/** Where contacts lie in the order of their names: all of them, or those with a label. */
export const contactPartitions = (label?: string): ListPartition[] =>
  everyContactShard.map((shard) => ({ index: 'gsi2', pk: contactPartition(shard, label) }));
const contactPartition = (shard: number, label: string | undefined): string =>
  label === undefined ? `contact#name#${shard}` : `contact#label#${label}#${shard}`;

interface NamedContact {
  id: string;
  name: string;
}

/** The order key of a contact in a list by name. */
export const contactNameKey = (contact: NamedContact): string => byName(contact);

/** The index attributes by which a list by name finds a contact. */
export const contactNameKeys = (contact: NamedContact): Record<string, string> => ({
  gsi2pk: contactPartition(contactShardOf(contact.id), undefined),
  gsi2sk: byName(contact),
});

/** That a contact has a label, with the contact as lists hold it. */
export const contactLabelItem = (contact: NamedContact, label: string) => {
  const row = packRow(contact);
  return {
    pk: partitionOf({ kind: 'contact', id: contact.id }),
    sk: `label#${label}`,
    recordId: contact.id,
    gsi2pk: contactPartition(contactShardOf(contact.id), label),
    gsi2sk: byName(contact),
    ...(row && { row }),
  };
};
