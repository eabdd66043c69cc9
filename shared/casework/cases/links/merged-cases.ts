import type { Case } from '#shared/casework/cases/case.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** The cases that were merged into one, and into those. It is read only where there are any. */
export const mergedCases = async (table: Table, { mergedFrom = [] }: Case): Promise<Case[]> => {
  if (mergedFrom.length === 0) return [];
  const keys = mergedFrom.map((id) => recordKey({ kind: 'case', id }));
  const found = (await table.getMany(keys, { consistent: true })).map(({ record }) => record as Case);
  const before = await Promise.all(found.map((one) => mergedCases(table, one)));
  return [...found, ...before.flat()];
};
