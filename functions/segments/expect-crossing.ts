import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Place } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';

interface ExpectedCrossing {
  /** Which of them: a shard of contacts, or a kind of counted records. */
  of: string;
  /** How late a crossing may be seen beside what it takes to work it off, in milliseconds. */
  within: number;
}

const placeOf = ({ of, within }: ExpectedCrossing, at: number): { place: Place & { kind: 'crossing' }; at: number } => {
  const end = Math.ceil(at / within) * within;
  return { place: { kind: 'crossing', id: `${end}-${of}` }, at: end };
};

// Moments that this function knows to be there: nearly all of a filling want the same few.
const mostKnown = 10_000;
const known = new WeakMap<object, Set<string>>();

/**
 * Sees to it that something waits for the instant (epoch ms) at which time moves contacts or
 * counted records.
 */
export const expectCrossing = async (services: Services, waits: ExpectedCrossing, instant: number): Promise<void> => {
  const { table } = services;
  const { place, at } = placeOf(waits, Math.max(instant, services.now() + 1));
  const there = known.get(table) ?? new Set<string>();
  known.set(table, there);
  if (there.has(place.id)) return;
  const { put } = momentWrite({ subject: place, at: iso(at), generation: 1 }, 'waiting');
  // Where it is there, who made it starts what waits, and so does the sweep.
  if (await putNew(table, put)) await armNext(services, place);
  if (there.size >= mostKnown) there.clear();
  there.add(place.id);
};
