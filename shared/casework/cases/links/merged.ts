import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

// Two people who reported the same thing have one case among staff, and each their own side of it:
// neither has agreed that the other reads what they wrote: docs/decisions/0035.

/**
 * A merged case as it goes on in another: what its requester said, and how the other stands. What
 * the other's requester said at its end is theirs.
 */
export const asItGoesOn = (merged: Case, into: Case): Case => {
  const { closedAt: _gone, closure: _merged, dueAt: _due, ...own } = merged;
  const { status, closedAt, closure, dueAt, updatedAt } = into;
  const { details, ...end } = closure ?? {};
  const isOthersWord = closure?.by.kind === 'requester';
  return {
    ...own,
    status,
    updatedAt,
    ...(dueAt !== undefined && { dueAt }),
    ...(closedAt !== undefined && { closedAt }),
    ...(closure && {
      closure: { ...(end as typeof closure), ...(details !== undefined && !isOthersWord && { details }) },
    }),
  };
};

/**
 * A merged case with everybody who is kept out of the other, and in the trash where that is: no
 * person gets mail of it who would get none of the other.
 */
export const keptOutAsIn = (merged: Case, into: Case): Case => ({
  ...merged,
  locks: [...new Set([...merged.locks, ...into.locks])],
  ...(into.trashedAt !== undefined && { trashedAt: into.trashedAt }),
});

/**
 * The definition of such a case: its own fields and switches, and what statuses and reasons for
 * closing are called in the other.
 */
export const definitionAsItGoesOn = (ofMerged: CaseDefinition, ofOther: CaseDefinition): CaseDefinition => ({
  ...ofMerged,
  type: { ...ofMerged.type, statuses: ofOther.type.statuses, closureReasons: ofOther.type.closureReasons },
});

/** Something below a case, as far as it is decided by whom it is seen. */
export interface Thing {
  id: string;
  createdAt: string;
  createdBy: Pick<Actor, 'kind' | 'id'>;
}

interface Sides {
  /** The case that things lie below. */
  record: Case;
  /** The cases that were merged into it. */
  merged: readonly Case[];
  /** The one of them that the requester asks about, where it is not the case itself. */
  from?: Case | undefined;
}

const broughtWith = ({ beforeMerge }: Case): string[] => [
  ...(beforeMerge?.noteIds ?? []),
  ...(beforeMerge?.fileIds ?? []),
  ...(beforeMerge?.questionIds ?? []),
];

/**
 * Whether one of the requesters of a case is shown something of what is public below it: what they
 * brought with their own case or wrote, and what staff say to all of them since.
 */
export const sideOf = (requesterId: string, { record, merged, from }: Sides): ((thing: Thing) => boolean) => {
  const others = merged.filter((one) => requesterIdOf(one) !== requesterId);
  const isOther = requesterIdOf(record) !== requesterId;
  const { otherRequesters = [] } = record;
  if (others.length === 0 && otherRequesters.length === 0 && !isOther) return () => true;
  const own = new Set(merged.filter((one) => requesterIdOf(one) === requesterId).flatMap(broughtWith));
  const foreign = new Set(others.flatMap(broughtWith));
  const theirs = new Set([...otherRequesters, ...[...others, ...(isOther ? [record] : [])].map(requesterIdOf)]);
  const since = isOther ? (from?.closedAt ?? record.updatedAt) : undefined;
  return ({ id, createdAt, createdBy }) => {
    const isByRequester = createdBy.kind === 'requester';
    if ((isByRequester && createdBy.id === requesterId) || own.has(id)) return true;
    if (foreign.has(id) || (isByRequester && theirs.has(createdBy.id))) return false;
    return since === undefined || (createdAt >= since && !isByRequester);
  };
};
