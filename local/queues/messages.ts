import { createHash, randomUUID } from 'node:crypto';
import type { ServiceContext } from '#local/core/context.ts';

/** Attributes of a message as the SQS API writes them. */
export type MessageAttributes = Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;

export interface MessageQueue {
  name: string;
  arn: string;
  url: string;
  visibilityTimeoutMs: number;
  delayMs: number;
  retentionMs: number;
  maxMessageBytes: number;
  /** After so many receives the message goes to the other queue, by its name. */
  redrive: { to: string; maxReceives: number } | undefined;
}

export interface QueuedMessage {
  messageId: string;
  body: string;
  attributes: MessageAttributes;
  sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
  receipt: string;
  /** The last error of the function that could not handle it. */
  failure: string | undefined;
}

/** What is in the queues, remembered: a message that was accepted is there after kill -9. */
export interface Messages {
  send(
    queue: MessageQueue,
    message: { body: string; attributes?: MessageAttributes; delayMs?: number; failure?: string },
  ): string;
  /**
   * At most so many visible messages, which are then in flight; those received too often move to
   * the dead-letter queue instead.
   */
  receive(queue: MessageQueue, most: number, visibilityTimeoutMs?: number): QueuedMessage[];
  /** Whether there was a message with this receipt. */
  remove(queue: MessageQueue, receipt: string): boolean;
  changeVisibility(queue: MessageQueue, receipt: string, visibleAt: number): boolean;
  noteFailure(receipt: string, failure: string): void;
  /** All messages of a queue become new ones of another. @returns how many */
  move(from: MessageQueue, to: MessageQueue): number;
  /** All that are in the queue, the oldest first. */
  list(queue: MessageQueue): QueuedMessage[];
  /** When the next message can be received; in the past when there is one already. */
  nextVisibleAt(queue: MessageQueue): number | undefined;
  /** How many messages are there, and the one that was tried most often. */
  held(queue: MessageQueue): { messages: number; mostTried: QueuedMessage | undefined };
  count(queue: MessageQueue): { visible: number; inFlight: number; delayed: number };
}

interface MessageRow {
  id: number;
  message_id: string;
  body: string;
  attributes: string;
  sent_at: number;
  visible_at: number;
  receives: number;
  first_received_at: number | null;
  receipt: string | null;
  failure: string | null;
}

// When order does not matter, a batch is drawn from this many of the oldest: enough to mix, little
// enough to read each time.
const shuffledFrom = 100;

