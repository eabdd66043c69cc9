import type { Services } from '#functions/services.ts';
import type { CompiledRule } from '#shared/automation/rules/rule-index.ts';
import { iso } from '#shared/core/records/instants.ts';
import { limitKey, limitReachedKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

// Runs of a rule in an hour are counted in the transaction of each run, so a repeated event counts
// once, by items with a share of the limit each, so that many runs seldom want the same one.

const hour = 60 * 60 * 1000;
// Eight functions at once rarely meet in one of eight.
const mostShares = 8;
// A share below this would be used up by chance while others are free, and cost a read more.
const leastShare = 5;

/** How much of a limit each of its shares has. */
const sharesOf = (perHour: number): number[] => {
  const count = Math.max(1, Math.min(mostShares, Math.floor(perHour / leastShare)));
  return Array.from({ length: count }, (_, index) => Math.floor((perHour + index) / count));
};

/** Gone a while after the hour is over. */
const expiryOf = (at: number): number => Math.ceil((at + 25 * hour) / 1000);

/** A rule, a routine or a workflow that may have a limit. */
interface Limited {
  key: string;
  value: Pick<CompiledRule['value'], 'limits'>;
}

/** Whether a rule may be carried out once more, and what makes that count. */
type Allowance = { isLimited: false; writes: Write[] } | { isLimited: true; isFirst: boolean; writes: Write[] };

/** Reads how often a rule was carried out in this hour; of one without a limit nothing. */
export const allowanceOf = async (
  { table, random }: Pick<Services, 'table' | 'random'>,
  { key, value }: Limited,
  at: number,
): Promise<Allowance> => {
  const { perHour } = value.limits ?? {};
  if (perHour === undefined) return { isLimited: false, writes: [] };
  const window = iso(Math.floor(at / hour) * hour);
  const reached = limitReachedKey(key, window);
  if (await table.get(reached)) return { isLimited: true, isFirst: false, writes: [] };
  const shares = sharesOf(perHour);
  const first = (random(1)[0] ?? 0) % shares.length;
  for (let tried = 0; tried < shares.length; tried++) {
    const share = (first + tried) % shares.length;
    const place = limitKey(key, window, share);
    const count = Number((await table.get(place))?.count ?? 0);
    if (count >= (shares[share] ?? 0)) continue;
    const put = { ...place, count: count + 1, expiresAt: expiryOf(at) };
    return { isLimited: false, writes: [{ put, when: count === 0 ? 'new' : { holds: { count } } }] };
  }
  return { isLimited: true, isFirst: true, writes: [{ put: { ...reached, expiresAt: expiryOf(at) }, when: 'new' }] };
};
