// One batch of stream records on its way to a function, as Lambda does it: retries, bisection,
// partial failures, and a destination for what never succeeds.

import * as z from 'zod';
import type { Resource } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import type { Wire } from '#local/dynamodb/wire.ts';
import { compileEventPattern } from '#local/event-bus/pattern.ts';

export interface StreamOptions {
  mapping: Resource;
  wire: Wire;
  streamArn: string;
  region: string;
  /** Puts what could not be processed on the queue with that ARN, with the reason. */
  sendToQueue(queueArn: string, body: string, reason: string): void;
}

/** As it comes over the wire: bytes are base64, as in a Lambda event. */
export interface StreamRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: string;
  dynamodb: {
    SequenceNumber: string;
    SizeBytes: number;
    /** In seconds, of the machine's own clock. */
    ApproximateCreationDateTime: number;
    [image: string]: unknown;
  };
}

/** What the delivery of a batch asks of the poller. */
export interface Progress {
  shardId: string;
  /** Everything up to this record is done, and never comes again. */
  checkpoint(record: StreamRecord): void;
  /** Resolves when it is time to try again. */
  waitToRetry(attempt: number): Promise<void>;
}

// Defaults of Lambda: for ever, until the stream forgets the records after a day.
const mappingProperties = z.looseObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: z.int().min(1).max(10_000).default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.int().min(-1).default(-1),
  MaximumRecordAgeInSeconds: z.int().min(-1).default(-1),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

const partialAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

interface BatchFailure {
  /** Of the first record that has to come again. */
  index: number;
  /** The function failed, rather than telling which records did. */
  whole: boolean;
  reason: string;
}

export function createDelivery(context: ServiceContext, { mapping, streamArn, region, sendToQueue }: StreamOptions) {
  const settings = propertiesOf(mapping, mappingProperties);
  const patterns = (settings.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
    compileEventPattern(JSON.parse(Pattern)),
  );
  const isWanted = (record: StreamRecord) => patterns.length === 0 || patterns.some((matches) => matches(record));
  const destination = settings.DestinationConfig?.OnFailure?.Destination;

  async function firstFailure(records: StreamRecord[]): Promise<BatchFailure | undefined> {
    const Records = records.map((record) => lambdaRecord(record));
    const result = await context.functions.invoke(settings.FunctionName, JSON.stringify({ Records }));
    if (!result.ok) return { index: 0, whole: true, reason: `${result.error.errorType}: ${result.error.errorMessage}` };
    if (settings.FunctionResponseTypes.length === 0) return undefined;
    const answer = partialAnswer.safeParse(JSON.parse(result.payload));
    if (!answer.success) return { index: 0, whole: true, reason: 'The function answered no batchItemFailures.' };
    const failed = new Set(answer.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    if (failed.size === 0) return undefined;
    const index = records.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
    // An identifier that is none of theirs fails the whole batch.
    return { index: Math.max(0, index), whole: index < 0, reason: 'The function reported the record as failed.' };
  }

  async function deliver(batch: StreamRecord[], progress: Progress): Promise<void> {
    let records = batch;
    for (let attempt = 0; ; attempt++) {
      const failure = await firstFailure(records);
      const done = failure ? records[failure.index - 1] : records.at(-1);
      if (done) progress.checkpoint(done);
      if (!failure) return;
      if (failure.index > 0) {
        records = records.slice(failure.index);
        attempt = 0; // the record that comes first now has failed once
      }
      if (settings.BisectBatchOnFunctionError && failure.whole && records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await deliver(records.slice(0, middle), progress);
        return deliver(records.slice(middle), progress);
      }
      if (isExhausted(attempt, records)) {
        giveUp(records, progress, { attempts: attempt + 1, reason: failure.reason });
        return;
      }
      await progress.waitToRetry(attempt);
    }
  }

  function isExhausted(attempt: number, records: StreamRecord[]): boolean {
    const { MaximumRetryAttempts: most, MaximumRecordAgeInSeconds: oldest } = settings;
    const written = records[0]?.dynamodb.ApproximateCreationDateTime;
    const tooOld = oldest >= 0 && written !== undefined && Date.now() / 1000 - written > oldest;
    return tooOld || (most >= 0 && attempt >= most);
  }

  function giveUp(records: StreamRecord[], progress: Progress, failure: { attempts: number; reason: string }): void {
    const [first, last] = [records[0], records.at(-1)];
    if (!first || !last) return;
    const message = {
      version: '1.0',
      timestamp: new Date(context.clock.now()).toISOString(),
      requestContext: {
        functionArn: settings.FunctionName,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: failure.attempts,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId: progress.shardId,
        startSequenceNumber: first.dynamodb.SequenceNumber,
        endSequenceNumber: last.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: arrivalOf(first),
        approximateArrivalOfLastRecord: arrivalOf(last),
        batchSize: records.length,
        streamArn,
      },
    };
    if (destination) sendToQueue(destination, JSON.stringify(message), failure.reason);
    progress.checkpoint(last);
  }

  function lambdaRecord({ eventID, eventName, eventVersion, eventSource, dynamodb }: StreamRecord) {
    return {
      eventID,
      eventName,
      eventVersion,
      eventSource,
      awsRegion: region,
      eventSourceARN: settings.EventSourceArn,
      dynamodb: { ...dynamodb, ApproximateCreationDateTime: Math.floor(context.clock.now() / 1000) },
    };
  }

  return { isWanted, deliver, batchSize: settings.BatchSize };
}

const arrivalOf = ({ dynamodb }: StreamRecord): string =>
  new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();