/** `queueNamed` finds the target of a redrive policy. */
export function openMessages(
  { store, clock, faults }: Pick<ServiceContext, 'store' | 'clock' | 'faults'>,
  queueNamed: (name: string) => MessageQueue,
): Messages {
  const { database } = store;
  database.exec(`
    create table if not exists sqs_messages (
      id integer primary key, queue text not null, message_id text not null, body text not null, attributes text not null,
      sent_at integer not null, visible_at integer not null, receives integer not null default 0,
      first_received_at integer, receipt text, failure text);
    create index if not exists sqs_messages_visible on sqs_messages (queue, visible_at);
    create index if not exists sqs_messages_receipt on sqs_messages (receipt)`);
  // The function that held a message died with the last run: it is visible again at once, and keeps
  // its count of receives.
  database
    .prepare('update sqs_messages set visible_at = min(visible_at, ?) where receipt is not null')
    .run(clock.now());

  const insert = database.prepare(
    'insert into sqs_messages (queue, message_id, body, attributes, sent_at, visible_at, failure) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const expire = database.prepare('delete from sqs_messages where queue = ? and sent_at <= ?');
  const visible = database.prepare(
    'select * from sqs_messages where queue = ? and visible_at <= ? order by id limit ?',
  );
  const take = database.prepare(
    'update sqs_messages set receipt = ?, visible_at = ?, receives = receives + 1, first_received_at = coalesce(first_received_at, ?) where id = ?',
  );
  const asNew =
    'update sqs_messages set queue = ?, visible_at = ?, receives = 0, first_received_at = null, receipt = null';
  const bury = database.prepare(`${asNew} where id = ?`);
  const move = database.prepare(`${asNew} where queue = ?`);
  const remove = database.prepare('delete from sqs_messages where queue = ? and receipt = ?');
  const show = database.prepare('update sqs_messages set visible_at = ? where queue = ? and receipt = ?');
  const note = database.prepare('update sqs_messages set failure = ? where receipt = ?');
  const list = database.prepare('select * from sqs_messages where queue = ? order by id');
  const earliest = database.prepare('select min(visible_at) as at from sqs_messages where queue = ?');
  const held = database.prepare('select count(*) as messages from sqs_messages where queue = ?');
  const mostTried = database.prepare('select * from sqs_messages where queue = ? order by receives desc, id limit 1');
  const counts = database.prepare(
    `select count(*) filter (where visible_at <= :now) as visible, count(*) filter (where visible_at > :now and receives > 0) as inFlight,
      count(*) filter (where visible_at > :now and receives = 0) as delayed from sqs_messages where queue = :queue`,
  );

  function receiveOnce(
    queue: MessageQueue,
    most: number,
    visibilityTimeoutMs: number,
  ): { taken: QueuedMessage[]; buried: number } {
    const now = clock.now();
    const taken: QueuedMessage[] = [];
    let buried = 0;
    const from = faults.reorders() ? Math.max(most, shuffledFrom) : most;
    const candidates = visible.all(queue.name, now, from) as unknown as MessageRow[];
    for (const row of faults.ordered(candidates).slice(0, most)) {
      if (queue.redrive && row.receives >= queue.redrive.maxReceives) {
        bury.run(queueNamed(queue.redrive.to).name, now, row.id);
        buried += 1;
        continue;
      }
      const receipt = randomUUID();
      const visibleAt = now + visibilityTimeoutMs;
      take.run(receipt, visibleAt, now, row.id);
      const first_received_at = row.first_received_at ?? now;
      taken.push(messageOf({ ...row, receipt, first_received_at, visible_at: visibleAt, receives: row.receives + 1 }));
    }
    return { taken, buried };
  }

  return {
    send(queue, { body, attributes = {}, delayMs = queue.delayMs, failure }) {
      const messageId = randomUUID();
      const now = clock.now();
      insert.run(queue.name, messageId, body, JSON.stringify(attributes), now, now + delayMs, failure ?? null);
      return messageId;
    },
    receive: (queue, most, visibilityTimeoutMs = queue.visibilityTimeoutMs) =>
      store.transaction(() => {
        expire.run(queue.name, clock.now() - queue.retentionMs);
        for (;;) {
          const { taken, buried } = receiveOnce(queue, most, visibilityTimeoutMs);
          if (taken.length > 0 || buried === 0) return taken;
        }
      }),
    remove: (queue, receipt) => remove.run(queue.name, receipt).changes > 0,
    changeVisibility: (queue, receipt, visibleAt) => show.run(visibleAt, queue.name, receipt).changes > 0,
    noteFailure: (receipt, failure) => void note.run(failure, receipt),
    move: (from, to) => Number(move.run(to.name, clock.now(), from.name).changes),
    list(queue) {
      expire.run(queue.name, clock.now() - queue.retentionMs);
      return (list.all(queue.name) as unknown as MessageRow[]).map(messageOf);
    },
    nextVisibleAt: (queue) => (earliest.get(queue.name) as { at: number | null }).at ?? undefined,
    held(queue) {
      const row = mostTried.get(queue.name) as unknown as MessageRow | undefined;
      return { ...(held.get(queue.name) as { messages: number }), mostTried: row && messageOf(row) };
    },
    count: (queue) =>
      counts.get({ queue: queue.name, now: clock.now() }) as { visible: number; inFlight: number; delayed: number },
  };
}

function messageOf(row: MessageRow): QueuedMessage {
  return {
    messageId: row.message_id,
    body: row.body,
    attributes: JSON.parse(row.attributes) as MessageAttributes,
    sentAt: row.sent_at,
    visibleAt: row.visible_at,
    receives: row.receives,
    firstReceivedAt: row.first_received_at ?? undefined,
    receipt: row.receipt ?? '',
    failure: row.failure ?? undefined,
  };
}

/** SDKs check this of every body they send and receive. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
