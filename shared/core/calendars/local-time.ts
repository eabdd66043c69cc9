import { DAY } from '#shared/core/calendars/working-table.ts';
import { instantAt, wallAt, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';

/**
 * The instant (epoch ms) at which a zone's clock shows a time such as `2027-03-14T09:30`: the first
 * of one that the zone repeats, undefined for one that it skips, since nobody can come then.
 */
export const instantOfLocal = (local: string, timeZone: string): number | undefined => {
  // As if it were UTC: how zone-offsets.ts writes a wall-clock time.
  const wall = Date.parse(`${local}Z`);
  const offsets = zoneOffsets(timeZone, wall - 2 * DAY, wall + 2 * DAY);
  const instant = instantAt(offsets, wall);
  return wallAt(offsets, instant) === wall ? instant : undefined;
};
