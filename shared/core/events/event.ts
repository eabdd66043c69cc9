import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { causeSchema, eventSchema } from '#shared/core/events/event.schema.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

/** Detail-types on the bus, past tense. An event is the history of a record, what the stream publishes, and what an auditor reads: one concept. */
export const eventTypes = [
  'Alert Created',
  'Alert Updated',
  'Alert Status Changed',
  'Alert Reviewer Changed',
  'Alert Escalated',
  'Alert Unlinked',
  'Alert Repeated',
  'Alert Due Soon',
  'Case Created',
  'Case Updated',
  'Case Status Changed',
  'Case Assigned',
  'Case Released',
  'Case Escalated',
  'Case De-escalated',
  'Case Closed',
  'Case Reopened',
  'Case Role Changed',
  'Case Client Changed',
  'Case Subscriber Changed',
  'Case Lock Changed',
  'Case Link Changed',
  'Case Opened In Emergency',
  'Case Merged',
  'Case Unmerged',
  'Case Converted',
  'Case Trashed',
  'Case Restored',
  'Case Deleted',
  'Alert Linked',
  'Portal Link Requested',
  'Portal Link Revoked',
  'Target Reminder Due',
  'Target Breached',
  'Target Changed',
  'Task Created',
  'Task Updated',
  'Task Started',
  'Task Completed',
  'Task Cancelled',
  'All Tasks Completed',
  'Activity Created',
  'Activity Updated',
  'Activity Completed',
  'Activity Cancelled',
  'Activity Not Required',
  'Timeline Added',
  'Timeline Replanned',
  'Timeline Reset',
  'Sequence Started',
  'Sequence Finished',
  'Appointment Created',
  'Appointment Updated',
  'Appointment Cancelled',
  'Appointment Attended',
  'Appointment Missed',
  'Note Added',
  'Message Sent',
  'Question Asked',
  'Question Answered',
  'Question Unanswered',
  'Question Withdrawn',
  'Closing Called Off',
  'Due Action Failed',
  'File Added',
  'File Updated',
  'File Removed',
  'File Rejected',
  'Mail Set Aside',
  'Mail Files Refused',
  'Contact Created',
  'Contact Updated',
  'Configuration Changed',
  'Mail Due',
  'Notification Sent',
  'Notification Failed',
] as const;
export type EventType = (typeof eventTypes)[number];

export type Cause = z.infer<typeof causeSchema>;
export type DomainEvent = z.infer<typeof eventSchema>;

/** What a decision says happened; the commit adds who, when and why. */
export interface EventDraft {
  type: EventType;
  changed: string[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** Who does something, when, and what led to it. */
export interface Intent {
  actor: Actor;
  /** Epoch milliseconds. */
  at: number;
  cause: Cause;
}

export const byHand = { depth: 0 } as const satisfies Cause;

// Fields that every change moves; they say nothing about what changed.
const bookkeeping = new Set(['version', 'updatedAt', 'generation', 'agenda', 'helpers']);

// A record comes back from the table with its members in another order: then the texts differ, and nothing has changed.
const sameJson = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b) || isDeepStrictEqual(a, b);

/** The draft of an event from the two sides of a change: which fields moved, and their values before and after. */
export const changeEvent = (type: EventType, before: object, after: object): EventDraft => {
  const old: Record<string, unknown> = { ...before };
  const now: Record<string, unknown> = { ...after };
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => !bookkeeping.has(field) && !sameJson(own(old, field), own(now, field)),
  );
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map((field) => [field, own(from, field)]).filter(([, value]) => value !== undefined));
  return { type, changed, before: pick(old), after: pick(now) };
};

/** Members of a record that nobody outside has a use for. */
export const internalMembers: ReadonlySet<string> = new Set([
  'generation',
  'counting',
  'subscriptions',
  'stageSince',
  'opened',
  'beforeMerge',
  'otherRequesters',
  'questionsEndedAt',
  'statusBefore',
  'dueSoon',
]);

/**
 * The draft of the event that a record begins with. What it began with is its record; the event is kept without saying it twice, and `toldInFull` says it
 * again to whoever hears of it.
 */
export const creationEvent = (type: EventType, record: object): EventDraft => ({
  type,
  changed: Object.keys(record).filter((field) => !bookkeeping.has(field) && !internalMembers.has(field)),
  before: {},
  after: {},
});

const keptShort: ReadonlySet<EventType> = new Set(['Alert Created', 'Case Created']);

/** An event as it is told: of a creation, `after` has every member that the record began with. */
export const toldInFull = (event: DomainEvent): DomainEvent => {
  const { type, record, changed, after } = event;
  if (!keptShort.has(type) || !record) return event;
  return { ...event, after: { ...Object.fromEntries(changed.map((field) => [field, own(record, field)])), ...after } };
};
