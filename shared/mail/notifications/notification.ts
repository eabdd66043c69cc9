import type { CaseworkEventType } from '#shared/casework/casework.events.ts';
import type {
  AlertMailContext,
  CaseMailContext,
  ContactMailContext,
  MailContext,
} from '#shared/mail/notifications/context.ts';
import type { alertRecipients, caseRecipients, contactRecipients } from '#shared/mail/notifications/recipients.ts';
import type { Template } from '#shared/mail/notifications/template.ts';

// What a notification says of itself. There is one declaration of each, by noun, in
// `<noun>.notifications.ts`; keys, templates and recipients follow from it.

/**
 * An event that a notification is about, and to whom: by the names of `recipients.ts`, so that a
 * declaration stays free of how they are found.
 */
export interface Sending<S extends MailContext, To> {
  on: CaseworkEventType;
  to: To;
  when?: (context: S) => boolean;
  /** Whether its actor gets the mail too: docs/decisions/0038. */
  confirms?: (context: S) => boolean;
  /**
   * Requesters whose cases were merged into the one of the event hear it too: what staff say to its
   * requester.
   */
  toMerged?: true;
}

interface NotificationDeclaration {
  template: Template;
  /**
   * Mail to a whole group, which `notification-settings/global` switches off at once for every
   * type.
   */
  groupMail?: true;
  /** Off where a type does not mention it. */
  offByDefault?: true;
  /** Nobody may miss it: no preferences put it off. */
  alwaysAtOnce?: true;
}

export interface CaseNotification extends NotificationDeclaration {
  /** An address gets a notification once: the first that leads there counts. */
  sent: readonly Sending<CaseMailContext, keyof typeof caseRecipients>[];
  /** The template of the reason that was given, where the notification names one. */
  reasonTemplate?: (context: CaseMailContext) => string | undefined;
}

export interface AlertNotification extends NotificationDeclaration {
  sent: readonly Sending<AlertMailContext, keyof typeof alertRecipients>[];
  reasonTemplate?: undefined;
}

/** Of a contact: mailed to staff by way of its cases, and to the contact itself. */
export interface ContactNotification extends CaseNotification {
  sentToContact: readonly Sending<ContactMailContext, keyof typeof contactRecipients>[];
}

/** The language of the wording that is shipped. */
export const english = (template: Omit<Template, 'language'>): Template => ({ ...template, language: 'en-GB' });

/**
 * What staff send by hand from a case. It is no notification: nobody can switch it off, and it is
 * kept with its case.
 */
export const byHand = 'message';

/** What a rule or a workflow has sent. People may have it in their digest, or not at all. */
export const automated = 'automated-mail';
