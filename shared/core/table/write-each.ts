import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { againOnConflict, CommitConflict, isConflict } from '#shared/core/table/commit.ts';
import { fitTransaction, sizesOf } from '#shared/core/table/size.ts';
import type { Table } from '#shared/core/table/table.ts';

export type Transaction = Parameters<Table['transact']>[0];

/** What writes groups use of the table. */
export type GroupTable = Pick<Table, 'put' | 'transact' | 'name'>;

/** A single put costs half of what it costs in a transaction. */
const write = (table: GroupTable, writes: Transaction): Promise<void> => {
  const [only, ...others] = writes;
  if (!only?.Put?.Item || others.length > 0) return table.transact(writes);
  const { TableName: _name, Item, ...condition } = only.Put;
  return table.put(Item as Parameters<Table['put']>[0], condition);
};

/** The groups whose own conditions did not hold. */
const refusedBy = (error: unknown, groups: readonly Transaction[]): number[] => {
  if (error instanceof ConditionalCheckFailedException) return [0];
  if (!(error instanceof TransactionCanceledException)) return [];
  const owners = groups.flatMap((group, index) => group.map(() => index));
  const reasons = error.CancellationReasons ?? [];
  return [...new Set(owners.filter((_owner, at) => reasons[at]?.Code === 'ConditionalCheckFailed'))];
};

/**
 * Writes independent groups, each whole or not at all, in one transaction, and again without the
 * refused ones. Gives which were written; what else the table throws leaves that unknown.
 */
export const writeEach = async (table: GroupTable, groups: readonly Transaction[]): Promise<boolean[]> => {
  const all = [...groups.keys()];
  if (groups.length > 1 && !fitTransaction(sizesOf(groups.flat())))
    return (await Promise.all(groups.map((group) => writeEach(table, [group])))).flat();
  let left = all;
  while (left.length > 0) {
    const wanted = left.map((index) => groups[index] ?? []);
    const refused = await againOnConflict(async () => {
      try {
        await write(table, wanted.flat());
        return [];
      } catch (error) {
        const indices = refusedBy(error, wanted);
        if (indices.length > 0) return indices;
        if (isConflict(error)) throw new CommitConflict('written by somebody else meanwhile', { cause: error });
        throw error;
      }
    });
    if (refused.length === 0) break;
    left = left.filter((_index, at) => !refused.includes(at));
  }
  return all.map((index) => left.includes(index));
};
