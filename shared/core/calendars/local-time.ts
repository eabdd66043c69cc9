import { DAY } from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

/**
 * The instant (epoch milliseconds) at which the clock on the wall shows a time of a zone (IANA),
 * such as `2027-03-14T09:30`; of one that the zone repeats the first. Undefined for one that it
 * skips: nobody can come then.
 */
export const instantOfLocal = (local: string, timeZone: string): number | undefined => {
  // As if it were UTC: how zone-offsets.ts writes a wall-clock time.
  const wall = Date.parse(`${local}Z`);
  const offsets = zoneOffsets(timeZone, wall - 2 * DAY, wall + 2 * DAY);
  const instant = instantAt(offsets, wall);
  return wallAt(offsets, instant) === wall ? instant : undefined;
};
