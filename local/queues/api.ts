import * as z from 'zod';
import { AwsError, type AwsService, operation } from '#local/aws-api/service.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { type MessageQueue, type Messages, md5, type QueuedMessage } from '#local/queues/messages.ts';

interface QueueServices {
  /** By name. */
  queues: ReadonlyMap<string, MessageQueue>;
  messages: Messages;
  /** Tells who reads the queue that a message came. */
  wake(queue: MessageQueue): void;
}

const delaySeconds = z.int().min(0).max(900).optional();
const visibilityTimeout = z.int().min(0).max(43_200);
const attributesSchema = z
  .record(
    z.string(),
    z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() }),
  )
  .optional();
const names = z.array(z.string()).default([]);
const onQueue = { QueueUrl: z.string() };
const sendFields = { MessageBody: z.string().min(1), DelaySeconds: delaySeconds, MessageAttributes: attributesSchema };
const sendEntry = z.object(sendFields);

// SQS takes at most ten entries in a batch.
const mostEntries = 10;

/** The operations of SQS that Caseward and people who look into its queues use. */
export function sqsService(
  { clock, faults, store }: ServiceContext,
  { queues, messages, wake }: QueueServices,
): AwsService {
  // Only the name counts: a URL from before a restart may have had another port.
  const queueAt = (url: string): MessageQueue => {
    const queue = queues.get(url.slice(url.lastIndexOf('/') + 1));
    if (queue) return queue;
    throw new AwsError('QueueDoesNotExist', `The queue ${url} does not exist.`, {
      queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  };

  function send(queue: MessageQueue, entry: z.infer<typeof sendEntry>) {
    const { MessageBody: body, MessageAttributes: attributes = {}, DelaySeconds: delay } = entry;
    const bytes = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes));
    if (bytes > queue.maxMessageBytes) {
      throw new AwsError('InvalidParameterValue', `The message is longer than ${queue.maxMessageBytes} bytes.`);
    }
    const delayMs = (delay === undefined ? queue.delayMs : delay * 1000) + faults.delay();
    const ids = Array.from({ length: faults.copies() }, () => messages.send(queue, { body, attributes, delayMs }));
    wake(queue);
    return { MessageId: ids[0], MD5OfMessageBody: md5(body) };
  }

  function remove(queue: MessageQueue, receipt: string) {
    // As in SQS, deleting what is no longer there is no error.
    messages.remove(queue, receipt);
    return {};
  }

  function changeVisibility(queue: MessageQueue, receipt: string, timeout: number) {
    if (!messages.changeVisibility(queue, receipt, clock.now() + timeout * 1000)) {
      throw new AwsError('ReceiptHandleIsInvalid', 'No message has this receipt handle.');
    }
    wake(queue);
    return {};
  }

  const invalid = 'InvalidParameterValue';
  return {
    fault: 'sqs',
    protocol: { target: 'AmazonSQS' },
    operations: {
      GetQueueUrl: operation(
        z.object({ QueueName: z.string() }),
        (input) => ({ QueueUrl: queueAt(input.QueueName).url }),
        invalid,
      ),
      GetQueueAttributes: operation(
        z.object({ ...onQueue, AttributeNames: names }),
        (input) => {
          const queue = queueAt(input.QueueUrl);
          return { Attributes: chosen(attributesOf(queue, messages), input.AttributeNames) };
        },
        invalid,
      ),
      SendMessage: operation(
        z.object({ ...onQueue, ...sendFields }),
        (input) => send(queueAt(input.QueueUrl), input),
        invalid,
      ),
      SendMessageBatch: operation(
        batchOf(sendFields),
        (input) => {
          const queue = queueAt(input.QueueUrl);
          return store.transaction(() => eachEntry(input.Entries, (entry) => send(queue, entry)));
        },
        invalid,
      ),
      ReceiveMessage: operation(
        z.object({
          ...onQueue,
          MaxNumberOfMessages: z.int().min(1).max(mostEntries).default(1),
          VisibilityTimeout: visibilityTimeout.optional(),
          // Accepted, but what is there is answered at once: a caller must be ready for an empty
          // answer anyway.
          WaitTimeSeconds: z.int().min(0).max(20).optional(),
          AttributeNames: names,
          MessageSystemAttributeNames: names,
          MessageAttributeNames: names,
        }),
        (input) => {
          const queue = queueAt(input.QueueUrl);
          const timeoutMs = input.VisibilityTimeout === undefined ? undefined : input.VisibilityTimeout * 1000;
          const received = messages.receive(queue, input.MaxNumberOfMessages, timeoutMs);
          wake(queue);
          const system = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
          return { Messages: received.map((message) => shown(message, system, input.MessageAttributeNames)) };
        },
        invalid,
      ),
      DeleteMessage: operation(
        z.object({ ...onQueue, ReceiptHandle: z.string() }),
        (input) => remove(queueAt(input.QueueUrl), input.ReceiptHandle),
        invalid,
      ),
      DeleteMessageBatch: operation(
        batchOf({ ReceiptHandle: z.string() }),
        (input) => eachEntry(input.Entries, ({ ReceiptHandle }) => remove(queueAt(input.QueueUrl), ReceiptHandle)),
        invalid,
      ),
      ChangeMessageVisibility: operation(
        z.object({ ...onQueue, ReceiptHandle: z.string(), VisibilityTimeout: visibilityTimeout }),
        (input) => changeVisibility(queueAt(input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout),
        invalid,
      ),
      ChangeMessageVisibilityBatch: operation(
        batchOf({ ReceiptHandle: z.string(), VisibilityTimeout: visibilityTimeout }),
        (input) =>
          eachEntry(input.Entries, (entry) =>
            changeVisibility(queueAt(input.QueueUrl), entry.ReceiptHandle, entry.VisibilityTimeout),
          ),
        invalid,
      ),
    },
  };
}

function batchOf<T extends z.ZodRawShape>(fields: T) {
  return z.object({
    ...onQueue,
    Entries: z.array(z.object({ Id: z.string().min(1).max(80), ...fields })),
  });
}

/** Each entry succeeds or fails for itself. */
function eachEntry<T extends { Id: string }>(entries: readonly T[], run: (entry: T) => object) {
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch is empty.');
  if (entries.length > mostEntries) {
    throw new AwsError('TooManyEntriesInBatchRequest', `A batch has at most ${mostEntries} entries.`);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id.');
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function attributesOf(queue: MessageQueue, messages: Messages): Record<string, string> {
  const { visible, inFlight, delayed } = messages.count(queue);
  return {
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilityTimeoutMs / 1000),
    DelaySeconds: String(queue.delayMs / 1000),
    MessageRetentionPeriod: String(queue.retentionMs / 1000),
    MaximumMessageSize: String(queue.maxMessageBytes),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}

const chosen = <T>(all: Record<string, T>, wanted: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => wanted.some((pattern) => isWanted(name, pattern))));

/** A name, `All`, or the beginning of names, such as `trace.*`. */
const isWanted = (name: string, pattern: string): boolean =>
  pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2)));

function shown(message: QueuedMessage, systemNames: readonly string[], attributeNames: readonly string[]) {
  const system = {
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
  };
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: chosen(system, systemNames),
    MessageAttributes: chosen(message.attributes, attributeNames),
  };
}
