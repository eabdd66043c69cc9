import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { fingerprintOf } from '#shared/notifications/mime.ts';
import { iso } from '#shared/records/instants.ts';
import { mailKey, type SubjectRef } from '#shared/table/keys.ts';
import type { Table } from '#shared/table/table.ts';

// One item for each mail: event, notification and recipient. It is taken before SES is asked and marked afterwards, so that however often and in whatever
// order an event comes, its mail goes out once.
//
//   nothing ──claim──► sending ──► sent       SES took it
//                         │  ├───► refused    SES will never take it
//                         │  └───► waiting    SES could not be asked; free for whoever comes next
//                         └─ the function died: free for the same message when it comes again, and for any after `abandonedAfter`
//
// A function that dies after SES took the mail and before the mark leaves `sending` behind, and nobody can know which side of SES it died on. The message
// comes again and sends again: that one mail may arrive twice. The other order would lose it instead. docs/guide/mail.md says so to those who run it.

/** Which mail, and the message of the queue on whose behalf it is sent. */
export interface Claim {
  about: SubjectRef;
  eventId: string;
  notification: string;
  address: string;
  messageId: string;
}

export type MailState = 'sending' | 'waiting' | 'sent' | 'refused';

// Thirty times what the function may run: by then whoever claimed is not sending any more. It matters for messages that come back from the dead letters,
// which SQS gives a new id.
const abandonedAfter = 15 * 60 * 1000;

// A message is kept 14 days in its queue and, moved back from the dead letters, 14 more; the bus tries for one day. After that nothing can ask again.
const keptFor = 30 * 24 * 60 * 60 * 1000;

const keyOf = ({ about, eventId, notification, address }: Claim) =>
  mailKey(about, eventId, notification, fingerprintOf(address));

/** The mails of the deployment, each with what became of it. */
export class Outbox {
  readonly #table: Pick<Table, 'put' | 'update'>;
  readonly #now: () => number;

  constructor(table: Pick<Table, 'put' | 'update'>, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /** Takes a mail for sending. @returns false where it was sent or refused, or where another message is sending it */
  async claim(claim: Claim): Promise<boolean> {
    const { eventId, notification, address, messageId } = claim;
    const now = this.#now();
    const state: MailState = 'sending';
    const item = {
      ...keyOf(claim),
      state,
      claimedBy: messageId,
      claimedAt: now,
      mail: { eventId, notification, address, at: iso(now) },
      expiresAt: Math.ceil((now + keptFor) / 1000),
    };
    try {
      await this.#table.put(item, {
        ConditionExpression:
          'attribute_not_exists(pk) OR #state = :waiting OR (#state = :sending AND (claimedBy = :me OR claimedAt < :abandoned))',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':waiting': 'waiting',
          ':sending': 'sending',
          ':me': messageId,
          ':abandoned': now - abandonedAfter,
        },
      });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** SES took it under this id. */
  sent(claim: Claim, sesMessageId: string): Promise<void> {
    return this.#mark(claim, 'sent', { sesMessageId });
  }

  /** SES will never take it. */
  refused(claim: Claim, reason: string): Promise<void> {
    return this.#mark(claim, 'refused', { reason });
  }

  /** It was not sent, and whoever comes next may try. */
  release(claim: Claim): Promise<void> {
    return this.#mark(claim, 'waiting', {});
  }

  async #mark(claim: Claim, state: MailState, outcome: Record<string, string>): Promise<void> {
    try {
      await this.#table.update(keyOf(claim), {
        UpdateExpression: 'SET #state = :state, outcome = :outcome, markedAt = :now',
        ConditionExpression: '#state = :sending AND claimedBy = :me',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': state,
          ':outcome': outcome,
          ':now': this.#now(),
          ':sending': 'sending',
          ':me': claim.messageId,
        },
      });
    } catch (error) {
      // Somebody took it over from a claim that looked abandoned; what became of it is theirs to say.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
