import { findRows } from '#functions/lists/find-rows.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { BulkKind } from '#shared/insight/jobs/bulk.ts';

/** A caller waits so long at the most until it is known how many rows there are. */
const longestCount = 8_000;
const aPage = 200;

interface Selection {
  kind: BulkKind;
  condition: Condition | undefined;
  caller: Person;
  /** Epoch milliseconds. */
  at: number;
  /** How many rows need no dry run before. */
  most: number;
}

/**
 * The ids of the rows that a condition selects now.
 * @throws `needs-token` where there are more, or where that cannot be said soon
 */
export const selectRows = async (
  services: Services,
  { kind, condition, caller, at, most }: Selection,
): Promise<string[]> => {
  const ids: string[] = [];
  let position: string | undefined;
  do {
    const narrow = { createdTo: iso(at) };
    const asked = { kind, caller, at, condition, narrow, sort: 'createdAt', limit: aPage, position };
    const { items, next } = await findRows(services, asked);
    ids.push(...items.map(({ id }) => id));
    position = next;
    const isLong = position !== undefined && services.now() > at + longestCount;
    if (ids.length > most || isLong) throw new Refusal('needs-token');
  } while (position !== undefined);
  return ids;
};
