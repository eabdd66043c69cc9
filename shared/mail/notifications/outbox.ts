import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { foldAddress } from '#shared/core/records/address.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { batchIndexKeys, hiddenRequesterKey, type Key, mailKey, suppressionKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Feedback } from '#shared/mail/notifications/feedback.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
import { failureItem, type KeptMail, type MailTopic } from '#shared/mail/notifications/mail-events.ts';
import { byHand } from '#shared/mail/notifications/notification.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

// One item for each mail: event, notification and recipient. It is taken before SES is asked and
// marked afterwards, so that however often and in any order an event comes, its mail goes out once.
//
//   nothing ──claim──► sending ──► sent ──► bounced, complained    SES took it; its later outcome
//     │                   │  ├───► refused    SES will never take it
//     │                   │  └───► waiting    SES could not be asked; free for the next attempt
//     │                   └─ the function died: free for its own message, later for any other
//     ├──keep──► held     until the quiet hours of its recipient end; then it is claimed
//     ├──keep──► digest   it is told in a digest, and not by itself
//     └──► suppressed     the address is not mailed any more
//
// A function that dies after SES took the mail and before the mark leaves `sending` behind, and
// nobody can know which side of SES it died on. The message comes again and sends again: that one
// mail may arrive twice. The other order would lose it instead. docs/guide/mail.md says so to those
// who run it.

export type MailState =
  | 'sending'
  | 'waiting'
  | 'sent'
  | 'refused'
  | 'held'
  | 'digest'
  | 'suppressed'
  | 'bounced'
  | 'complained';

/** Which mail, and the message of the queue on whose behalf it is sent. */
export interface Claim {
  about: MailTopic;
  eventId: string;
  notification: string;
  address: string;
  messageId: string;
  /** Version of the record at the event, beside which a failure is put on its history. */
  version?: number | undefined;
  /** How deep in a chain the event was. */
  depth?: number | undefined;
  /**
   * Where it was kept until now, and stays until it is sent: a second opening of the batch has to
   * find it.
   */
  kept?: StoredDraft | undefined;
}

// Thirty times what the function may run: by then the function that claimed it no longer sends. It
// matters for messages that come back from the dead letters, which SQS gives a new id.
const abandonedAfter = 15 * 60 * 1000;

// A message is kept 14 days in its queue and, moved back from the dead letters, 14 more; the bus
// tries for one day. After that nothing can ask again.
const keptFor = 30 * 24 * 60 * 60 * 1000;

export const outboxKey = ({
  about,
  eventId,
  notification,
  address,
}: Pick<Claim, 'about' | 'eventId' | 'notification' | 'address'>): Key =>
  mailKey(about, eventId, notification, fingerprintOf(address));

const isConditionFailure = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed'));

/** The mails of the deployment, each with what became of it. */
export class Outbox {
  readonly #table: Pick<Table, 'get' | 'put' | 'update' | 'transact' | 'name'>;
  readonly #now: () => number;
  readonly #newId: NewId;

  constructor(table: Pick<Table, 'get' | 'put' | 'update' | 'transact' | 'name'>, now: () => number, newId: NewId) {
    this.#table = table;
    this.#now = now;
    this.#newId = newId;
  }

