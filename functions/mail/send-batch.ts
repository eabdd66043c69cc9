import {
  alertMailContext,
  caseMailContext,
  contactMailContext,
  contactsBy,
  contextForRequester,
} from '#functions/mail/context.ts';
import {
  type DeliveryPreferences,
  deliveryPreferencesOf,
  withPreferences,
} from '#functions/mail/delivery-preferences.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import { templateFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import { recordKey, type SubjectRef } from '#shared/core/table/keys.ts';
import { batchPartition } from '#shared/core/table/mail-keys.ts';
import type { Audience, MailContext, Recipient } from '#shared/mail/notifications/context.ts';
import type { Draft } from '#shared/mail/notifications/deliver.ts';
import { type DigestEntry, digestValues } from '#shared/mail/notifications/digest.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';
import type { Pages } from '#shared/mail/notifications/environment.ts';
import type { HeardEvent } from '#shared/mail/notifications/mail-due.events.ts';
import type { KeptMail } from '#shared/mail/notifications/mail-events.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import type { KeptDraft, MailState } from '#shared/mail/notifications/outbox.ts';

// Opens a batch: sends what was held through quiet hours, each mail as it was written, and one
// digest of the rest, with what became of everything since.

interface StoredMail {
  /** `digest`, or what became of one that was held: it lies here until it is sent. */
  state: MailState;
  mail: KeptMail;
  draft: KeptDraft;
}

interface Opening {
  services: Services;
  sender: MailSender;
  messageId: string;
  batch: string;
}

const contextNow = (
  services: Services,
  event: HeardEvent,
  { kind, record, audience }: { kind: SubjectRef['kind']; record: unknown; audience: Audience },
): Promise<MailContext> => {
  switch (kind) {
    case 'case':
      return (audience === 'requester' ? contextForRequester : caseMailContext)(services, event, record as Case);
    case 'contact':
      return contactMailContext(services, event, { record: record as Contact, cases: [] });
    default:
      return alertMailContext(services, event, record as Alert);
  }
};

const recipientOf = ({ draft: { to } }: StoredMail): Recipient => to as Recipient;

/** The current state of each record in a batch. */
const contextsNow = async (
  services: Services,
  kept: StoredMail[],
  event: HeardEvent,
): Promise<Map<string, MailContext>> => {
  const subjects = new Map(kept.map(({ mail: { about } }) => [about.id, about as SubjectRef]));
  const audiences = new Map(kept.map((one) => [one.mail.about.id, recipientOf(one).audience]));
  const contexts = new Map<string, MailContext>();
  const keys = [...subjects.values()].map(recordKey);
  // Consistent: a person who was locked out a moment ago gets no mail.
  for (const { record } of await services.table.getMany(keys, { consistent: true })) {
    const { id } = record as { id: string };
    const kind = subjects.get(id)?.kind;
    const audience = audiences.get(id);
    if (kind && audience) contexts.set(id, await contextNow(services, event, { kind, record, audience }));
  }
  return contexts;
};

/**
 * The kept mails, to the current address of each reader: the former one may be somebody else's
 * today.
 */
const whereTheyAreNow = async (services: Services, kept: StoredMail[]): Promise<StoredMail[]> => {
  const { people } = directoryOf(await services.definitions.all('groups'));
  const ids = [...new Set(kept.flatMap((one) => recipientOf(one).id ?? []))];
  const contacts = await contactsBy(
    services,
    ids.filter((id) => !people.has(id)),
  );
  const known = new Map<string, string | undefined>(contacts.map(({ id, email }) => [id, email]));
  return kept.flatMap((one) => {
    const { id = '', isFormer } = recipientOf(one);
    const address = people.get(id)?.email ?? known.get(id);
    if (address === undefined) return isFormer ? [one] : [];
    return [{ ...one, draft: { ...one.draft, to: { ...one.draft.to, address } } }];
  });
};

/**
 * A reader who may no longer open a record gets no mail about it, nor one whose preferences now
 * switch the notification off.
 */
const stillWanted =
  (contexts: ReadonlyMap<string, MailContext>, deliveryPreferences: DeliveryPreferences) => (one: StoredMail) => {
    const context = contexts.get(one.mail.about.id);
    const recipient = recipientOf(one);
    const preferences = deliveryPreferences.preferencesOf(recipient);
    const timing = own(preferences?.events, one.mail.notification) ?? preferences?.default;
    return context !== undefined && timing !== 'off' && mayReceive(context, recipient);
  };

