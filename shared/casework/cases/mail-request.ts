import type { PersonOfStory } from '#shared/casework/assignment/people-of-story.ts';
import type { Cause, DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor, RecordBase } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { mailEventKey, type SubjectRef } from '#shared/core/table/keys.ts';

interface MailRequest {
  /** Key of the template. */
  template: string;
  to: readonly PersonOfStory[];
  /** What the event that led to it says: a template may name its task, appointment or question. */
  about?: Readonly<Record<string, unknown>> | undefined;
  /** The kind of mail that a contact can be rid of by a link in it. */
  optOut?: string | undefined;
}

interface Requested {
  eventId: string;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  cause: Cause;
}

const carried = ['task', 'appointment', 'question'] as const;

/**
 * The event by which an automation has a mail written about a record. It stands beside the events
 * of the record and is no change of it, so it races with nobody's version.
 */
export const mailRequestOf = (
  { kind, record }: { kind: SubjectRef['kind']; record: RecordBase & { reference?: string; contactId?: string } },
  { template, to, about = {}, optOut }: MailRequest,
  { eventId, by, at, cause }: Requested,
): Write => {
  const { id, version, reference } = record;
  const contactId = kind === 'contact' ? id : record.contactId;
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: 'Mail Requested',
    occurredAt: iso(at),
    subject: { kind, id, ...(reference && { reference }) },
    ...(contactId && { contactId }),
    actor: by,
    cause,
    changed: [],
    before: {},
    after: {
      template,
      to,
      ...(optOut !== undefined && { optOut }),
      ...Object.fromEntries(carried.flatMap((name) => (about[name] === undefined ? [] : [[name, about[name]]]))),
    },
  };
  return { put: { ...mailEventKey({ kind, id }, version, eventId), event }, when: 'new' };
};
