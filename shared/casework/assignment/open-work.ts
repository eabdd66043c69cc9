import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { type Key, type WorkKind, workKey } from '#shared/core/table/keys.ts';

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
 * The one small item of a record that is open: with the person who has it, or in the queue of the
 * team that has it, or in that of its type where nobody has it. It goes with the record's own
 * transaction, so who counts these items consistently counts right.
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
