import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';

/**
 * What goes into somebody's calendar with a mail about an appointment, before it is known from whom
 * and to whom.
 */
export interface Invitation {
  /** CANCEL takes an invitation back. */
  method: 'REQUEST' | 'CANCEL';
  appointment: Pick<Appointment, 'id' | 'sequence' | 'title' | 'startsAt' | 'endsAt' | 'location'>;
  /** When it was written. */
  at: string;
  /** In which zone (IANA) it is shown; UTC where there is none. */
  timeZone?: string | undefined;
}

const methods: Readonly<Record<string, Invitation['method']>> = {
  'Appointment Created': 'REQUEST',
  'Appointment Updated': 'REQUEST',
  'Appointment Cancelled': 'CANCEL',
};

/** The invitation that goes with the mails of an event, if one does. */
export const invitationOf = (
  { type, occurredAt }: Pick<DomainEvent, 'type' | 'occurredAt'>,
  appointment: Appointment | undefined,
  timeZone: string | undefined,
): Invitation | undefined => {
  const method = own(methods, type);
  if (!method || !appointment) return undefined;
  const { id, sequence, title, startsAt, endsAt, location } = appointment;
  const invited = { id, sequence, title, startsAt, endsAt, ...(location !== undefined && { location }) };
  return { method, appointment: invited, at: occurredAt, ...(timeZone !== undefined && { timeZone }) };
};
