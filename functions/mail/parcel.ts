import { templateFor } from '#functions/mail/letter.ts';
import type { Post } from '#functions/mail/post.ts';
import {
  alertSituation,
  caseSituation,
  contactSituation,
  contactsBy,
  situationForRequester,
} from '#functions/mail/situation.ts';
import { asTheyWish, type Wishes, wishesOf } from '#functions/mail/wishes.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import { parcelPartition, recordKey, type SubjectRef } from '#shared/core/table/keys.ts';
import type { Audience, Recipient, Situation } from '#shared/mail/notifications/context.ts';
import type { Letter } from '#shared/mail/notifications/deliver.ts';
import { type DigestEntry, digestValues } from '#shared/mail/notifications/digest.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';
import type { Pages } from '#shared/mail/notifications/environment.ts';
import type { KeptMail } from '#shared/mail/notifications/mail-events.ts';
import { mayBeTold } from '#shared/mail/notifications/may-receive.ts';
import type { KeptLetter, MailState } from '#shared/mail/notifications/outbox.ts';

// Opens a parcel: sends what was held through quiet hours, each mail as it was written, and one digest of the rest, with what became of everything since.

interface Kept {
  /** `digest`, or what became of one that was held: it lies here until it is sent. */
  state: MailState;
  mail: KeptMail;
  letter: KeptLetter;
}

interface Opening {
  services: Services;
  post: Post;
  messageId: string;
  parcel: string;
}

const situationNow = (
  services: Services,
  event: DomainEvent,
  { kind, record, audience }: { kind: SubjectRef['kind']; record: unknown; audience: Audience },
): Promise<Situation> => {
  switch (kind) {
    case 'case':
      return (audience === 'requester' ? situationForRequester : caseSituation)(services, event, record as Case);
    case 'contact':
      return contactSituation(services, event, { record: record as Contact, cases: [] });
    default:
      return alertSituation(services, event, record as Alert);
  }
};

const recipientOf = ({ letter: { to } }: Kept): Recipient => to as Recipient;

/** What each record that a parcel tells of has come to. */
const situationsNow = async (services: Services, kept: Kept[], event: DomainEvent): Promise<Map<string, Situation>> => {
  const subjects = new Map(kept.map(({ mail: { about } }) => [about.id, about as SubjectRef]));
  const audiences = new Map(kept.map((one) => [one.mail.about.id, recipientOf(one).audience]));
  const situations = new Map<string, Situation>();
  const keys = [...subjects.values()].map(recordKey);
  // Consistent: whoever was kept out a moment ago is not told.
  for (const { record } of await services.table.getMany(keys, { consistent: true })) {
    const { id } = record as { id: string };
    const kind = subjects.get(id)?.kind;
    const audience = audiences.get(id);
    if (kind && audience) situations.set(id, await situationNow(services, event, { kind, record, audience }));
  }
  return situations;
};

/** What was kept, to the address that each reader has by now: whoever reads at the one of then may be somebody else. */
const whereTheyAreNow = async (services: Services, kept: Kept[]): Promise<Kept[]> => {
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
    return [{ ...one, letter: { ...one.letter, to: { ...one.letter.to, address } } }];
  });
};

/** Whoever may not open a record any more hears no more of it, and whoever has switched a notification off since hears nothing of that. */
const stillWanted = (situations: ReadonlyMap<string, Situation>, wishes: Wishes) => (one: Kept) => {
  const situation = situations.get(one.mail.about.id);
  const recipient = recipientOf(one);
  const preferences = wishes.preferencesOf(recipient);
  const wish = own(preferences?.events, one.mail.notification) ?? preferences?.default;
  return situation !== undefined && wish !== 'off' && mayBeTold(situation, recipient);
};

const courseAgain = (wishes: Wishes, { address }: Recipient): Letter['course'] =>
  wishes.isSuppressed(address) ? { how: 'suppressed' } : { how: 'now' };

/** The errand of one mail that was held: one for each, since each is about something else. */
const sendHeld = async (
  { post, messageId, parcel }: Opening,
  { mail, letter }: Kept,
  wishes: Wishes,
): Promise<void> => {
  const { about, eventId, version, depth, notification } = mail;
  const recipient = letter.to as Recipient;
  const { content } = letter;
  if (!content) return;
  await post.deliver({
    about,
    eventId,
    messageId,
    version,
    depth,
    letters: [
      {
        notification,
        recipient,
        course: courseAgain(wishes, recipient),
        kept: { parcel, letter },
        write: async () => content,
      },
    ],
  });
};

const entryOf = (pages: Pages, situation: Situation, kept: Kept[]): DigestEntry => ({
  situation,
  pages: { portalUrl: pages.PORTAL_URL, staffUrl: pages.STAFF_URL },
  audience: recipientOf(kept[0] as Kept).audience,
  happened: kept.map(({ mail, letter }) => ({ at: mail.at, line: letter.subject })),
});

const sendDigest = async (
  { services, post, messageId, parcel }: Opening,
  told: Kept[],
  { situations, wishes }: { situations: ReadonlyMap<string, Situation>; wishes: Wishes },
): Promise<void> => {
  const newest = told.at(-1);
  if (!newest) return;
  const reader = asTheyWish(recipientOf(newest), wishes);
  const template = await templateFor(services, 'digest', reader);
  if (!template) throw new Error('there is no template digest');
  const { renderTemplate } = await import('#shared/mail/notifications/render.ts');
  const priorities = await services.definitions.all('priorities');
  const entries = [...Map.groupBy(told, ({ mail }) => mail.about.id)].flatMap(([id, kept]) => {
    const situation = situations.get(id);
    return situation ? [entryOf(services.pages, situation, kept)] : [];
  });
  const values = digestValues(entries, (key) => priorities.get(key)?.value.name);
  await post.deliver({
    about: { kind: 'parcel', id: parcel },
    eventId: parcel,
    messageId,
    letters: [
      {
        notification: 'digest',
        recipient: reader,
        course: courseAgain(wishes, reader),
        write: async () => renderTemplate(template, values, { timeZone: reader.timeZone }),
      },
    ],
  });
};

const isTold = ({ state }: Kept): boolean => state === 'digest';

/** Sends what a parcel holds. Done twice, it finds its mails sent. */
export const sendParcel = async (
  services: Services,
  post: Post,
  { event, messageId }: { event: DomainEvent; messageId: string },
): Promise<void> => {
  const parcel = String(event.after.parcel);
  const items = await services.table.queryAll({ index: 'gsi1', pk: parcelPartition(parcel) });
  const all = items.map(({ state, mail, letter }) => ({ state, mail, letter }) as unknown as Kept);
  const reached = await whereTheyAreNow(services, all);
  const wishes = await wishesOf(services, reached.map(recipientOf));
  const situations = await situationsNow(services, reached, event);
  const kept = reached.filter(stillWanted(situations, wishes));
  const opening = { services, post, messageId, parcel };
  const errands = [
    ...kept.filter((one) => !isTold(one)).map((one) => () => sendHeld(opening, one, wishes)),
    () => sendDigest(opening, kept.filter(isTold), { situations, wishes }),
  ];
  // One that fails keeps no other from being sent; then the event comes again for those that are left.
  const failures: unknown[] = [];
  for (const errand of errands) await errand().catch((error: unknown) => failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${errands.length} could not be sent`);
};
