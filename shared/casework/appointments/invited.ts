import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import { declarationOf } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { foldAddress } from '#shared/core/records/address.ts';

// Who is invited to an appointment, as their calendars have it. Every change is mailed to exactly
// those: docs/decisions/0043.

export type InvitationKey = 'appointment-created' | 'appointment-updated' | 'appointment-cancelled';

/** What of an appointment stands in its invitation: notes and teams are staff's own affair. */
const inInvitation = ['title', 'startsAt', 'endsAt', 'location'] as const satisfies (keyof Appointment)[];
type InvitedFacts = Pick<Appointment, (typeof inInvitation)[number]>;

/** Somebody who is, or was, invited. */
interface Invited<R extends { address: string }> {
  to: R;
  method: 'REQUEST' | 'CANCEL';
  /** That of the last mail to them: the next mail has a higher one. */
  sequence: number;
  /** Their calendar has it by a mail of ours. The organizer has put it there themselves. */
  mailed: boolean;
  /** The notification still to be sent; undefined once it was. */
  pending?: InvitationKey;
}

/** What is kept with an appointment. */
export interface Invitations<R extends { address: string }> {
  version: number;
  /** The version of the case by which they were last decided: events of before it are behind. */
  caseVersion: number;
  /** What the last mail said to those who are invited, and the one before. */
  shown: InvitedFacts;
  before?: InvitedFacts;
  people: Invited<R>[];
}

/** Whether an event may add a person to an invitation or remove one. */
export const mayMove = (event: Pick<DomainEvent, 'type' | 'subject' | 'changed' | 'after'>): boolean => {
  const moves = declarationOf(event.type)?.movesInvitations;
  return typeof moves === 'function' ? moves(event) : moves === true;
};

export const shownOf = ({ title, startsAt, endsAt, location }: InvitedFacts): InvitedFacts => ({
  title,
  startsAt,
  endsAt,
  ...(location !== undefined && { location }),
});

interface Changing<R> {
  appointment: Appointment;
  /** Whom it invites as the case stands; nobody where that is closed or gone. */
  wanted: readonly R[];
  caseVersion: number;
  /** Whether the event is about the appointment itself. */
  isItself: boolean;
  /** Whether somebody did themselves what the event says. */
  didIt: (one: R) => boolean;
}

/** Whom a change concerns, and the notification for them. */
const next = <R extends { address: string }>(
  was: Invited<R> | undefined,
  to: R | undefined,
  { appointment, isItself, didIt, isChanged }: Changing<R> & { isChanged: boolean },
): Invited<R> | undefined => {
  const sequence = Math.max(appointment.sequence, was ? was.sequence + 1 : 0);
  const isOwnDoing = isItself && !was?.mailed && didIt(to ?? (was as Invited<R>).to);
  if (!to) {
    if (was?.method !== 'REQUEST') return was;
    const isInformed = was.mailed || (isItself && appointment.status === 'cancelled' && !isOwnDoing);
    const { pending: _before, ...rest } = was;
    return { ...rest, method: 'CANCEL', sequence, ...(isInformed && { pending: 'appointment-cancelled' as const }) };
  }
  if (was?.method === 'REQUEST' && !isChanged) return { ...was, to };
  const isNew = was?.method !== 'REQUEST';
  if (isOwnDoing) return { to, method: 'REQUEST', sequence, mailed: false };
  const pending = isNew || was?.pending === 'appointment-created' ? 'appointment-created' : 'appointment-updated';
  return { to, method: 'REQUEST', sequence, mailed: true, pending };
};

/**
 * Who is invited after an event, by address since that is what a calendar belongs to, and the mail
 * that each still gets. An event that says what is known changes nothing.
 */
export const invitationsAfter = <R extends { address: string }>(
  before: Invitations<R> | undefined,
  changing: Changing<R>,
): Invitations<R> => {
  const { appointment, caseVersion } = changing;
  const shown = shownOf(appointment);
  // Kept also where nobody was invited yet: an earlier event that is late must not invite anybody.
  const unchanged = before ?? { version: 1, caseVersion, shown, people: [] };
  // What was kept or missed stays in calendars as it was.
  if (appointment.status === 'attended' || appointment.status === 'no-show') return unchanged;
  const isChanged = before !== undefined && inInvitation.some((member) => before.shown[member] !== shown[member]);
  const wanted = new Map(
    (appointment.status === 'scheduled' ? changing.wanted : []).map((one) => [foldAddress(one.address), one]),
  );
  const known = new Map((before?.people ?? []).map((one) => [foldAddress(one.to.address), one]));
  const people = [...new Set([...known.keys(), ...wanted.keys()])].flatMap(
    (address) => next(known.get(address), wanted.get(address), { ...changing, isChanged }) ?? [],
  );
  if (people.length === 0) return unchanged;
  return {
    version: (before?.version ?? 0) + 1,
    caseVersion,
    shown,
    ...(before && { before: isChanged ? before.shown : (before.before ?? before.shown) }),
    people,
  };
};

/** The invitations once all mails were sent. */
export const allSent = <R extends { address: string }>(invitations: Invitations<R>): Invitations<R> => ({
  ...invitations,
  version: invitations.version + 1,
  people: invitations.people.map(({ pending: _pending, ...one }) => one),
});

/** Mails still to be sent, by notification and sequence: those with the same words. */
export const pendingOf = <R extends { address: string }>({ people }: Invitations<R>) =>
  [
    ...Map.groupBy(
      people.filter(({ pending }) => pending),
      ({ pending, sequence }) => `${pending} ${sequence}`,
    ).values(),
  ].map((group) => {
    const [{ pending, sequence }] = group as [Invited<R>];
    return { notification: pending as InvitationKey, sequence, recipients: group.map(({ to }) => to) };
  });
