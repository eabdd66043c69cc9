// Follows the table's stream as a Lambda event source mapping does: in order, at least once, from
// where it was when the stack stopped. What happens to a batch is in stream-delivery.ts.

import type { ServiceContext } from '#local/core/context.ts';
import {
  createDelivery,
  type Progress,
  type StreamOptions,
  type StreamRecord,
} from '#local/dynamodb/stream-delivery.ts';
import { WireError } from '#local/dynamodb/wire.ts';

export interface StreamPoller {
  /** Something may have written to the table: look soon, and do not count as settled before. */
  touch(): void;
  stop(): Promise<void>;
}

// How long a write from outside the stack may go unnoticed; writes of functions are announced by
// `touch`, and each look costs some milliseconds.
const idlePollMs = 500;
// GetRecords gives a thousand records or a megabyte at most; a page well below both was all there
// was.
const fewRecords = 900;
const fewBytes = 512 * 1024;
const firstRetryMs = 100;
const longestRetryMs = 60_000;

interface Shard {
  ShardId: string;
  ParentShardId?: string;
}

export interface Checkpoint {
  shardId: string;
  /** Undefined while nothing of the shard was processed. */
  sequenceNumber?: string;
}

interface StreamPage {
  Records: StreamRecord[];
  NextShardIterator?: string;
}

const isAll = (records: StreamRecord[]): boolean =>
  records.length < fewRecords && records.reduce((sum, { dynamodb }) => sum + dynamodb.SizeBytes, 0) < fewBytes;

export function startStream(context: ServiceContext, options: StreamOptions): StreamPoller {
  const { clock, activity, store } = context;
  const { mapping, wire, streamArn } = options;
  const ask = <T>(operation: string, input: object) => wire.call<T>(`DynamoDBStreams_20120810.${operation}`, input);
  const checkpointName = `stream.${mapping.logicalId}`;
  const { isWanted, deliver, batchSize } = createDelivery(context, options);
  let touched = 1;
  let seen = 0;
  let delivering = false;
  let retryWaits = false;
  let stopped = false;
  let wake = () => {};

  activity.source(
    `stream to ${mapping.properties.FunctionName}`,
    () => (touched !== seen || delivering) && !retryWaits,
    {
      any: () => retryWaits,
      describe: () => [{ what: `a retry of ${mapping.properties.FunctionName} with records of the stream` }],
    },
  );

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const progressIn = (shardId: string): Progress => ({
    shardId,
    waitToRetry,
    checkpoint: ({ dynamodb }) =>
      store.write(checkpointName, { shardId, sequenceNumber: dynamodb.SequenceNumber } satisfies Checkpoint),
  });

  async function follow() {
    let position = store.read<Checkpoint>(checkpointName) ?? { shardId: (await firstShard()).ShardId };
    // From the start, so that it is known who has still to read what.
    store.write(checkpointName, position);
    while (!stopped) {
      await followShard(position);
      if (stopped) return;
      const child = (await shards()).find(({ ParentShardId }) => ParentShardId === position.shardId);
      if (!child) await pause(idlePollMs);
      else {
        position = { shardId: child.ShardId };
        store.write(checkpointName, position);
      }
    }
  }

  /** Reads the shard until it is closed and read to its end. */
  async function followShard(from: Checkpoint) {
    let iterator = await iteratorAt(from);
    while (!stopped && iterator) {
      const before = touched;
      const page = await ask<StreamPage>('GetRecords', { ShardIterator: iterator }).catch((error) => {
        if (error instanceof WireError && error.code === 'ExpiredIteratorException') return undefined;
        throw error;
      });
      if (!page) {
        iterator = await iteratorAt(store.read<Checkpoint>(checkpointName) ?? from);
        continue;
      }
      iterator = page.NextShardIterator;
      if (page.Records.length > 0) await handOver(page.Records, from.shardId);
      if (!isAll(page.Records)) continue;
      seen = before;
      if (touched === seen && iterator) await pause(idlePollMs);
    }
  }

  async function handOver(records: StreamRecord[], shardId: string) {
    delivering = true;
    try {
      const progress = progressIn(shardId);
      const wanted = records.filter(isWanted);
      for (let start = 0; start < wanted.length && !stopped; start += batchSize) {
        await deliver(wanted.slice(start, start + batchSize), progress);
      }
      if (!stopped) progress.checkpoint(records.at(-1) as StreamRecord);
    } finally {
      delivering = false;
    }
  }

  async function iteratorAt({ shardId, sequenceNumber }: Checkpoint): Promise<string | undefined> {
    const start = mapping.properties.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON';
    const { ShardIterator } = await ask<{ ShardIterator?: string }>('GetShardIterator', {
      StreamArn: streamArn,
      ShardId: shardId,
      ...(sequenceNumber
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber }
        : { ShardIteratorType: start }),
    });
    return ShardIterator;
  }

  async function shards(): Promise<Shard[]> {
    const { StreamDescription } = await ask<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', {
      StreamArn: streamArn,
    });
    return StreamDescription.Shards;
  }

  async function firstShard(): Promise<Shard> {
    const all = await shards();
    const first = all.find(({ ParentShardId }) => !all.some(({ ShardId }) => ShardId === ParentShardId));
    if (!first) throw new Error(`Stream ${streamArn} has no shard.`);
    return first;
  }

  function waitToRetry(attempt: number): Promise<void> {
    const delay = Math.min(firstRetryMs * 2 ** attempt, longestRetryMs);
    retryWaits = true;
    return new Promise((resolve) => {
      clock.at(clock.now() + delay, `retry of the stream to ${mapping.properties.FunctionName}`, () => {
        retryWaits = false;
        resolve();
      });
    });
  }

  const running = (async () => {
    while (!stopped) {
      await follow().catch((error: unknown) => {
        if (!stopped) context.log('stream', error instanceof Error ? String(error.stack) : String(error));
      });
      if (!stopped) await pause(idlePollMs);
    }
  })();

  return {
    touch() {
      touched++;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, idlePollMs))]);
    },
  };
}
