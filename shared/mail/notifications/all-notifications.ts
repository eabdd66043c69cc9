import { alertNotifications } from '#shared/mail/notifications/alert.notifications.ts';
import { appointmentNotifications } from '#shared/mail/notifications/appointment.notifications.ts';
import { assignmentNotifications } from '#shared/mail/notifications/assignment.notifications.ts';
import { caseNotifications } from '#shared/mail/notifications/case.notifications.ts';
import { contactNotifications } from '#shared/mail/notifications/contact.notifications.ts';
import { digestTemplate } from '#shared/mail/notifications/digest-template.ts';
import { noteNotifications } from '#shared/mail/notifications/note.notifications.ts';
import type { AlertNotification, CaseNotification } from '#shared/mail/notifications/notification.ts';
import { questionNotifications } from '#shared/mail/notifications/question.notifications.ts';
import { reminderNotifications } from '#shared/mail/notifications/reminder.notifications.ts';
import { ruleStoppedKey, ruleStoppedTemplate } from '#shared/mail/notifications/rule-stopped.ts';
import { targetNotifications } from '#shared/mail/notifications/target.notifications.ts';
import { taskNotifications } from '#shared/mail/notifications/task.notifications.ts';
import type { Template } from '#shared/mail/notifications/template.ts';

/** What a case type may mention under `notifications`. */
export const notificationsOfCases = {
  ...caseNotifications,
  ...assignmentNotifications,
  ...targetNotifications,
  ...taskNotifications,
  ...appointmentNotifications,
  ...contactNotifications,
  ...questionNotifications,
  ...reminderNotifications,
  ...noteNotifications,
} satisfies Record<string, CaseNotification>;

/** All that an event may bring; the digest is of several. */
const notifications = { ...notificationsOfCases, ...alertNotifications };
export type NotificationKey = keyof typeof notifications;
export const allNotifications: Readonly<Record<NotificationKey, CaseNotification | AlertNotification>> = notifications;

export const isNotificationKey = (key: string): key is NotificationKey => Object.hasOwn(allNotifications, key);

const templates = Object.entries(allNotifications).map(([key, { template }]) => [key, template] as const);
/**
 * The wording that comes with Caseward. A template put under the same key, or named by a type,
 * takes its place.
 */
export const shippedTemplates: Readonly<Record<NotificationKey | 'digest' | typeof ruleStoppedKey, Template>> = {
  digest: digestTemplate,
  [ruleStoppedKey]: ruleStoppedTemplate,
  ...(Object.fromEntries(templates) as Record<NotificationKey, Template>),
};
