import type { DynamoDBRecord } from 'aws-lambda';
import { eventOf, type Followed, followed, livesOn, sum } from '#bench/keeping.ts';
import type { Row, Section } from '#bench/report.ts';
import { percentile } from '#bench/statistics.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// How many changes a second the projections take. First alone, batch after batch: what each costs
// the processor, without the table. Then as they arrive, for a table that answers like DynamoDB.

/** What the stream hands over at once, and in how many lanes a shard (infra). */
const batch = 100;
const lanes = 4;
const aSecond = 1_000;
const mostBehind = 5_000;

// What DynamoDB takes in a region for a read, and for a write.
const [readTakes, writeTakes] = [4, 12];

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Passes commands on to a table, and says what of the processor it took for them, and how many. */
const timed = () => {
  let [ms, calls, isLate] = [0, 0, false];
  const through = (memory: MemoryDynamoDb): MemoryDynamoDb => {
    const send: Documents['send'] = async (operation, input) => {
      if (isLate) await after(/^(Get|BatchGet|Query)/.test(operation) ? readTakes : writeTakes);
      const begun = processorMs();
      const answer = memory.send(operation, input);
      ms += processorMs() - begun;
      calls++;
      return answer;
    };
    return { onChange: memory.onChange.bind(memory), send } as unknown as MemoryDynamoDb;
  };
  return {
    through,
    taken: () => {
      const taken = { ms, calls };
      [ms, calls] = [0, 0];
      return taken;
    },
    answersLate: () => {
      isLate = true;
    },
  };
};

/** Changes of so many cases that live side by side, as the stream has them. */
const changesOf = async (around: Followed, cases: number): Promise<DynamoDBRecord[]> => {
  const [raise, ...steps] = Object.values(await livesOn(around));
  const records: Case[] = [];
  for (let index = 0; index < cases; index++) if (raise) records.push(await raise(undefined));
  // Tasks belong to the case that was raised last: the others are not closed.
  const [claim, note] = steps;
  for (const record of records) if (claim && note) await note(await claim(record));
  return around.waiting.splice(0);
};

const takeAll = async (handler: Followed['handler'], records: DynamoDBRecord[]): Promise<void> => {
  const { batchItemFailures } = await handler(eventOf(records), {} as never);
  if (batchItemFailures.length > 0) throw new Error('A change was not projected');
};

const inBatches = async (cases: number): Promise<Row> => {
  const meter = timed();
  const around = await followed(meter.through);
  const changes = await changesOf(around, cases);
  around.kept.taken();
  meter.taken();
  const begun = processorMs();
  for (let from = 0; from < changes.length; from += batch)
    await takeAll(around.handler, changes.slice(from, from + batch));
  const { ms, calls } = meter.taken();
  const own = processorMs() - begun - ms;
  const each = (value: number) => ({ value: value / changes.length });
  return {
    name: `${changes.length} changes in batches of ${batch}, each`,
    figures: {
      'own processor': { ...each(own), unit: 'ms', aim: lanes },
      'of the table': { ...each(ms), unit: 'ms' },
      calls: each(calls),
      'write units': each(sum(around.kept.taken())),
    },
  };
};

/** By which lane a change is taken: those of one partition stay in order. */
const laneOf = ({ dynamodb }: DynamoDBRecord): number =>
  [...(dynamodb?.Keys?.pk?.S ?? '')].reduce((total, letter) => total + letter.charCodeAt(0), 0) % lanes;

const asTheyArrive = async (cases: number): Promise<Row> => {
  const meter = timed();
  const around = await followed(meter.through);
  const changes = await changesOf(around, cases);
  meter.answersLate();
  const arrivals = changes.map((record, index) => ({ record, at: (index * 1_000) / aSecond }));
  const begun = performance.now();
  const now = () => performance.now() - begun;
  const behind: number[] = [];
  const lane = async (number: number) => {
    const own = arrivals.filter(({ record }) => laneOf(record) === number);
    for (let from = 0; from < own.length; ) {
      const there = own.slice(from, from + batch).filter(({ at }) => at <= now());
      if (there.length === 0) {
        await after(5);
        continue;
      }
      await takeAll(
        around.handler,
        there.map(({ record }) => record),
      );
      for (const { at } of there) behind.push(now() - at);
      from += there.length;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return {
    name: `${changes.length} changes, ${aSecond.toLocaleString('en')} a second, in ${lanes} lanes`,
    figures: {
      'taken a second': { value: changes.length / (now() / 1_000), unit: '/s' },
      'behind, p50': { value: percentile(behind, 0.5), unit: 'ms' },
      'behind, p99': { value: percentile(behind, 0.99), unit: 'ms', aim: mostBehind },
    },
  };
};

export const measureProjection = async (cases: number): Promise<Section> => ({
  title: 'How fast changes are projected',
  note: `Cases of forty words are raised, claimed and noted of. Alone, by the processor; then as they arrive, for a table that answers a read after ${readTakes} ms and a write after ${writeTakes}, all in one process.`,
  rows: [await inBatches(cases), await asTheyArrive(cases)],
});
