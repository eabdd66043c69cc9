import type { InvitationKey } from '#shared/casework/appointments/invited.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import { alertNotifications } from '#shared/mail/notifications/alert.notifications.ts';
import {
  allNotifications,
  isNotificationKey,
  type NotificationKey,
  notificationsOfCases,
} from '#shared/mail/notifications/all-notifications.ts';
import { appointmentNotifications } from '#shared/mail/notifications/appointment.notifications.ts';
import { contactNotifications } from '#shared/mail/notifications/contact.notifications.ts';
import type { CaseMailContext, MailContext, Recipient } from '#shared/mail/notifications/context.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import type {
  AlertNotification,
  CaseNotification,
  ContactNotification,
  Sending,
} from '#shared/mail/notifications/notification.ts';
import { alertRecipients, caseRecipients, contactRecipients, didIt } from '#shared/mail/notifications/recipients.ts';

/**
 * Whether a mail brings or takes back an invitation: whom it goes to is kept with the appointment.
 */
export const isInvitation = (key: string): boolean => Object.hasOwn(appointmentNotifications, key);

/**
 * Whether a notification goes to requesters in the first place: then its template is tried as they
 * would read it.
 */
export const isForRequesters = (key: string): boolean =>
  isNotificationKey(key) && allNotifications[key].sent[0]?.to === 'requester';

/** A mail to be written once and sent to each of its recipients. */
export interface Mailing<K extends string = NotificationKey> {
  notification: K;
  /** Key of the template. */
  template: string;
  recipients: Recipient[];
}

const templateFor = (key: NotificationKey, context: MailContext): string => {
  if (context.kind === 'contact') return key;
  const ofReason = context.kind === 'case' ? allNotifications[key].reasonTemplate?.(context) : undefined;
  return ofReason ?? context.definition.type.notifications[key]?.template ?? key;
};

/** Both sides of an appointment, as far as they may know of its case: each address once. */
export const invitees = (context: CaseMailContext): Recipient[] => [
  ...new Map(
    [...caseRecipients.hosts(context), ...caseRecipients.requester(context)]
      .filter((one) => mayReceive(context, one))
      .map((one) => [foldAddress(one.address), one]),
  ).values(),
];

/**
 * The mail to those who are invited; undefined where the type has it off. Whom it goes to is kept
 * with the appointment.
 */
export const invitingMailing = (
  key: InvitationKey,
  context: CaseMailContext,
  recipients: Recipient[],
): Mailing | undefined =>
  isOn(key, context) ? { notification: key, template: templateFor(key, context), recipients } : undefined;

/** A way by which a notification goes to people. */
interface NotificationWay {
  key: NotificationKey;
  recipients: () => Recipient[];
  isConfirmed: boolean;
}

const waysOf = <S extends MailContext, To extends string>(
  context: S,
  declared: readonly (readonly [string, readonly Sending<S, To>[]])[],
  recipients: Readonly<Record<To, (context: S, key: string) => Recipient[]>>,
): NotificationWay[] =>
  declared.flatMap(([key, sent]) =>
    sent
      .filter(({ on, when }) => on === context.event.type && (when?.(context) ?? true))
      .map(({ to, confirms }) => ({
        key: key as NotificationKey,
        recipients: () => recipients[to](context, key),
        isConfirmed: confirms?.(context) ?? false,
      })),
  );

const sentOfCases = Object.entries<CaseNotification>(notificationsOfCases).map(
  ([key, { sent }]) => [key, sent] as const,
);
const sentToMerged = sentOfCases.map(([key, sent]) => [key, sent.filter(({ toMerged }) => toMerged)] as const);
const sentOfAlerts = Object.entries<AlertNotification>(alertNotifications).map(
  ([key, { sent }]) => [key, sent] as const,
);
const sentToContacts = Object.entries<ContactNotification>(contactNotifications).map(
  ([key, { sentToContact }]) => [key, sentToContact] as const,
);

const waysFor = (context: MailContext): NotificationWay[] => {
  switch (context.kind) {
    case 'case':
      return waysOf(context, context.isOfMerged ? sentToMerged : sentOfCases, caseRecipients);
    case 'alert':
      return waysOf(context, sentOfAlerts, alertRecipients);
    case 'contact':
      return waysOf(context, sentToContacts, contactRecipients);
  }
};

/**
 * Whether a notification is on. What a contact is mailed about itself has no type; it is on unless
 * the contact has open cases, and every one of them has it off or is one that they are kept out of.
 */
const isOn = (key: NotificationKey, context: MailContext): boolean => {
  if (context.kind !== 'contact')
    return context.definition.type.notifications[key]?.enabled ?? !allNotifications[key].offByDefault;
  const { cases, record } = context;
  const self = { id: record.id, address: record.email ?? '', audience: 'requester' } as const;
  return cases.length === 0 || cases.some((one) => isOn(key, one) && mayReceive(one, self));
};

/**
 * The declared mails of an event that its type and the global switch leave. Nobody is mailed what
 * they may not know or did themselves; an address gets a notification once.
 */
export const mailingsOf = (context: MailContext, settings: { groupMail: boolean }): Mailing[] => {
  const reached = new Set<string>();
  return waysFor(context)
    .filter(({ key }) => isOn(key, context) && (settings.groupMail || !allNotifications[key].groupMail))
    .map(({ key, recipients, isConfirmed }) => ({
      notification: key,
      template: templateFor(key, context),
      recipients: recipients().filter((recipient) => {
        const once = `${key} ${foldAddress(recipient.address)}`;
        if ((didIt(context.event.actor, recipient) && !isConfirmed) || reached.has(once)) return false;
        if (!mayReceive(context, recipient)) return false;
        reached.add(once);
        return true;
      }),
    }))
    .filter(({ recipients }) => recipients.length > 0);
};
