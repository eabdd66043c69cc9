import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { CaseFile } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { own } from '#shared/core/records/own.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { filePrefix, type Key, notePrefix, partitionOf, type RecordKind } from '#shared/core/table/keys.ts';

// What projections are kept from: the changes of the table, as its stream hands them over. Those of
// one item come in order, and at least once; those of different items in any order.

/** A change of one item. */
export interface Change {
  key: Key;
  /** As it was; absent where it is new. */
  before?: Item;
  /** As it is; absent where it is gone. */
  after?: Item;
  /** When it was written, to the second (epoch milliseconds). */
  at?: number;
}

interface RecordOfKind {
  case: Case;
  alert: Alert;
  contact: Contact;
}

/** A record before and after a change of it. */
interface RecordChange<R> {
  id: string;
  before: R | undefined;
  after: R | undefined;
}

/** The record that a change is of, where it is of one of this kind. */
export const recordChange = <K extends keyof RecordOfKind>(
  kind: K,
  { key, before, after }: Change,
): RecordChange<RecordOfKind[K]> | undefined => {
  const prefix = partitionOf({ kind, id: '' });
  if (key.sk !== kind || !key.pk.startsWith(prefix)) return undefined;
  const recordOf = (item: Item | undefined) => item?.record as RecordOfKind[K] | undefined;
  return { id: key.pk.slice(prefix.length), before: recordOf(before), after: recordOf(after) };
};

/** A thing below a case or an alert before and after a change of it. */
interface BelowChange<T> {
  of: { kind: RecordKind; id: string };
  id: string;
  before: T | undefined;
  after: T | undefined;
}

const belowChange = <T>(prefix: string, member: string, { key, before, after }: Change): BelowChange<T> | undefined => {
  if (!key.sk.startsWith(prefix)) return undefined;
  for (const kind of ['case', 'alert'] as const) {
    const partition = partitionOf({ kind, id: '' });
    if (!key.pk.startsWith(partition)) continue;
    const of = { kind, id: key.pk.slice(partition.length) };
    const contentOf = (item: Item | undefined) => own(item, member) as T | undefined;
    return { of, id: key.sk.slice(prefix.length), before: contentOf(before), after: contentOf(after) };
  }
  return undefined;
};

/** The note that a change is of. */
export const noteChange = (change: Change): BelowChange<Note> | undefined => belowChange(notePrefix, 'note', change);

/** The file that a change is of. */
export const fileChange = (change: Change): BelowChange<CaseFile> | undefined =>
  belowChange(filePrefix, 'file', change);

/** Something that is kept from the changes of the table, and can be made anew from it. */
export interface Projection {
  name: string;
  wants: (change: Change) => boolean;
  /**
   * Takes changes, in the order of the stream. It may be given any of them again, also those that
   * others have overtaken, and makes what it does count once.
   */
  take: (changes: readonly Change[]) => Promise<void>;
}
