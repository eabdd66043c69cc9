import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { workIn, workPrefix } from '#shared/core/table/casework-keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

/** What waits for a person: of these teams, and of these types where nobody has it. */
interface WorkQueue {
  groups: readonly string[];
  types: readonly string[];
  /** Whether what is of a type is wanted, also of what the teams have. */
  wants: (type: string) => boolean;
}

// Fifty callers at once find a case each among so many. It is two read units, and reads no further
// where everything in it is for others.
const heads = 64;

/**
 * Ids of the cases that are first in a queue: the one due first, then the others; behind them, by
 * age, those that are never due. One consistent read a part.
 */
export const firstInQueue = async (table: Table, { groups, types, wants }: WorkQueue): Promise<string[]> => {
  const parts: (PersonOrGroup | { type: string })[] = [
    ...groups.map((group) => ({ group })),
    ...types.map((one) => ({ type: one })),
  ];
  const { items } = await mergePages(table, {
    sources: parts.map((part) => ({ pk: workIn(part), prefix: workPrefix('case'), consistent: true })),
    descending: false,
    limit: heads,
    accept: (item) => wants(String(item.type)),
  });
  return items.map((item) => String(item.recordId));
};

/**
 * The order in which a caller tries the heads of a queue: the more rounds (from 1) it lost, the
 * further down it begins by lot (0 to below 1), so that many callers soon try different ones.
 */
export const inOrderOfTrial = <T>(queue: readonly T[], round: number, lot: number): T[] => {
  const reach = Math.min(queue.length, 2 ** (round - 1));
  const start = Math.floor(lot * reach);
  return [...queue.slice(start), ...queue.slice(0, start)];
};
