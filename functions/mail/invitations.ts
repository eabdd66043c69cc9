import type { Post } from '#functions/mail/post.ts';
import { tellMailings } from '#functions/mail/tell.ts';
import type { Services } from '#functions/services.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import {
  allTold,
  type InvitationKey,
  type Invitations,
  invitationsAfter,
  mayMove,
  owedOf,
} from '#shared/casework/appointments/invited.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { CaseworkEventType } from '#shared/casework/casework.events.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { againOnConflict, CommitConflict } from '#shared/core/table/commit.ts';
import { childPrefix, invitationsKey, partitionOf } from '#shared/core/table/keys.ts';
import type { CaseSituation, Recipient } from '#shared/mail/notifications/context.ts';
import { invitees, invitingMailing } from '#shared/mail/notifications/mailings.ts';
import { mayBeTold } from '#shared/mail/notifications/may-receive.ts';
import { didIt } from '#shared/mail/notifications/recipients.ts';

// Who is invited to an appointment is kept beside it, with what each is still to be told. An event decides that from the case and the appointment as they
// are in it, in one write on condition of what was known; then the mails go. An event that comes twice finds nothing to change and only what is still owed.

interface Telling {
  services: Services;
  post: Post;
  situation: CaseSituation;
  messageId: string;
}

type Kept = Invitations<Recipient>;

const eventOf: Readonly<Record<InvitationKey, CaseworkEventType>> = {
  'appointment-created': 'Appointment Created',
  'appointment-updated': 'Appointment Updated',
  'appointment-cancelled': 'Appointment Cancelled',
};

const itself = ({ event }: CaseSituation): Appointment | undefined =>
  event.after.appointment as Appointment | undefined;

/** The situation as if it were about the appointment: that is what a mail about it is written from. */
const about = (situation: CaseSituation, appointment: Appointment, type: string, now: number): CaseSituation => ({
  ...situation,
  event: { ...situation.event, type, occurredAt: iso(now), after: { appointment } },
});

/** The appointments that an event may invite to, or take an invitation back to: its own, else those of its case that are still to come. */
const concerned = async ({ table, now }: Services, situation: CaseSituation): Promise<Appointment[]> => {
  const own = itself(situation);
  if (own) return [own];
  const pk = partitionOf({ kind: 'case', id: situation.record.id });
  const items = await table.queryAll({ pk, prefix: childPrefix('appointment'), consistent: true });
  return items
    .map(({ record }) => record as Appointment)
    .filter(({ status, endsAt }) => status !== 'attended' && status !== 'no-show' && endsAt > iso(now()));
};

const save = async ({ commit, now }: Services, { id, caseId }: Appointment, after: Kept): Promise<void> => {
  const key = invitationsKey(caseId, id);
  const when = after.version === 1 ? ('new' as const) : { holds: { version: after.version - 1 } };
  const put = { ...key, version: after.version, invitations: after };
  await commit({ actor: { kind: 'system', id: 'mail' }, at: now(), cause: byHand }, [], [{ put, when }]);
};

const read = async ({ table }: Services, { id, caseId }: Appointment): Promise<Kept | undefined> =>
  (await table.get(invitationsKey(caseId, id)))?.invitations as Kept | undefined;

/** Decides who is invited, and keeps it. */
const settle = ({ services, situation }: Telling, appointment: Appointment): Promise<Kept | undefined> =>
  againOnConflict(async () => {
    const before = await read(services, appointment);
    const { record, event } = situation;
    // An event that is behind decides nothing; what was decided by a later one is told by that.
    if (before && record.version < before.caseVersion) return undefined;
    const asked = about(situation, appointment, event.type, services.now());
    const isThere = isOpen(record) && !record.trashedAt;
    const after = invitationsAfter(before, {
      appointment,
      wanted: isThere ? invitees(asked) : [],
      caseVersion: record.version,
      isItself: itself(situation) !== undefined,
      didIt: (one) => didIt(event.actor, one),
    });
    if (!after) return before;
    const isSame = before && JSON.stringify(before.people) === JSON.stringify(after.people);
    // Also where nobody changes, how far was looked is kept: an event from before that is late decides nothing.
    const kept = isSame ? { ...before, version: before.version + 1, caseVersion: record.version } : after;
    if (before && kept.caseVersion === before.caseVersion && (isSame || after === before)) return before;
    await save(services, appointment, kept);
    return kept;
  });

/** Tells everybody what they are owed. Each mail is named by the appointment and its sequence, so that it goes once. */
const tellOwed = async ({ services, post, situation, messageId }: Telling, appointment: Appointment, kept: Kept) => {
  for (const { notification, sequence, recipients } of owedOf(kept)) {
    const isCancelled = notification === 'appointment-cancelled';
    // Who is invited no more is not told what has become of it since.
    const shown = isCancelled && appointment.status !== 'cancelled' ? (kept.before ?? kept.shown) : kept.shown;
    const { location: _where, ...rest } = appointment;
    const told = about(situation, { ...rest, ...shown, sequence }, eventOf[notification], services.now());
    const readers = recipients.map((one) => (mayBeTold(told, one) ? one : { ...one, isFormer: true as const }));
    const mailing = invitingMailing(notification, told, readers);
    if (!mailing) continue;
    const eventId = `${appointment.id}-${sequence}`;
    await tellMailings(services, post, { situation: told, messageId, mailings: [mailing], eventId });
  }
};

/** Tells of an event of a case whoever is invited to its appointments by it, or no more. */
export const tellInvited = async (services: Services, post: Post, about: Omit<Telling, 'services' | 'post'>) => {
  const { situation } = about;
  if (situation.isOfMerged || !mayMove(situation.event)) return;
  const telling = { services, post, ...about };
  for (const appointment of await concerned(services, situation)) {
    const kept = await settle(telling, appointment);
    if (!kept || owedOf(kept).length === 0) continue;
    await tellOwed(telling, appointment, kept);
    // Whoever decided anew meanwhile tells what is still owed, and finds these mails sent.
    await save(services, appointment, allTold(kept)).catch((error: unknown) => {
      if (!(error instanceof CommitConflict)) throw error;
    });
  }
};
