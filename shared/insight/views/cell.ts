import { createHash } from 'node:crypto';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { participantsOfAlert } from '#shared/casework/alerts/participants.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

// Records are counted by what decides who sees them, people left out: the policy gives the same
// answer about all records of a cell to everybody who has no part in them themselves.

export const viewedKinds = ['case', 'alert'] as const;
export type ViewedKind = (typeof viewedKinds)[number];
export type ViewedRecord = Alert | Case;

/** What the built-in views ask of an open record. */
export interface OpenCell {
  owner: 'nobody' | 'person' | 'team';
  team?: string;
  /** The category of a case, the status of an alert. */
  status: string;
  due: 'later' | 'soon' | 'overdue';
}

export interface ViewCell {
  type: string;
  private: boolean;
  /** Teams that have a part in the records. */
  groups: readonly string[];
  /** Types of their tasks. */
  taskTypes: readonly string[];
  open?: OpenCell;
}

const isAlert = (record: ViewedRecord): record is Alert => !('reference' in record);

export const ownerOf = (record: ViewedRecord): PersonOrGroup | undefined =>
  isAlert(record) ? record.reviewer : record.assignee;

/** What is in the trash is in no list, and is not counted. */
export const isListed = (record: ViewedRecord): boolean => isAlert(record) || record.trashedAt === undefined;

export const isOpenRecord = (record: ViewedRecord): boolean =>
  isListed(record) && (isAlert(record) ? record.category === 'open' : isOpen(record));

const groupsIn = (owners: readonly (PersonOrGroup | undefined)[]): string[] =>
  [...new Set(owners.flatMap((one) => (one && 'group' in one ? [one.group] : [])))].sort();

/** As what a record is counted under a condition. */
export const cellOf = (record: ViewedRecord): ViewCell => ({
  type: record.type,
  private: record.private,
  groups: isAlert(record)
    ? groupsIn([record.reviewer, ...participantsOfAlert(record)])
    : groupsIn(participantsOf(record)),
  taskTypes: isAlert(record) ? [] : [...record.helpers.taskTypes].sort(),
});

/** As what an open record is counted for the built-in views. */
export const openCellOf = (record: ViewedRecord, due: OpenCell['due']): ViewCell => {
  const owner = ownerOf(record);
  const status = isAlert(record) ? record.status : record.status.category;
  const whose: Pick<OpenCell, 'owner' | 'team'> =
    owner === undefined
      ? { owner: 'nobody' }
      : 'group' in owner
        ? { owner: 'team', team: owner.group }
        : { owner: 'person' };
  return { ...cellOf(record), open: { ...whose, status, due } };
};

/** Cells that are alike have one key. A sort key takes 1,024 bytes, and teams have long names. */
export const cellKey = ({ type, private: isPrivate, groups, taskTypes, open }: ViewCell): string =>
  createHash('sha256')
    .update(JSON.stringify([type, isPrivate, groups, taskTypes, open?.owner, open?.team, open?.status, open?.due]))
    .digest('base64url')
    .slice(0, 16);

/** What the policy reads of a record, of one of the cell in which no person has a part. */
export const standInFor = (
  kind: ViewedKind,
  { type, private: isPrivate, groups, taskTypes }: ViewCell,
): ViewedRecord => {
  const createdBy = { kind: 'system', id: '' } as const;
  const owners = groups.map((group) => ({ group }));
  const asRead =
    kind === 'alert'
      ? { type, private: isPrivate, createdBy, reviewer: owners[0] }
      : { type, private: isPrivate, createdBy, locks: [], roles: [], escalated: 0, helpers: { owners, taskTypes } };
  return asRead as unknown as ViewedRecord;
};
