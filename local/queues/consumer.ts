import * as z from 'zod';
import type { Wait } from '#local/core/activity.ts';
import type { InvocationResult, ServiceContext } from '#local/core/context.ts';
import { type MessageQueue, type Messages, md5, type QueuedMessage } from '#local/queues/messages.ts';

/** An event source mapping: Lambda reads the queue in batches and calls the function. */
export interface Mapping {
  queue: MessageQueue;
  function: { name: string; arn: string };
  batchSize: number;
  windowMs: number;
  /**
   * The function answers which messages of a batch failed; without it a batch succeeds or fails as
   * a whole.
   */
  reportsItemFailures: boolean;
  concurrency: number;
  region: string;
}

export interface Consumer {
  /** Something may have become visible. */
  wake(): void;
}

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/**
 * Reads the queue as Lambda's pollers do. What a function could not handle comes again after the
 * visibility timeout, on the virtual clock.
 */
export function startConsumer(context: ServiceContext, messages: Messages, mapping: Mapping): Consumer {
  const { queue } = mapping;
  const { clock, activity, functions } = context;
  let active = 0;
  let isScheduled = false;
  let timer: { cancel(): void } | undefined;

  // Not at once: a message may be sent in the middle of a transaction.
  function wake() {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(poll);
  }

  function poll() {
    isScheduled = false;
    timer?.cancel();
    if (!context.store.database.isOpen) return; // the stack has stopped
    while (active < mapping.concurrency) {
      const from = batchFrom();
      if (from === undefined) return;
      if (from > clock.now()) {
        timer = clock.at(from, `messages in ${queue.name}`, wake);
        return;
      }
      const batch = messages.receive(queue, mapping.batchSize);
      if (batch.length === 0) continue; // expired, or moved to the dead-letter queue
      active += 1;
      void activity
        .track(`${mapping.function.name} with ${batch.length} of ${queue.name}`, handle(batch))
        .finally(() => {
          active -= 1;
          wake();
        });
    }
  }

  /**
   * When the next batch is to be read: when a message becomes visible, or later, while a batching
   * window waits for more of them.
   */
  function batchFrom(): number | undefined {
    const visibleAt = messages.nextVisibleAt(queue);
    if (visibleAt === undefined || mapping.windowMs === 0) return visibleAt;
    return messages.count(queue).visible >= mapping.batchSize ? visibleAt : visibleAt + mapping.windowMs;
  }

  async function handle(batch: QueuedMessage[]): Promise<void> {
    const records = batch.map((message) => recordOf(message, mapping));
    const result = await functions.invoke(mapping.function.arn, JSON.stringify({ Records: records }));
    if (!context.store.database.isOpen) return;
    const failed = failuresOf(result, batch, mapping);
    context.store.transaction(() => {
      for (const { messageId, receipt } of batch) {
        const failure = failed.get(messageId);
        if (failure === undefined) messages.remove(queue, receipt);
        else messages.noteFailure(receipt, failure);
      }
    });
    if (failed.size > 0) {
      context.log(
        'sqs',
        `${failed.size} of ${batch.length} messages of ${queue.name} failed: ${[...failed.values()][0]}`,
      );
    }
  }

  function describeWait(): Wait {
    const { messages: count, mostTried } = messages.held(queue);
    const wait = {
      what: `messages of ${queue.name} for ${mapping.function.name}: ${count}`,
      until: messages.nextVisibleAt(queue),
    };
    if (!mostTried || mostTried.receives === 0) return wait;
    const { messageId, receives, failure = 'it is being tried' } = mostTried;
    const most = queue.redrive ? ` of ${queue.redrive.maxReceives}` : '';
    return { ...wait, why: `tried ${receives}${most} times: ${functions.complaintAbout?.(messageId) ?? failure}` };
  }

  // Messages that wait for their next try keep the stack from being idle; the clock need not wait
  // for them.
  activity.source(`messages in ${queue.name}`, () => isScheduled, {
    any: () => messages.nextVisibleAt(queue) !== undefined,
    describe: () => [describeWait()],
  });
  return { wake };
}

/** The messages that failed, each with why. */
function failuresOf(result: InvocationResult, batch: QueuedMessage[], mapping: Mapping): Map<string, string> {
  const all = (why: string) => new Map(batch.map(({ messageId }) => [messageId, why]));
  if (!result.ok) return all(`${result.error.errorType}: ${result.error.errorMessage}`);
  if (!mapping.reportsItemFailures) return new Map();
  // An answer that Lambda cannot read, or that names a message which is not in the batch, fails the
  // whole batch.
  const answer = batchResponse.safeParse(JSON.parse(result.payload));
  const ids = (answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  const known = new Set(batch.map(({ messageId }) => messageId));
  if (!answer.success || ids.some((id) => !known.has(id))) {
    return all(`${mapping.function.name} answered ${result.payload}, which names no failed messages of its batch`);
  }
  return new Map(ids.map((id) => [id, `${mapping.function.name} reported the message as failed`]));
}

/** The message as a function gets it. */
function recordOf(message: QueuedMessage, { queue, region }: Mapping) {
  return {
    messageId: message.messageId,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}
