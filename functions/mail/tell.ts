import { templateFor, writeFor } from '#functions/mail/letter.ts';
import type { Post } from '#functions/mail/post.ts';
import { asTheyWish, courseFor, wishesOf } from '#functions/mail/wishes.ts';
import type { Services } from '#functions/services.ts';
import { invitationOf } from '#shared/casework/appointments/invitation.ts';
import type { Recipient, Situation } from '#shared/mail/notifications/context.ts';
import type { Letter } from '#shared/mail/notifications/deliver.ts';
import { isInvitation, type Mailing, mailingsOf } from '#shared/mail/notifications/mailings.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';
import { aboutOf, timeZoneFor } from '#shared/mail/notifications/values-of.ts';

interface Telling {
  situation: Situation;
  messageId: string;
  mailings: Mailing[];
  /** What the mails are named by, where that is not the event. */
  eventId?: string;
}

/** Writes and sends the mails about a situation. */
export const tellMailings = async (
  services: Services,
  { deliver }: Post,
  { situation, messageId, mailings, eventId = situation.event.eventId }: Telling,
): Promise<void> => {
  const wishes = await wishesOf(
    services,
    mailings.flatMap(({ recipients }) => recipients),
  );
  const write = async ({ notification, template: named }: Mailing, reader: Recipient): Promise<Rendered> => {
    const template =
      (await templateFor(services, named, reader)) ?? (await templateFor(services, notification, reader));
    if (!template) throw new Error(`there is no template ${named}`);
    const content = await writeFor(services, { template, situation, reader });
    const invitation = invitationOf(situation.event, timeZoneFor(situation, reader));
    return { ...content, ...(invitation && { invitation }) };
  };
  // Members of a group get the same words: written once, and only when there is one to send.
  const written = new Map<string, Promise<Rendered>>();
  const once = (mailing: Mailing, reader: Recipient): Promise<Rendered> => {
    const { audience, language, timeZone, name, isFormer, isUnconfirmed } = reader;
    const greeted = audience === 'follower' && name;
    const key = JSON.stringify([mailing.notification, audience, isFormer, isUnconfirmed, language, timeZone, greeted]);
    const writing = written.get(key) ?? write(mailing, reader);
    written.set(key, writing);
    return writing;
  };
  const letterTo = (mailing: Mailing, recipient: Recipient): Letter => {
    const { notification } = mailing;
    const reader = asTheyWish(recipient, wishes);
    const course = courseFor(wishes, recipient, { notification, at: services.now() });
    return { notification, recipient, course, write: () => once(mailing, reader) };
  };
  const { event, record } = situation;
  await deliver({
    about: aboutOf(situation),
    eventId,
    question: (event.after.question as { id: string } | undefined)?.id,
    messageId,
    version: record.version,
    depth: event.cause.depth,
    by: event.actor,
    letters: mailings.flatMap((mailing) => mailing.recipients.map((recipient) => letterTo(mailing, recipient))),
  });
};

/** Tells everybody of an event whom the table of notifications names. */
export const tell = async (
  services: Services,
  post: Post,
  { situation, messageId }: Pick<Telling, 'situation' | 'messageId'>,
): Promise<void> => {
  const settings = await services.definitions.one('notification-settings', 'global');
  const mailings = mailingsOf(situation, { groupMail: settings?.value.groupMail ?? true });
  // Those about appointments go by who is invited: functions/mail/invitations.ts.
  const plain = mailings.filter(({ notification }) => !isInvitation(notification));
  await tellMailings(services, post, { situation, messageId, mailings: plain });
};
