import { loadCase } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { caseMailContext, contactsBy } from '#functions/mail/context.ts';
import { previewEventOfCase } from '#functions/mail/preview-event.ts';
import { type MailReader, templateFor, writeFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import { invalid, unknownReference } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readBelow } from '#shared/core/records/read.ts';
import type { MailPlace } from '#shared/core/table/keys.ts';
import { mailPrefix, messagePrefix } from '#shared/core/table/mail-keys.ts';
import { caseMailsRoute, caseMessagesRoute, sendMessageRoute } from '#shared/mail/messages/message.routes.ts';
import {
  answerMessage,
  deliveryStateOf,
  type Message,
  recipientsOf,
  sendMessage as sendFromCase,
} from '#shared/mail/messages/message.ts';
import type { CaseMailContext, Recipient } from '#shared/mail/notifications/context.ts';
import { htmlOfText } from '#shared/mail/notifications/html.ts';
import type { KeptMail } from '#shared/mail/notifications/mail-events.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import { byHand } from '#shared/mail/notifications/notification.ts';
import { type MailState, outboxKey } from '#shared/mail/notifications/outbox.ts';
import { requester } from '#shared/mail/notifications/recipients.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

/**
 * The words of a message: those of the body, or of a template rendered for the reader who may see
 * least.
 */
const contentOf = async (
  services: Services,
  body: { template: string } | { subject: string; text: string },
  { context, recipients }: { context: CaseMailContext; recipients: Recipient[] },
): Promise<Rendered> => {
  if (!('template' in body)) {
    const subject = body.subject.replace(/\s+/g, ' ');
    return { subject, text: body.text, html: htmlOfText(body.text) };
  }
  const audiences = new Set(recipients.map(({ audience }) => audience));
  const audience = (['follower', 'requester', 'staff'] as const).find((one) => audiences.has(one)) ?? 'requester';
  const { language, timeZone, name }: Partial<MailReader> = audience === 'requester' ? (context.contact ?? {}) : {};
  const isUnconfirmed = recipients.find((one) => one.audience === audience)?.isUnconfirmed;
  const reader = { audience, name, language, timeZone, isUnconfirmed };
  const template = await templateFor(services, body.template, reader);
  if (!template) throw unknownReference('/template', 'template', body.template);
  return writeFor(services, { template, context, reader });
};

// POST /v1/cases/{id}/messages
export const sendMessage = routeHandler(sendMessageRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const by = actorOf(caller);
  const context = await caseMailContext(services, previewEventOfCase(record, request), record);
  const inRoles = record.roles.filter(({ to }) => to === undefined).map(({ id }) => id);
  const concerned = [...new Set([...record.clients, ...inRoles])];
  const { recipients, unknown } = recipientsOf(body.to ?? ['requester'], {
    record,
    directory: context.directory,
    requester: requester(context),
    contacts: [...(context.followers ?? []), ...(await contactsBy(services, concerned))],
    mayReceive: (recipient) => mayReceive(context, recipient, { isByHand: true }),
  });
  if (unknown.length > 0)
    throw invalid(
      unknown.map((index) => ({
        pointer: `/to/${index}`,
        code: 'not-of-the-case',
        detail: 'is the address of nobody who has to do with the case',
      })),
    );
  const content = await contentOf(services, body, { context, recipients });
  const template = 'template' in body ? body.template : undefined;
  const id = services.newId(now);
  const message: Message = { id, createdAt: iso(now), createdBy: by, template, content, to: recipients };
  return {
    decisions: [sendFromCase(record, { message, at: now }, definition)],
    body: answerMessage(message, () => undefined),
  };
});

/** A message with what became of it at each of its readers. */
const withStates = async ({ table }: Services, about: MailPlace, message: Message) => {
  const keyTo = (address: string) => outboxKey({ about, eventId: message.id, notification: byHand, address });
  const mails = await table.getMany(message.to.map(({ address }) => keyTo(address)));
  const bySortKey = new Map(mails.map((mail) => [mail.sk, mail]));
  return answerMessage(message, (address) => {
    const mail = bySortKey.get(keyTo(address).sk);
    return mail && { state: mail.state as MailState, at: mail.markedAt as number | undefined };
  });
};

// GET /v1/cases/{id}/messages
export const caseMessages = routeHandler(caseMessagesRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const about = { kind: 'case' as const, id: record.id };
  const body = await pageOf(services, request, `messages of ${record.id}`, async (place) => {
    const { items, next } = await readBelow(services.table, about, { prefix: messagePrefix, ...place });
    const messages = items.map(({ message }) => withStates(services, about, message as Message));
    return { items: await Promise.all(messages), next };
  });
  return { body };
});

// GET /v1/cases/{id}/mails
export const caseMails = routeHandler(caseMailsRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const about = { kind: 'case' as const, id: record.id };
  const body = await pageOf(services, request, `mails of ${record.id}`, async (place) => {
    const { items, next } = await readBelow(services.table, about, { prefix: mailPrefix, ...place });
    const mails = items.map(({ mail, state }) => {
      const { eventId, notification, address, at } = mail as KeptMail;
      return { eventId, notification, to: address, at, state: deliveryStateOf(state as MailState) };
    });
    return { items: mails, next };
  });
  return { body };
});
