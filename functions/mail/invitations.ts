import type { MailSender } from '#functions/mail/mail-sender.ts';
import { sendMailings } from '#functions/mail/send-notifications.ts';
import type { Services } from '#functions/services.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import {
  allSent,
  type InvitationKey,
  type Invitations,
  invitationsAfter,
  mayMove,
  pendingOf,
} from '#shared/casework/appointments/invited.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { againOnConflict, CommitConflict } from '#shared/core/table/commit.ts';
import { childPrefix, invitationsKey, partitionOf } from '#shared/core/table/keys.ts';
import type { CaseMailContext, Recipient } from '#shared/mail/notifications/context.ts';
import { invitees, invitingMailing } from '#shared/mail/notifications/mailings.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import { appointmentOf, didIt } from '#shared/mail/notifications/recipients.ts';

// Who is invited is kept beside the appointment with the mail that each still gets, in one write on
// what was known; then the mails go, so an event that comes twice finds the pending ones alone.

interface Inviting {
  services: Services;
  sender: MailSender;
  context: CaseMailContext;
  messageId: string;
}

type RecipientInvitations = Invitations<Recipient>;

type InvitingEventType = 'Appointment Created' | 'Appointment Updated' | 'Appointment Cancelled';
const eventOf: Readonly<Record<InvitationKey, InvitingEventType>> = {
  'appointment-created': 'Appointment Created',
  'appointment-updated': 'Appointment Updated',
  'appointment-cancelled': 'Appointment Cancelled',
};

/**
 * The context as if it were about the appointment: that is what a mail about it is written from.
 */
const about = (
  context: CaseMailContext,
  appointment: Appointment,
  type: InvitingEventType,
  now: number,
): CaseMailContext => ({
  ...context,
  event: { ...context.event, type, occurredAt: iso(now), before: {}, after: { appointment } },
});

/**
 * The appointments that an event may invite to, or take an invitation back to: its own, else those
 * of its case that are still to come.
 */
const concerned = async ({ table, now }: Services, context: CaseMailContext): Promise<Appointment[]> => {
  const own = appointmentOf(context);
  if (own) return [own];
  const pk = partitionOf({ kind: 'case', id: context.record.id });
  const items = await table.queryAll({ pk, prefix: childPrefix('appointment'), consistent: true });
  return items
    .map(({ record }) => record as Appointment)
    .filter(({ status, endsAt }) => status !== 'attended' && status !== 'no-show' && endsAt > iso(now()));
};

const save = async (
  { commit, now }: Services,
  { id, caseId }: Appointment,
  after: RecipientInvitations,
): Promise<void> => {
  const key = invitationsKey(caseId, id);
  const when = after.version === 1 ? ('new' as const) : { holds: { version: after.version - 1 } };
  const put = { ...key, version: after.version, invitations: after };
  await commit({ actor: { kind: 'system', id: 'mail' }, at: now(), cause: byHand }, [], [{ put, when }]);
};

const read = async ({ table }: Services, { id, caseId }: Appointment): Promise<RecipientInvitations | undefined> =>
  (await table.get(invitationsKey(caseId, id)))?.invitations as RecipientInvitations | undefined;

/** Decides who is invited, and keeps it. */
const settle = ({ services, context }: Inviting, appointment: Appointment): Promise<RecipientInvitations | undefined> =>
  againOnConflict(async () => {
    const before = await read(services, appointment);
    const { record, event } = context;
    // An older event decides nothing; the later one that decided sends its own mails.
    if (before && record.version < before.caseVersion) return undefined;
    const asked = about(context, appointment, 'Appointment Updated', services.now());
    const isThere = isOpen(record) && !record.trashedAt;
    const after = invitationsAfter(before, {
      appointment,
      wanted: isThere ? invitees(asked) : [],
      caseVersion: record.version,
      isItself: appointmentOf(context) !== undefined,
      didIt: (one) => didIt(event.actor, one),
    });
    const isSame = before && JSON.stringify(before.people) === JSON.stringify(after.people);
    // Also where nobody changes, how far was looked is kept: an event from before that is late
    // decides nothing.
    const kept = isSame ? { ...before, version: before.version + 1, caseVersion: record.version } : after;
    if (before && kept.caseVersion === before.caseVersion && (isSame || after === before)) return before;
    await save(services, appointment, kept);
    return kept;
  });

/**
 * Sends everybody what is pending. Each mail is named by the appointment and its sequence, so
 * that it goes once.
 */
const sendPending = async (
  { services, sender, context, messageId }: Inviting,
  appointment: Appointment,
  kept: RecipientInvitations,
) => {
  for (const { notification, sequence, recipients } of pendingOf(kept)) {
    const isCancelled = notification === 'appointment-cancelled';
    // A person who is no longer invited gets no later changes.
    const shown = isCancelled && appointment.status !== 'cancelled' ? (kept.before ?? kept.shown) : kept.shown;
    const { location: _where, ...rest } = appointment;
    const shownContext = about(context, { ...rest, ...shown, sequence }, eventOf[notification], services.now());
    const readers = recipients.map((one) =>
      mayReceive(shownContext, one) ? one : { ...one, isFormer: true as const },
    );
    const mailing = invitingMailing(notification, shownContext, readers);
    if (!mailing) continue;
    const eventId = `${appointment.id}-${sequence}`;
    await sendMailings(services, sender, { context: shownContext, messageId, mailings: [mailing], eventId });
  }
};

/** Mails an event of a case to those whom it invites to an appointment or removes from one. */
export const notifyInvited = async (
  services: Services,
  sender: MailSender,
  about: Omit<Inviting, 'services' | 'sender'>,
) => {
  const { context } = about;
  if (context.isOfMerged || !mayMove(context.event)) return;
  const inviting = { services, sender, ...about };
  for (const appointment of await concerned(services, context)) {
    const kept = await settle(inviting, appointment);
    if (!kept || pendingOf(kept).length === 0) continue;
    await sendPending(inviting, appointment, kept);
    // The caller who decided anew meanwhile sends what is missing, and finds these mails sent.
    await save(services, appointment, allSent(kept)).catch((error: unknown) => {
      if (!(error instanceof CommitConflict)) throw error;
    });
  }
};
