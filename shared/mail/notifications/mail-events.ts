import { decodeTime } from 'ulid';
import type { CaseworkEventOf } from '#shared/casework/casework.events.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type MailPlace, mailEventKey, type SubjectRef } from '#shared/core/table/keys.ts';

// What follows a mail after SES took it changes no record and races with no version. The stream
// emits that it was sent, without a write; that it failed is written: docs/decisions/0021.

/**
 * What a mail is about: the record with what its events say beside its kind and id, or the batch of
 * a digest.
 */
export interface MailTopic extends MailPlace {
  reference?: string | undefined;
  contactId?: string | undefined;
}

/** A mail as its item has it. */
export interface KeptMail {
  about: MailTopic;
  eventId: string;
  notification: string;
  address: string;
  at: string;
  /** Version of the record at the event, beside which a failure is put on its history. */
  version?: number | undefined;
  /** How deep in a chain the event was. */
  depth?: number | undefined;
}

/** What both events have alike; undefined for a mail about no record. */
const commonOf = ({ about, eventId, depth = 0 }: KeptMail) => {
  const { kind, id, reference, contactId } = about;
  if (kind === 'batch' || kind === 'configuration') return undefined;
  return {
    schemaVersion: 1 as const,
    subject: { kind, id, ...(reference !== undefined && { reference }) },
    ...(contactId !== undefined && { contactId }),
    actor: { kind: 'system' as const, id: 'mail' },
    cause: { eventId, depth: depth + 1 },
    changed: [],
    before: {},
  };
};

/**
 * The event of a mail that was sent, from what its item was and is. Undefined where there is no
 * such thing.
 */
export const sentEventOf = (
  before: Item | undefined,
  after: Item,
): CaseworkEventOf<'Notification Sent'> | undefined => {
  const mail = after.mail as KeptMail | undefined;
  if (!mail || after.state !== 'sent' || before?.state === 'sent') return undefined;
  const event = commonOf(mail);
  return (
    event && {
      ...event,
      eventId: String(after.sentEventId),
      type: 'Notification Sent',
      occurredAt: iso(Number(after.markedAt)),
      after: { notification: mail.notification, to: mail.address },
    }
  );
};

/**
 * The same event, from its item whenever that is looked at: by then the mail may have bounced. Of
 * what is no mail that was sent it is undefined.
 */
export const sentEventIn = (item: Item): CaseworkEventOf<'Notification Sent'> | undefined =>
  typeof item.sentEventId === 'string'
    ? sentEventOf(undefined, { ...item, state: 'sent', markedAt: decodeTime(item.sentEventId) })
    : undefined;

type FailureReason = 'refused' | 'bounced' | 'complained';

/**
 * A failure on the history of the record that a mail is about (`at` in epoch milliseconds).
 * Undefined for a mail about no record.
 */
export const failureItem = (
  mail: KeptMail,
  { eventId, at, reason, detail }: { eventId: string; at: number; reason: FailureReason; detail?: string | undefined },
): Item | undefined => {
  const rest = commonOf(mail);
  if (!rest) return undefined;
  const event: CaseworkEventOf<'Notification Failed'> = {
    ...rest,
    eventId,
    type: 'Notification Failed',
    occurredAt: iso(at),
    after: { notification: mail.notification, to: mail.address, reason, ...(detail !== undefined && { detail }) },
  };
  const subject: SubjectRef = { kind: rest.subject.kind, id: rest.subject.id };
  return { ...mailEventKey(subject, mail.version ?? 1, eventId), event };
};
