// One batch of stream records on its way to a function, as Lambda does it: retries, bisection, partial failures, and a
// destination for what never succeeds.

import type { _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { ServiceContext } from '#local/context.ts';
import type { Resource } from '#local/template.ts';

export interface StreamOptions {
  mapping: Resource;
  client: DynamoDBStreamsClient;
  streamArn: string;
  region: string;
  /** Puts what could not be processed on the queue with that ARN. */
  sendToQueue(queueArn: string, body: string): void;
}

export type StreamRecord = _Record & { dynamodb: { SequenceNumber: string } };

// Lambda's default for streams.
const defaultBatchSize = 100;

export function createDelivery(context: ServiceContext, { mapping, streamArn, region, sendToQueue }: StreamOptions) {
  const settings = mapping.properties;
  const functionName = String(settings.FunctionName);
  const mostRetries = Number(settings.MaximumRetryAttempts ?? -1);
  const oldestSeconds = Number(settings.MaximumRecordAgeInSeconds ?? -1);
  const partial =
    Array.isArray(settings.FunctionResponseTypes) && settings.FunctionResponseTypes.includes('ReportBatchItemFailures');
  const destination = (settings.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined)?.OnFailure
    ?.Destination;

  /** Index of the first record that has to come again; none: all done. */
  async function firstFailure(records: StreamRecord[]): Promise<{ index: number; whole: boolean } | undefined> {
    const result = await context.functions.invoke(functionName, {
      Records: records.map((record) => lambdaRecord(record)),
    });
    if (!result.ok) return { index: 0, whole: true };
    const failures = partial
      ? (result.payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures
      : [];
    const indexes = (failures ?? []).map(({ itemIdentifier }) =>
      // An identifier that is empty or unknown fails the whole batch, as in Lambda.
      Math.max(
        0,
        records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
      ),
    );
    return indexes.length > 0 ? { index: Math.min(...indexes), whole: false } : undefined;
  }

  async function batch(
    all: StreamRecord[],
    shardId: string,
    checkpoint: (record: StreamRecord) => void,
    waitToRetry: (attempt: number) => Promise<void>,
  ): Promise<void> {
    let records = all;
    for (let attempt = 0; ; attempt++) {
      const failure = await firstFailure(records);
      const done = failure ? records[failure.index - 1] : records.at(-1);
      if (done) checkpoint(done);
      if (!failure) return;
      if (failure.index > 0) {
        records = records.slice(failure.index);
        attempt = 0; // the record that failed has failed once
      }
      if (settings.BisectBatchOnFunctionError && failure.whole && records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await batch(records.slice(0, middle), shardId, checkpoint, waitToRetry);
        return batch(records.slice(middle), shardId, checkpoint, waitToRetry);
      }
      if (isExhausted(attempt, records)) {
        if (destination) sendToQueue(destination, failureMessage(records, shardId, attempt + 1));
        checkpoint(records.at(-1) as StreamRecord);
        return;
      }
      await waitToRetry(attempt);
    }
  }

  function isExhausted(attempt: number, records: StreamRecord[]): boolean {
    const oldest = records[0]?.dynamodb.ApproximateCreationDateTime;
    const tooOld = oldestSeconds >= 0 && oldest !== undefined && Date.now() - oldest.getTime() > oldestSeconds * 1000;
    return tooOld || (mostRetries >= 0 && attempt >= mostRetries);
  }

  function lambdaRecord(record: StreamRecord) {
    return {
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion,
      eventSource: record.eventSource,
      awsRegion: region,
      eventSourceARN: mapping.properties.EventSourceArn,
      dynamodb: {
        ...(plain(record.dynamodb) as object),
        ApproximateCreationDateTime: Math.floor(context.clock.now() / 1000),
      },
    };
  }

  function failureMessage(records: StreamRecord[], shardId: string, invocations: number): string {
    const [first, last] = [records[0], records.at(-1)];
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(context.clock.now()).toISOString(),
      requestContext: {
        functionArn: functionName,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: invocations,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: first?.dynamodb.SequenceNumber,
        endSequenceNumber: last?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: first?.dynamodb.ApproximateCreationDateTime,
        approximateArrivalOfLastRecord: last?.dynamodb.ApproximateCreationDateTime,
        batchSize: records.length,
        streamArn,
      },
    });
  }

  return { batch, batchSize: Number(settings.BatchSize ?? defaultBatchSize) };
}

/** The SDK gives bytes as Uint8Array; in a Lambda event they are base64. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
