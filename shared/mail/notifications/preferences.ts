import { nextTimeOfDay, quietUntil } from '#shared/core/calendars/time-of-day.ts';
import { own } from '#shared/core/records/own.ts';
import { allNotifications, isNotificationKey } from '#shared/mail/notifications/all-notifications.ts';
import type { Preferences } from '#shared/mail/notifications/preferences.schema.ts';

// How a person wants their mail: at once, once a day in one mail, or not at all; and when not to be
// disturbed. Times of day are those of the person's zone.

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