  #mailOf({ about, eventId, notification, address, version, depth }: Claim): KeptMail {
    return { about, eventId, notification, address, at: iso(this.#now()), version, depth };
  }

  #itemOf(claim: Claim, state: MailState, more: Record<string, unknown>): Item {
    return {
      ...outboxKey(claim),
      state,
      mail: this.#mailOf(claim),
      ...more,
      ...(claim.notification !== byHand && { expiresAt: Math.ceil((this.#now() + keptFor) / 1000) }),
    };
  }

  /**
   * Takes a mail for sending.
   * @returns false where it was sent, refused or kept, or where another message is sending it
   */
  claim(claim: Claim): Promise<boolean> {
    const now = this.#now();
    const item = this.#itemOf(claim, 'sending', { claimedBy: claim.messageId, claimedAt: now });
    const { kept } = claim;
    return this.#first(kept ? { ...item, ...keptIn(kept, item.sk) } : item, free(claim, now));
  }

  /**
   * Puts a mail into a batch instead of sending it.
   * @returns false where that was done, or it was sent
   */
  keep(claim: Claim, { state, ...kept }: StoredDraft & { state: 'held' | 'digest' }): Promise<boolean> {
    const item = this.#itemOf(claim, state, {});
    // Also what a function died with that meant to send it at once.
    return this.#first({ ...item, ...keptIn(kept, item.sk) }, free(claim, this.#now()));
  }

  /**
   * Notes that a mail was not sent because its address is not mailed any more.
   * @returns false where that was noted
   */
  suppress(claim: Claim): Promise<boolean> {
    return this.#first(this.#itemOf(claim, 'suppressed', {}), free(claim, this.#now()));
  }

  async #first(item: Item, condition: Parameters<Table['put']>[1]): Promise<boolean> {
    try {
      await this.#table.put(item, condition);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  /** SES took it under this id. */
  sent(claim: Claim, sesMessageId: string): Promise<void> {
    return this.#mark(claim, this.#marking(claim, 'sent', { sesMessageId }));
  }

  /** SES will never take it. It stands on the history of its record. */
  async refused(claim: Claim, reason: string): Promise<void> {
    const marking = this.#marking(claim, 'refused', { reason });
    const now = this.#now();
    const failure = failureItem(this.#mailOf(claim), { eventId: this.#newId(now), at: now, reason: 'refused' });
    if (!failure) return this.#mark(claim, marking);
    const TableName = this.#table.name;
    try {
      await this.#table.transact([
        { Update: { TableName, Key: outboxKey(claim), ...marking } },
        { Put: { TableName, Item: failure } },
      ]);
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }

  /** It was not sent, and the next attempt may try. */
  release(claim: Claim): Promise<void> {
    return this.#mark(claim, this.#marking(claim, 'waiting', {}));
  }

  /**
   * The feedback of SES on a mail. Feedback that comes twice is recorded once; of a mail that is
   * not kept any more only the address is. A hidden requester's mail is found by the placeholder of
   * the address, and the address itself goes on no list.
   */
  async failed(
    { about, eventId, notification, address, state, detail, isFinal }: Feedback,
    { version, hidden }: { version: number | undefined; hidden?: { as: string; isTheirs: boolean } | undefined },
  ): Promise<void> {
    const now = this.#now();
    const keyOf = (to: string) => outboxKey({ about, eventId, notification, address: to });
    const byAddress = await this.#table.get(keyOf(address));
    const isHidden = hidden !== undefined && !byAddress;
    const Key = keyOf(isHidden ? hidden.as : address);
    const kept = (isHidden ? await this.#table.get(Key) : byAddress)?.mail as KeptMail | undefined;
    const failure =
      kept && failureItem({ ...kept, version }, { eventId: this.#newId(now), at: now, reason: state, detail });
    const suppression: Suppression = { address: foldAddress(address), reason: state, detail, at: iso(now) };
    const TableName = this.#table.name;
    const listed = isFinal && !isHidden ? [{ ...suppressionKey(address), suppression }] : [];
    const puts = [...(failure ? [failure] : []), ...listed].map((Item) => ({ Put: { TableName, Item } }));
    const unlisted = isFinal && isHidden && hidden.isTheirs ? [unmailable(TableName, about.id, iso(now))] : [];
    // A mailbox that was full, and then is gone, bounces twice.
    const marked = {
      UpdateExpression: `SET #state = :state, outcome = :outcome, markedAt = :now${isFinal ? ', finalAt = :now' : ''}`,
      ConditionExpression: isFinal
        ? 'attribute_exists(pk) AND (#state <> :state OR attribute_not_exists(finalAt))'
        : 'attribute_exists(pk) AND #state <> :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state, ':outcome': { detail }, ':now': now },
    };
    const writes = [...(kept ? [{ Update: { TableName, Key, ...marked } }] : []), ...puts, ...unlisted];
    if (writes.length === 0) return;
    try {
      await this.#table.transact(writes);
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }

  #marking(claim: Claim, state: MailState, outcome: Record<string, string>) {
    return {
      // What waits to be tried again stays in its batch; what is done with leaves it.
      UpdateExpression: `SET #state = :state, outcome = :outcome, markedAt = :now, sentEventId = :event${
        state === 'waiting' ? '' : ' REMOVE gsi1pk, gsi1sk, letter'
      }`,
      ConditionExpression: '#state = :sending AND claimedBy = :me',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':state': state,
        ':outcome': outcome,
        ':now': this.#now(),
        ':event': this.#newId(this.#now()),
        ':sending': 'sending',
        ':me': claim.messageId,
      },
    };
  }

  async #mark(claim: Claim, marking: Parameters<Table['update']>[1]): Promise<void> {
    try {
      await this.#table.update(outboxKey(claim), marking);
    } catch (error) {
      // Somebody took it over from a claim that looked abandoned; what became of it is theirs to
      // say.
      if (!isConditionFailure(error)) throw error;
    }
  }
}

/**
 * Notes with a hidden requester that their address is not mailed any more. Another address, which
 * is a new item, is.
 */
const unmailable = (TableName: string, caseId: string, at: string) => ({
  Update: {
    TableName,
    Key: { ...hiddenRequesterKey(caseId) },
    UpdateExpression: 'SET unmailableSince = :at',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':at': at },
  },
});

// A mail that any function may claim: no other has begun with it, it comes out of its batch, or its
// claim is abandoned.
const free = ({ kept, messageId }: Claim, now: number) => ({
  ConditionExpression:
    'attribute_not_exists(pk) OR #state = :waiting OR (#state = :held AND parcel = :parcel) OR (#state = :sending AND (claimedBy = :me OR claimedAt < :abandoned))',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: {
    ':waiting': 'waiting',
    ':held': 'held',
    ':parcel': kept?.batch ?? '',
    ':sending': 'sending',
    ':me': messageId,
    ':abandoned': now - abandonedAfter,
  },
});

/** An address that is not mailed any more, and why. */
export interface Suppression {
  address: string;
  reason: Feedback['state'];
  detail: string;
  at: string;
}

interface StoredDraft {
  batch: string;
  draft: KeptDraft;
}

// The table calls a batch `parcel` and a draft `letter`: names of items are kept.
const keptIn = ({ batch, draft }: StoredDraft, mail: string) => ({
  parcel: batch,
  letter: draft,
  ...batchIndexKeys(batch, mail),
});

/**
 * What a batch holds of a mail: to whom, and its words, of which a digest needs the subject alone.
 */
export interface KeptDraft {
  to: { address: string; name?: string | undefined; id?: string | undefined; audience: string; isFormer?: true };
  subject: string;
  content?: Rendered | undefined;
}
