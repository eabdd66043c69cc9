import { findRows } from '#functions/lists/find-rows.ts';
import type { Services } from '#functions/services.ts';
import type { ViewCounting } from '#functions/views/count-views.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';

/** Beyond this a count that is not kept says that there are more. */
const mostCounted = 1_000;
// What is looked at in vain costs as much as what is found: some five megabytes of rows.
const mostLookedAt = 5_000;

export interface RowCount {
  count: number;
  atLeast?: true;
}

/** Counts rows by looking at them, as many as a person could look through. */
export const countRows = async (
  services: Services,
  { kind, caller, at }: ViewCounting,
  condition: Condition,
): Promise<RowCount> => {
  const request = { kind, caller, at, condition, sort: '-createdAt', limit: mostCounted, most: mostLookedAt };
  const { items, next } = await findRows(services, request);
  return { count: items.length, ...(next !== undefined && { atLeast: true }) };
};
