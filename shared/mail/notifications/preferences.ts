import { instantAt, wallAt, type ZoneOffsets, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';
import { own } from '#shared/core/records/own.ts';
import { allNotifications, isNotificationKey } from '#shared/mail/notifications/all-notifications.ts';
import type { Preferences } from '#shared/mail/notifications/preferences.schema.ts';

// How a person wants their mail: at once, once a day in one mail, or not at all; and when not to be
// disturbed. Times of day are those of the person's zone, right across daylight saving: of a time
// that the zone repeats the first counts, of one that it skips the end of the gap.

const minute = 60 * 1000;
const day = 24 * 60 * minute;

// What is put for an instant less than a minute away could miss it: it is sent at once, or goes
// with the next digest.
const margin = minute;

/** The offsets of a zone around an instant, far enough for the days beside it. */
const offsetsAround = (zone: string, instant: number): ZoneOffsets =>
  zoneOffsets(zone, instant - 3 * day, instant + 3 * day);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Wall-clock midnights of the days around an instant, as `zone-offsets.ts` writes them. */
const midnightsAround = (offsets: ZoneOffsets, instant: number): number[] => {
  const today = Math.floor(wallAt(offsets, instant) / day) * day;
  return [today - day, today, today + day, today + 2 * day];
};

/**
 * The first instant at a time of day in a zone that lies after another instant (epoch
 * milliseconds), by at least a minute.
 */
export const nextTimeOfDay = (zone: string, time: string, after: number): number => {
  const offsets = offsetsAround(zone, after);
  const dates = midnightsAround(offsets, after);
  const instants = dates
    .map((midnight) => ({ midnight, instant: instantAt(offsets, midnight + minutesOf(time) * minute) }))
    // A date that the zone leaves out (Apia, 2011-12-30) has no such time.
    .filter(({ midnight, instant }) => Math.floor(wallAt(offsets, instant) / day) * day === midnight)
    .map(({ instant }) => instant);
  return instants.find((instant) => instant >= after + margin) ?? after + day;
};

/**
 * When the quiet hours end that an instant lies in; undefined where it lies in none, or where they
 * are as good as over.
 */
export const quietUntil = ({ timeZone: zone, quietHours }: Preferences, at: number): number | undefined => {
  if (!quietHours) return undefined;
  const from = minutesOf(quietHours.from) * minute;
  const length = (minutesOf(quietHours.to) * minute - from + day) % day;
  const offsets = offsetsAround(zone, at);
  for (const midnight of midnightsAround(offsets, at)) {
    const begins = instantAt(offsets, midnight + from);
    const ends = instantAt(offsets, midnight + from + length);
    if (begins <= at && at < ends) return ends >= at + margin ? ends : undefined;
  }
  return undefined;
};

/**
 * What is to be done with a mail: sent now, kept until an instant, or put into the digest of an
 * instant (epoch milliseconds); or nothing.
 */
export type Course = { how: 'now' } | { how: 'held' | 'digest'; at: number } | { how: 'off' };

const isAlwaysAtOnce = (key: string) => isNotificationKey(key) && allNotifications[key].alwaysAtOnce;

/**
 * What somebody's preferences say about a notification at an instant (epoch milliseconds). Without
 * preferences it is sent at once.
 */
export const courseOf = (preferences: Preferences | undefined, notification: string, at: number): Course => {
  if (!preferences || isAlwaysAtOnce(notification)) return { how: 'now' };
  const timing = own(preferences.events, notification) ?? preferences.default;
  if (timing === 'off') return { how: 'off' };
  if (timing === 'digest') return { how: 'digest', at: nextTimeOfDay(preferences.timeZone, preferences.digestAt, at) };
  const until = quietUntil(preferences, at);
  return until === undefined ? { how: 'now' } : { how: 'held', at: until };
};
