import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { BenchStack } from '#bench/bench-stack.ts';
import { type ItemChange, type StoredItem, writeUnitsOf } from '#bench/item-size.ts';
import type { Row, Section } from '#bench/report.ts';
import { type Request, sendNext } from '#bench/requests.ts';
import { serverTimingOf } from '#bench/server-timing.ts';
import { median } from '#bench/statistics.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';

// What issue 2 asks for.
const aims: Record<string, { reads?: number; writes?: number }> = {
  'get case': { reads: 3 },
  'list of a type': { reads: 12 },
  'list assigned to me': { reads: 12 },
  'list of all': { reads: 12 },
  'create case': { writes: 30 },
};

// The first of each fills what a warm function keeps.
const warmUps = 2;
const measured = 9;
// The stream of DynamoDB Local has what was written when the write is answered; a second look that
// finds nothing more shows that it was all.
const looksWithoutNews = 2;

/** What was written to the table since the last time it was asked. */
type WrittenSince = () => Promise<ItemChange[]>;

/** Follows the stream of a stack's table from now on. */
export const followWrites = async ({ aws, table }: BenchStack): Promise<WrittenSince> => {
  const { Table } = await new DynamoDBClient(aws).send(new DescribeTableCommand({ TableName: table.name }));
  const streams = new DynamoDBStreamsClient(aws);
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.findLast(
    (shard) => !shard.SequenceNumberRange?.EndingSequenceNumber,
  )?.ShardId;
  const from = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'LATEST' }));
  let iterator = from.ShardIterator;
  return async () => {
    const changes: ItemChange[] = [];
    for (let looks = 0; looks < looksWithoutNews; ) {
      if (!iterator) throw new Error('The shard of the stream has ended');
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      iterator = NextShardIterator;
      looks = Records.length === 0 ? looks + 1 : 0;
      for (const { dynamodb } of Records)
        changes.push({ before: dynamodb?.OldImage as StoredItem, after: dynamodb?.NewImage as StoredItem });
    }
    return changes;
  };
};

const isEvent = ({ after }: ItemChange): boolean => after?.sk?.S?.startsWith(eventPrefix) ?? false;

/** What was written, as figures of a row: write units as if all were in transactions. */
export const figuresOfWrites = (changes: ItemChange[]) => {
  const { table, indexes } = writeUnitsOf(changes);
  return {
    'write units': { value: table + indexes },
    items: { value: changes.length },
    events: { value: changes.filter(isEvent).length },
  };
};

/** What something on a whole stack costs, or of its writes only some. */
type CostOf = (name: string, act: () => Promise<void>, isCounted?: (change: ItemChange) => boolean) => Promise<Row>;

/** Counts what is written, what goes over the bus and how often an execution moves on. */
export const costsOn = async (stack: BenchStack): Promise<CostOf> => {
  const { local } = stack;
  const writtenSince = await followWrites(stack);
  const moved = async () => (await local.executions()).reduce((sum, one) => sum + one.transitions, 0);
  return async (name, act, isCounted = () => true) => {
    await writtenSince();
    const [events, transitions] = [(await local.busEvents()).length, await moved()];
    await act();
    const changes = await writtenSince();
    return {
      name,
      figures: {
        ...figuresOfWrites(changes.filter(isCounted)),
        'on the bus': { value: (await local.busEvents()).length - events },
        transitions: { value: (await moved()) - transitions },
      },
    };
  };
};

const costOf = async (stack: BenchStack, request: Request, writtenSince: WrittenSince): Promise<Row> => {
  for (let time = 0; time < warmUps; time++) await sendNext(stack, request);
  await writtenSince();
  const costs: { calls: number; reads: number; table: number; indexes: number; items: number; events: number }[] = [];
  for (let time = 0; time < measured; time++) {
    const { calls, reads } = serverTimingOf((await sendNext(stack, request)).headers);
    const changes = await writtenSince();
    costs.push({
      calls,
      reads,
      ...writeUnitsOf(changes),
      items: changes.length,
      events: changes.filter(isEvent).length,
    });
  }
  const aim = aims[request.name];
  return {
    name: request.name,
    figures: {
      calls: { value: median(costs.map(({ calls }) => calls)) },
      'read units': { value: median(costs.map(({ reads }) => reads)), aim: aim?.reads },
      'write units': { value: median(costs.map(({ table, indexes }) => table + indexes)), aim: aim?.writes },
      'of the table': { value: median(costs.map(({ table }) => table)) },
      'of indexes': { value: median(costs.map(({ indexes }) => indexes)) },
      items: { value: median(costs.map(({ items }) => items)) },
      events: { value: median(costs.map(({ events }) => events)) },
    },
  };
};

/** What each operation costs by itself, on a stack where nothing follows from it. */
export const measureOperations = async (stack: BenchStack, requests: Request[]): Promise<Section> => {
  const writtenSince = await followWrites(stack);
  const rows: Row[] = [];
  for (const request of requests) rows.push(await costOf(stack, request, writtenSince));
  return {
    title: 'What an operation costs',
    note: `Median of ${measured} requests to a warm function. Reads as DynamoDB Local reports them; writes from the sizes of the items in the stream.`,
    rows,
  };
};
