import ICAL from 'ical.js';
import ical, { ICalAttendeeRole, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block as blockOf } from 'timezones-ical-library';
import type { Invitation } from '#shared/casework/appointments/invitation.ts';

interface Party {
  address: string;
  name?: string | undefined;
}

/**
 * The rules of a zone as a VTIMEZONE of that name; null for one that the library does not know.
 * Where a zone has two names, the library knows one of them.
 */
const rulesOf = (timeZone: string): string | null =>
  [blockOf(timeZone)].flat()[0]?.replaceAll(/^(TZID|X-LIC-LOCATION):.*$/gm, `$1:${timeZone}`) || null;

type AppointmentTimes = Pick<Invitation['appointment'], 'startsAt' | 'endsAt'>;

/**
 * Whether a calendar program that reads only the text finds the exact instants: not in the second
 * of a repeated hour, nor where the library's rules are simpler than the zone.
 */
const saysInstants = (text: string, { startsAt, endsAt }: AppointmentTimes): boolean => {
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  const says = (name: 'dtstart' | 'dtend', instant: string): boolean => {
    const time = event?.getFirstPropertyValue(name);
    return time instanceof ICAL.Time && time.toJSDate().getTime() === Date.parse(instant);
  };
  return says('dtstart', startsAt) && says('dtend', endsAt);
};

interface Parties {
  organizer: Party;
  attendee: Party;
  /** What makes the UID unique in the world. */
  domain: string;
}

/** An invitation with its times in a zone, or in UTC. */
const written = (
  { method, appointment, at }: Invitation,
  { organizer, attendee, domain }: Parties,
  zone: string | undefined,
): string => {
  const time = (instant: string) =>
    zone === undefined ? new Date(instant) : Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
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

/**
 * An invitation as iCalendar (RFC 5545, iTIP RFC 5546) in local times, so that it keeps its hour
 * where a zone's rules change. It is read back first: UTC replaces what would be another instant.
 */
export const icsOf = (invitation: Invitation, parties: Parties): string => {
  const { timeZone, appointment } = invitation;
  if (timeZone !== undefined && timeZone !== 'UTC' && rulesOf(timeZone)) {
    const local = written(invitation, parties, timeZone);
    if (saysInstants(local, appointment)) return local;
  }
  return written(invitation, parties, undefined);
};
