import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BenchStack } from '#bench/bench-stack.ts';
import { manyCases } from '#bench/many-cases.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';

// The most that BatchWriteItem takes.
const batchSize = 25;
// DynamoDB Local writes one batch at a time; with a few on their way it never waits for us.
const batchesAtOnce = 6;
// The newest cases are whole; of older ones only the record is put, which is all that lists meet.
// DynamoDB Local takes 0.7 ms an item, so the rest would take five minutes.
const wholeCases = 1000;

/**
 * Writes items into the table of a stack by batch, past its API; `done` waits for the last of them.
 */
export const batchWriter = ({ aws, table }: BenchStack) => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(aws), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const underWay = new Set<Promise<void>>();
  const waiting: Item[] = [];
  const write = async (items: Item[]): Promise<void> => {
    let requests: Record<string, unknown>[] = items.map((Item) => ({ PutRequest: { Item } }));
    while (requests.length > 0) {
      const { UnprocessedItems } = await documents.send(
        new BatchWriteCommand({ RequestItems: { [table.name]: requests } }),
      );
      requests = UnprocessedItems?.[table.name] ?? [];
    }
  };
  const send = async (items: Item[]): Promise<void> => {
    const sending: Promise<void> = write(items).finally(() => underWay.delete(sending));
    underWay.add(sending);
    if (underWay.size >= batchesAtOnce) await Promise.race(underWay);
  };
  return {
    put: async (items: Item[]): Promise<void> => {
      waiting.push(...items);
      while (waiting.length >= batchSize) await send(waiting.splice(0, batchSize));
    },
    done: async (): Promise<void> => {
      if (waiting.length > 0) await send(waiting.splice(0));
      await Promise.all(underWay);
    },
  };
};

/**
 * Puts `count` cases into the table of a stack and gives the newest of them, which have all that
 * belongs to a case.
 */
export const loadCases = async (stack: BenchStack, count: number): Promise<Case[]> => {
  const writer = batchWriter(stack);
  const newest: Case[] = [];
  let made = 0;
  for await (const { record, items } of manyCases(stack.definitions, count, Date.now())) {
    const isWhole = ++made > count - wholeCases;
    if (isWhole) newest.push(record);
    const { sk: ofRecord } = recordKey({ kind: 'case', id: record.id });
    await writer.put(isWhole ? items : items.filter(({ sk }) => sk === ofRecord));
  }
  await writer.done();
  return newest;
};
