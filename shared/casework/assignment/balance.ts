/**
 * Of the people with the least open work, one by lot, so that callers at the same moment seldom
 * want the same one.
 * @param lot from 0 to below 1
 */
export const leastLoaded = (loads: ReadonlyMap<string, number>, lot: number): string | undefined => {
  const least = Math.min(...loads.values());
  const among = [...loads].filter(([, load]) => load === least);
  return among[Math.floor(lot * among.length)]?.[0];
};

/**
 * What was dealt to somebody last, and the count of it; who decided on an older one decides again.
 */
export interface LastDealt {
  turn: number;
  recordId: string;
  /** Epoch milliseconds. */
  at: number;
}

// A Query may still miss an item of a transaction whose other items can be read already.
// Transactions are whole within milliseconds.
const becomesWhole = 5_000;

/**
 * How much open work somebody has beside one record: what was found, and what was dealt to them so
 * lately that it may not have been found yet.
 *
 * @param found ids of the open records they hold
 * @param at epoch milliseconds
 */
export const loadBeside = (
  recordId: string,
  { found, last, at }: { found: Iterable<string>; last: LastDealt | undefined; at: number },
): number => {
  const held = new Set(found);
  if (last && at - last.at < becomesWhole) held.add(last.recordId);
  held.delete(recordId);
  return held.size;
};
