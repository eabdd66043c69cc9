import { decodeTime } from 'ulid';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { type Key, partitionOf, type RecordKind, type SubjectRef } from '#shared/core/table/keys.ts';

// The change feed holds where events lie, not what they say: an event that is purged is gone from
// the feed with it, and an entry costs a tenth of its event. docs/decisions/0057.

/** Where an event lies, and what can be asked of it without reading it. */
export interface FeedEntry {
  subject: SubjectRef;
  /** The sort key of its item, below its subject. */
  sk: string;
  type: string;
}

const followed: ReadonlySet<string> = new Set<RecordKind>(['case', 'alert', 'contact', 'configuration']);

/** The line that the feed has of an event; undefined of one that is about no record. */
export const feedLineOf = ({ subject, type }: Pick<DomainEvent, 'subject' | 'type'>, sk: string): string | undefined =>
  followed.has(subject.kind) ? `${subject.kind} ${subject.id} ${sk} ${type}` : undefined;

export const entryOfLine = (line: string): FeedEntry => {
  const [kind = '', id = '', sk = '', ...type] = line.split(' ');
  return { subject: { kind: kind as RecordKind, id }, sk, type: type.join(' ') };
};

export const eventItemKey = ({ subject, sk }: FeedEntry): Key => ({ pk: partitionOf(subject), sk });

/** When the id of an event was made, in epoch milliseconds. */
export const madeAt = ({ eventId }: Pick<DomainEvent, 'eventId'>): number => decodeTime(eventId);
