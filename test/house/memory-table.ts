import type { Item } from '#shared/core/table/decision.ts';
import { Table } from '#shared/core/table/table.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

/** The table of the product over DynamoDB in memory, with items in it. */
export const memoryTable = (items: readonly Item[] = []) => {
  const memory = new MemoryDynamoDb();
  memory.place(items);
  return { memory, table: new Table(memory, 'memory') };
};
