import { type ItemChange, writeUnitsOf } from '#bench/item-size.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// Counts write units by what they are written for, as AWS says: double in a transaction, single by
// itself, and once in each index. The table in memory, as DynamoDB Local, reports otherwise.

/** Write units of what was written, by the partition that it lies in. */
interface WriteMeter {
  /** The table, each write of which is counted. */
  table: Table;
  /** What was written since the last time it was asked: units by what `ofPartition` says. */
  taken: () => Map<string, number>;
}

export const meterWrites = (memory: MemoryDynamoDb, ofPartition: (pk: string) => string): WriteMeter => {
  let units = new Map<string, number>();
  let changes: ItemChange[] = [];
  memory.onChange((some) => changes.push(...some));
  const send: Documents['send'] = async (operation, input) => {
    changes = [];
    // It writes before it gives its promise, so that what changed meanwhile is of this command.
    const answer = memory.send(operation, input);
    const made = changes;
    const isTransaction = operation === 'TransactWriteItems';
    for (const change of made) {
      const of = ofPartition((change.after ?? change.before)?.pk?.S ?? '');
      const { table, indexes } = writeUnitsOf([change]);
      units.set(of, (units.get(of) ?? 0) + (isTransaction ? table : table / 2) + indexes);
    }
    return answer;
  };
  return {
    table: new Table({ send }, 'bench'),
    taken: () => {
      const taken = units;
      units = new Map();
      return taken;
    },
  };
};