const courseAgain = (deliveryPreferences: DeliveryPreferences, { address }: Recipient): Draft['course'] =>
  deliveryPreferences.isSuppressed(address) ? { how: 'suppressed' } : { how: 'now' };

/** The delivery of one mail that was held: one for each, since each is about something else. */
const sendHeld = async (
  { sender, messageId, batch }: Opening,
  { mail, draft }: StoredMail,
  deliveryPreferences: DeliveryPreferences,
): Promise<void> => {
  const { about, eventId, version, depth, notification } = mail;
  const recipient = draft.to as Recipient;
  const { content } = draft;
  if (!content) return;
  await sender.deliver({
    about,
    eventId,
    messageId,
    version,
    depth,
    drafts: [
      {
        notification,
        recipient,
        course: courseAgain(deliveryPreferences, recipient),
        kept: { batch, draft },
        write: async () => content,
      },
    ],
  });
};

const entryOf = (pages: Pages, context: MailContext, kept: StoredMail[]): DigestEntry => ({
  context,
  pages: { portalUrl: pages.PORTAL_URL, staffUrl: pages.STAFF_URL },
  audience: recipientOf(kept[0] as StoredMail).audience,
  happened: kept.map(({ mail, draft }) => ({ at: mail.at, line: draft.subject })),
});

const sendDigest = async (
  { services, sender, messageId, batch }: Opening,
  digested: StoredMail[],
  {
    contexts,
    deliveryPreferences,
  }: { contexts: ReadonlyMap<string, MailContext>; deliveryPreferences: DeliveryPreferences },
): Promise<void> => {
  const newest = digested.at(-1);
  if (!newest) return;
  const reader = withPreferences(recipientOf(newest), deliveryPreferences);
  const template = await templateFor(services, 'digest', reader);
  if (!template) throw new Error('there is no template digest');
  const { renderTemplate } = await import('#shared/mail/notifications/render.ts');
  const priorities = await services.definitions.all('priorities');
  const entries = [...Map.groupBy(digested, ({ mail }) => mail.about.id)].flatMap(([id, kept]) => {
    const context = contexts.get(id);
    return context ? [entryOf(services.pages, context, kept)] : [];
  });
  const values = digestValues(entries, (key) => priorities.get(key)?.value.name);
  await sender.deliver({
    about: { kind: 'batch', id: batch },
    eventId: batch,
    messageId,
    drafts: [
      {
        notification: 'digest',
        recipient: reader,
        course: courseAgain(deliveryPreferences, reader),
        write: async () => renderTemplate(template, values, { timeZone: reader.timeZone }),
      },
    ],
  });
};

const isInDigest = ({ state }: StoredMail): boolean => state === 'digest';

/** Sends what a batch holds. Done twice, it finds its mails sent. */
export const sendBatch = async (
  services: Services,
  sender: MailSender,
  { event, messageId }: { event: Extract<HeardEvent, { type: 'Mail Due' }>; messageId: string },
): Promise<void> => {
  const batch = String(event.after.batch);
  const items = await services.table.queryAll({ index: 'gsi1', pk: batchPartition(batch) });
  const all = items.map(({ state, mail, draft }) => ({ state, mail, draft }) as unknown as StoredMail);
  const reached = await whereTheyAreNow(services, all);
  const deliveryPreferences = await deliveryPreferencesOf(services, reached.map(recipientOf));
  const contexts = await contextsNow(services, reached, event);
  const kept = reached.filter(stillWanted(contexts, deliveryPreferences));
  const opening = { services, sender, messageId, batch };
  const deliveries = [
    ...kept.filter((one) => !isInDigest(one)).map((one) => () => sendHeld(opening, one, deliveryPreferences)),
    () => sendDigest(opening, kept.filter(isInDigest), { contexts, deliveryPreferences }),
  ];
  // One that fails keeps no other from being sent; then the event comes again for those that are
  // left.
  const failures: unknown[] = [];
  for (const delivery of deliveries) await delivery().catch((error: unknown) => failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${deliveries.length} could not be sent`);
};
