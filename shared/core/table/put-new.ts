import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Table } from '#shared/core/table/table.ts';

/** Writes an item unless one of its key is there. @returns whether it was written */
export const putNew = async (table: Pick<Table, 'put'>, item: Item): Promise<boolean> => {
  try {
    await table.put(item, { ConditionExpression: 'attribute_not_exists(pk)' });
    return true;
  } catch (error) {
    if (isConditionRefused(error)) return false;
    throw error;
  }
};
