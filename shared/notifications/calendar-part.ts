import ical, { ICalAttendeeRole, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block as blockOf } from 'timezones-ical-library';
import type { Invitation } from '#shared/appointments/invitation.ts';

interface Party {
  address: string;
  name?: string | undefined;
}

/** The rules of a zone as a VTIMEZONE; null for one that the library does not know, which then is written in UTC. */
const rulesOf = (timeZone: string): string | null => [blockOf(timeZone)].flat()[0] || null;

/** An instant as the clock of a zone shows it; undefined in the hour that the zone repeats, the second time: iCalendar means the first. */
const localTime = (instant: string, zone: string): Temporal.ZonedDateTime | undefined => {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toZonedDateTime(zone).equals(local) ? local : undefined;
};

/** The zone that an invitation is written in; undefined where UTC says it better. */
const zoneOf = ({ timeZone, appointment: { startsAt, endsAt } }: Invitation): string | undefined => {
  if (timeZone === undefined || timeZone === 'UTC' || !rulesOf(timeZone)) return undefined;
  return [startsAt, endsAt].every((instant) => localTime(instant, timeZone)) ? timeZone : undefined;
};

/**
 * An invitation as iCalendar (RFC 5545) for iTIP (RFC 5546): the same UID for the same appointment for ever, its SEQUENCE, and local times with the rules of
 * their zone, so that it stays at its hour on the wall where the rules change.
 *
 * @param domain what makes the UID unique in the world
 */
export const icsOf = (
  invitation: Invitation,
  { organizer, attendee, domain }: { organizer: Party; attendee: Party; domain: string },
): string => {
  const { method, appointment, at } = invitation;
  const zone = zoneOf(invitation);
  const time = (instant: string) => (zone === undefined ? undefined : localTime(instant, zone)) ?? new Date(instant);
  const calendar = ical({
    prodId: { company: 'Caseward', product: 'Appointments', language: 'EN' },
    method: ICalCalendarMethod[method],
    ...(zone !== undefined && { timezone: { name: null, generator: rulesOf } }),
  });
  const { id, sequence, title, startsAt, endsAt, location } = appointment;
  calendar.createEvent({
    id: `appointment-${id}@${domain}`,
    sequence,
    stamp: new Date(at),
    start: time(startsAt),
    end: time(endsAt),
    ...(zone !== undefined && { timezone: zone }),
    summary: title,
    ...(location !== undefined && { location }),
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: organizer.name || organizer.address, email: organizer.address },
    attendees: [
      {
        email: attendee.address,
        ...(attendee.name !== undefined && { name: attendee.name }),
        role: ICalAttendeeRole.REQ,
        rsvp: method === 'REQUEST',
      },
    ],
  });
  return calendar.toString();
};
