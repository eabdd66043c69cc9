/**
 * One of the people with the least open work, by lot (0 to below 1), so that callers at the same
 * moment seldom want the same one.
 */
export const leastLoaded = (loads: ReadonlyMap<string, number>, lot: number): string | undefined => {
  const least = Math.min(...loads.values());
  const among = [...loads].filter(([, load]) => load === least);
  return among[Math.floor(lot * among.length)]?.[0];
};
