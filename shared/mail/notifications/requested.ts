import type { PersonOfStory } from '#shared/casework/assignment/people-of-story.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import type { MailContext, Recipient, Standing } from '#shared/mail/notifications/context.ts';
import { type Choice, mayReceive } from '#shared/mail/notifications/may-receive.ts';
import { automated, byHand } from '#shared/mail/notifications/notification.ts';
import { requester, staffMeant, toContact } from '#shared/mail/notifications/recipients.ts';

/**
 * Staff choose to whom they write, and so does a rule; but no rule writes of a private case to
 * somebody who only subscribes to it.
 */
export const choiceOf = (standing: Standing, notification: string): Choice => {
  const isAutomated = notification === automated;
  const isPrivate = standing.kind === 'case' && standing.record.private;
  return { isByHand: notification === byHand || (isAutomated && !isPrivate), isAutomated };
};

/** A contact as they are written to about a record: as its requester, or as somebody beside it. */
const contactMeant = (context: MailContext, id: string, others: readonly Contact[]): Recipient[] => {
  if (context.kind === 'case') {
    const own = requester(context).filter((one) => one.id === id);
    return own.length > 0 ? own : others.filter((one) => one.id === id).flatMap((one) => toContact(one, 'follower'));
  }
  const { contact } = context;
  return contact?.id === id ? toContact(contact, 'requester') : [];
};

/**
 * Who gets a mail that an automation asked for: those who may know of the record, each address
 * once. `others`: contacts whom the record is not about.
 */
export const recipientsOfRequest = (
  context: MailContext,
  to: readonly PersonOfStory[],
  others: readonly Contact[],
): Recipient[] => {
  const found = to.flatMap((one) =>
    'contact' in one ? contactMeant(context, one.contact, others) : staffMeant(context, one),
  );
  const allowed = found.filter((one) => mayReceive(context, one, choiceOf(context, automated)));
  return [...new Map(allowed.map((one) => [foldAddress(one.address), one])).values()];
};
