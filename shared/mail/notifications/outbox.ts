import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DeliveryClaim, DeliveryOutcome, DeliveryStage } from '#shared/core/deliveries/deliveries.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import { hiddenRequesterKey } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { batchIndexKeys, mailKey, suppressionKey } from '#shared/core/table/mail-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Feedback } from '#shared/mail/notifications/feedback.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
import { failureItem, type KeptMail, type MailTopic } from '#shared/mail/notifications/mail-events.ts';
import { byHand } from '#shared/mail/notifications/notification.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

// One item for each mail: event, notification and recipient. How it is claimed and marked says
// shared/core/deliveries/deliveries.ts; these are the states that only mail knows.
//
//   nothing ──► sending ──► sent ──► bounced, complained    its later outcome, by SES's feedback
//     │            └──────► refused  SES will never take it
//     ├──► held          until the quiet hours of its recipient end; then it is claimed
//     ├──► digest        it is in a digest, and not by itself
//     └──► suppressed    the address is not mailed any more
//
// A function that dies after SES took mails and before they are marked sends them again: those may
// arrive twice. docs/guide/mail.md says so to those who run it.

export type MailState = DeliveryStage | 'held' | 'digest' | 'suppressed' | 'bounced' | 'complained';

/** Which mail. */
interface MailId {
  about: MailTopic;
  eventId: string;
  notification: string;
  address: string;
}

interface MailToSend extends MailId {
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

// A message is kept 14 days in its queue and, moved back from the dead letters, 14 more; the bus
// tries for one day. After that nothing can ask again.
const keptFor = 30 * 24 * 60 * 60 * 1000;

export const outboxKey = ({ about, eventId, notification, address }: MailId): Key =>
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

  /** A mail as its item keeps it, to be claimed: for sending, or to put it aside. */
  claimOf({ kept, ...mail }: MailToSend, aside?: MailAside): DeliveryClaim {
    const { about, eventId, notification, address, version, depth } = mail;
    const at = this.#now();
    const key = outboxKey(mail);
    const stored = aside && 'batch' in aside ? aside : kept;
    const item = {
      ...key,
      mail: { about, eventId, notification, address, at: iso(at), version, depth } satisfies KeptMail,
      ...(stored && aside?.state !== 'suppressed' && keptIn(stored, key.sk)),
      ...(notification !== byHand && { expiresAt: Math.ceil((at + keptFor) / 1000) }),
    };
    return { item, aside: aside?.state, ...(kept && { takes: { state: 'held', batch: kept.batch } }) };
  }

  /** SES took it under this id. */
  sent({ item }: DeliveryClaim, sesMessageId: string): DeliveryOutcome {
    return {
      state: 'sent',
      item: { ...outOfBatch(item), outcome: { sesMessageId }, sentEventId: this.#newId(this.#now()) },
    };
  }

  /** SES will never take it. It stands on the history of its record. */
  refused({ item }: DeliveryClaim, reason: string): DeliveryOutcome {
    const at = this.#now();
    const failure = failureItem(item.mail as KeptMail, { eventId: this.#newId(at), at, reason: 'refused' });
    return {
      state: 'refused',
      item: { ...outOfBatch(item), outcome: { reason } },
      writes: failure && [{ put: failure }],
    };
  }

  /**
   * The feedback of SES on a mail, recorded once; of a forgotten mail only the address is. A hidden
   * requester's mail is found by its placeholder, and their address goes on no list.
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

/** An address that is not mailed any more, and why. */
export interface Suppression {
  address: string;
  reason: Feedback['state'];
  detail: string;
  at: string;
}

/** The batch that a mail waits in, and what it holds of it. */
export interface StoredDraft {
  batch: string;
  draft: KeptDraft;
}

/** Where a mail is put instead of being sent. */
export type MailAside = (StoredDraft & { state: 'held' | 'digest' }) | { state: 'suppressed' };

const keptIn = ({ batch, draft }: StoredDraft, mail: string) => ({
  batch,
  draft,
  ...batchIndexKeys(batch, mail),
});

const outOfBatch = ({ gsi1pk: _pk, gsi1sk: _sk, draft: _draft, ...item }: Item): Item => item;

/**
 * What a batch holds of a mail: to whom, and its words, of which a digest needs the subject alone.
 */
export interface KeptDraft {
  to: { address: string; name?: string | undefined; id?: string | undefined; audience: string; isFormer?: true };
  subject: string;
  content?: Rendered | undefined;
}
