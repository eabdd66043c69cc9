import * as z from 'zod';
import type { MailPlace } from '#shared/core/table/keys.ts';

// What SES reports of a mail after it took it, as its events on EventBridge have it.

const tags = z.record(z.string(), z.array(z.string()));
const mail = z.object({ destination: z.array(z.string()), tags: tags.default({}) });
const named = z.object({ emailAddress: z.string() });
const detailSchema = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      bounceType: z.string(),
      bounceSubType: z.string().default(''),
      bouncedRecipients: z.array(named),
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      complaintFeedbackType: z.string().nullish(),
      complainedRecipients: z.array(named),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.string() }) }),
]);

/** What became of a mail to an address, by what it is about, its event and its notification. */
export interface Feedback {
  about: MailPlace;
  eventId: string;
  notification: string;
  address: string;
  state: 'bounced' | 'complained' | 'refused';
  /** In SES's words. */
  detail: string;
  /**
   * Whether the address is not to be mailed again: it is gone for good, or its owner does not want
   * it.
   */
  isFinal: boolean;
}

const aboutOf = (given: Record<string, string[]>): MailPlace | undefined => {
  for (const kind of ['case', 'alert', 'contact', 'batch', 'configuration'] as const) {
    const [id] = given[kind] ?? [];
    if (id !== undefined) return { kind, id };
  }
  return undefined;
};

/**
 * Reads an event of SES; nothing of one that is of another kind, or of a mail that was not ours.
 */
export const feedbackOf = (detail: unknown): Feedback[] => {
  const parsed = detailSchema.safeParse(detail);
  if (!parsed.success) return [];
  const feedback = parsed.data;
  const about = aboutOf(feedback.mail.tags);
  const [eventId] = feedback.mail.tags.event ?? [];
  const [notification] = feedback.mail.tags.notification ?? [];
  if (!about || eventId === undefined || notification === undefined) return [];
  const common = { about, eventId, notification };
  switch (feedback.eventType) {
    case 'Bounce': {
      const { bounceType, bounceSubType, bouncedRecipients } = feedback.bounce;
      return bouncedRecipients.map(({ emailAddress: address }) => ({
        ...common,
        address,
        state: 'bounced',
        detail: `${bounceType} ${bounceSubType}`.trim(),
        // A full mailbox may be emptied: the next mail is tried.
        isFinal: bounceType === 'Permanent',
      }));
    }
    case 'Complaint': {
      // Its reader says that the mail is wanted, against somebody who had called it spam.
      if (feedback.complaint.complaintFeedbackType === 'not-spam') return [];
      const detailOf = feedback.complaint.complaintFeedbackType ?? 'complaint';
      return feedback.complaint.complainedRecipients.map(({ emailAddress: address }) => ({
        ...common,
        address,
        state: 'complained',
        detail: detailOf,
        isFinal: true,
      }));
    }
    case 'Reject':
      return feedback.mail.destination.map((address) => ({
        ...common,
        address,
        state: 'refused',
        detail: feedback.reject.reason,
        isFinal: false,
      }));
  }
};
