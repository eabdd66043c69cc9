// Contacts whom time alone moves. Each has an entry in an index by instant; an execution waits for
// all of a quarter of a minute and a shard together, whether they are one or ten thousand.

import { byTheSegments, reckonContact, type Wanted } from '#functions/segments/reckon.ts';
import type { Services } from '#functions/services.ts';
import { takeCountedCrossings } from '#functions/views/counted-crossings.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { crossingPartition } from '#shared/core/table/automation-keys.ts';
import { momentKey } from '#shared/core/table/keys.ts';
import { everyTallyShard } from '#shared/core/table/view-keys.ts';
import { viewedKinds } from '#shared/insight/views/cell.ts';

/** What one run takes on, at some 20 ms each and twenty side by side: a few of its 30 seconds. */
const mostARun = 2_000;
const atATime = 20;

/** A place is of a shard of contacts, or of a kind of counted records. */
const takeOf = async (services: Services, id: string): Promise<boolean> => {
  const [, of = ''] = id.split('-');
  const kind = viewedKinds.find((one) => one === of);
  if (!kind) return takeCrossings(services, Number(of));
  let isMore = false;
  for (const shard of everyTallyShard) isMore = (await takeCountedCrossings(services, kind, shard)) || isMore;
  return isMore;
};

const isDue =
  (now: string): Wanted =>
  (generation, standing) =>
    standing?.answers.some((one) => one.generation === generation.id && one.until !== undefined && one.until <= now) ??
    false;

/** The contacts of a shard whom time has moved by now, at the most so many. */
const dueIn = async ({ table }: Services, shard: number, now: number): Promise<{ ids: string[]; more: boolean }> => {
  const range = { index: 'gsi4' as const, pk: crossingPartition(shard), to: `${iso(now)}~`, limit: mostARun };
  const { items, more } = await table.query(range);
  return { ids: items.map((item) => String(item.contactId)), more };
};

/** Moves the contacts of a shard whose time has come. @returns whether there are more */
export const takeCrossings = async (services: Services, shard: number): Promise<boolean> => {
  const now = services.now();
  const { ids, more } = await dueIn(services, shard, now);
  const wanted = isDue(iso(now));
  await sideBySide(ids, (contactId) => reckonContact(services, { contactId, wanted }, byTheSegments), atATime);
  return more;
};

export const wakeCrossings: Waker = async (services, wakeUp) => {
  const now = services.now();
  if (epoch(wakeUp.at) > now) return waiting(wakeUp, epoch(wakeUp.at));
  if (await takeOf(services, wakeUp.id)) return waiting(wakeUp, now);
  await services.table.deleteAll([momentKey({ kind: 'crossing', id: wakeUp.id })]);
  return ended(wakeUp);
};
