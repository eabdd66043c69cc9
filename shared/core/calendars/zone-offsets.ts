import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';
import { countBelow } from '#shared/core/calendars/count-below.ts';

// A wall-clock time is written as a number here: the epoch milliseconds that it would have in UTC.

/**
 * The offsets of a zone over some years: from `since[i]` on, local time is UTC plus `offset[i]`.
 */
export interface ZoneOffsets {
  since: number[];
  offset: number[];
  /**
   * The latest wall-clock time that was seen before offset i ends. It never falls, although clocks
   * are set back.
   */
  seenBy: number[];
}

const NANOSECONDS = 1_000_000n;

/**
 * The offsets of `timeZone` (IANA) between two instants in epoch milliseconds; before and after
 * them, the outermost go on.
 */
export const zoneOffsets = (timeZone: string, from: number, to: number): ZoneOffsets => {
  const offsets: ZoneOffsets = { since: [], offset: [], seenBy: [] };
  let since = Number.NEGATIVE_INFINITY;
  let at = create(BigInt(from) * NANOSECONDS, timeZone);
  for (;;) {
    const offset = Number(BigInt(offsetNanoseconds(at)) / NANOSECONDS);
    const next = getTimeZoneTransition(at, 'next');
    const until = next ? Number(next.epochNanoseconds / NANOSECONDS) : Number.POSITIVE_INFINITY;
    const last = !next || until > to;
    offsets.since.push(since);
    offsets.offset.push(offset);
    offsets.seenBy.push(
      last ? Number.POSITIVE_INFINITY : Math.max(until + offset, offsets.seenBy.at(-1) ?? Number.NEGATIVE_INFINITY),
    );
    if (last) return offsets;
    since = until;
    at = next;
  }
};

/** What the clock on the wall shows at an instant. */
export const wallAt = ({ since, offset }: ZoneOffsets, instant: number): number =>
  instant + (offset[countBelow(since, instant + 1) - 1] as number);

/**
 * The first instant by which the wall clock has reached `wall`; of a skipped time the end of the
 * gap. So it never falls as `wall` rises, and days that do not exist have no length.
 */
export const instantAt = ({ since, offset, seenBy }: ZoneOffsets, wall: number): number => {
  const i = countBelow(seenBy, wall + 1);
  return Math.max(wall - (offset[i] as number), since[i] as number);
};
