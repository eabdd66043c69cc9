// Where a person is named in what is about somebody else, found by the index of searches. What it
// finds is looked at, so that nothing is touched but where they stand.

import { placeOfErasing } from '#functions/retention/erasing.ts';
import { searchRecords } from '#functions/search/search-records.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { contactsOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { eventPrefix, momentKey, partitionOf } from '#shared/core/table/keys.ts';
import {
  fewestDigits,
  type PersonalData,
  personalDataOf,
  withoutPerson,
} from '#shared/insight/retention/without-person.ts';
import { wordsWanted } from '#shared/insight/search/query.ts';
import { forEachOf } from '#shared/insight/search/segment.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

/** What the administrator who erases is kept out of is found, too. */
const everybodysReader: Person = { id: 'erasure', groups: [], isAdmin: true, seesAll: true, isStaff: true };

/** What somebody is called, and was before. */
export const personIn = async ({ table }: Pick<Services, 'table'>, contactId: string): Promise<PersonalData> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const [contact, history] = await Promise.all([
    readRecord<Contact>(table, 'contact', contactId),
    table.queryAll({ pk, prefix: eventPrefix, consistent: true }),
  ]);
  const changes = history.flatMap(({ event }) => [(event as DomainEvent).before, (event as DomainEvent).after]);
  return personalDataOf(contactId, contact, changes);
};

const kinds = ['case', 'alert'] as const;
type Mentioning = (typeof kinds)[number];

// As many as a search may ask for in fields; what has those alone is looked at, and is left.
const mostWords = 16;

/** Words of which a record has all. */
const search = (
  services: Services,
  kind: Mentioning | 'contact',
  text: string,
  place: { limit: number; after?: string | undefined },
) =>
  searchRecords(
    services,
    {
      kind,
      query: { words: [], inFields: wordsWanted(text, () => undefined).slice(0, mostWords) },
      caller: everybodysReader,
      at: services.now(),
    },
    { limit: place.limit, after: place.after },
  );

// Words are found by their beginnings: among so many there may be a namesake that is not looked at.
const namesakesAPage = 100;
const mostNamesakes = 1000;

/** Whether some contact is one that is looked for, or there are too many to say. */
const isAnyContact = async (services: Services, text: string, isIt: (one: Contact) => boolean): Promise<boolean> => {
  let after: string | undefined;
  for (let looked = 0; looked < mostNamesakes; looked += namesakesAPage) {
    const { items, next } = await search(services, 'contact', text, { limit: namesakesAPage, after });
    if (items.some(({ record }) => isIt(record as Contact))) return true;
    if (next === undefined) return false;
    after = next;
  }
  return true;
};

/** Whether it may say who is meant: an address, a telephone, or two words at least. */
const isLongEnough = (text: string): boolean =>
  text.includes('@') ||
  text.replaceAll(/\D/g, '').length >= fewestDigits ||
  (/\p{L}/u.test(text) && wordsWanted(text, () => undefined).length > 1);

/** Whether it says who is meant, and nobody else is called so. */
const isTelling = async (services: Services, id: string, text: string): Promise<boolean> => {
  if (!isLongEnough(text)) return false;
  const only = { id, texts: [text] };
  const isAlso = (one: object): boolean => withoutPerson(one, only) !== one;
  const { people, groups } = directoryOf(await services.definitions.all('groups'));
  const inDirectory = [...people.values(), ...groups.values()].map((one) => ({
    name: one.name,
    ...('email' in one && { email: one.email }),
  }));
  if (inDirectory.some(isAlso)) return false;
  return !(await isAnyContact(
    services,
    text,
    (one) => one.id !== id && isAlso({ name: one.name, email: one.email, phone: one.phone }),
  ));
};

/** What of somebody says that it is them, wherever it stands. */
export const tellingDataOf = async (services: Services, contactId: string): Promise<PersonalData> => {
  const { id, texts } = await personIn(services, contactId);
  const telling = await Promise.all(texts.map((text) => isTelling(services, id, text)));
  return { id, texts: texts.filter((_, index) => telling[index]) };
};

/** Whether anything of a record, or below it, names a person, and is not gone through already. */
const names = async ({ table }: Services, kind: Mentioning, record: Case | Alert, person: PersonalData) => {
  const theirs = kind === 'case' ? contactsOf(record as Case) : [(record as Alert).contactId];
  if (theirs.includes(person.id)) return false;
  const erasing = placeOfErasing({ about: { kind, id: record.id }, what: { person } });
  if (await table.get(momentKey(erasing))) return false;
  let after: string | undefined;
  do {
    const page = await table.query({ pk: partitionOf({ kind, id: record.id }), after, consistent: true });
    if (page.items.some((item) => withoutPerson(item, person) !== item)) return true;
    after = page.more ? page.items.at(-1)?.sk : undefined;
  } while (after !== undefined);
  return false;
};

interface MentionPlace {
  /** Which of the searches. */
  search: number;
  after?: string | undefined;
}

/** The next cases and alerts of others that name a person, and where it goes on. */
export const nextMentions = async (
  services: Services,
  contactId: string,
  { place, limit }: { place: MentionPlace; limit: number },
): Promise<{ rows: { kind: Mentioning; id: string }[]; next?: MentionPlace }> => {
  const person = await tellingDataOf(services, contactId);
  const searches = person.texts.flatMap((text) => kinds.map((kind) => ({ kind, text })));
  const asked = searches[place.search];
  if (!asked) return { rows: [] };
  const { kind, text } = asked;
  const following = { search: place.search + 1 };
  const { items, next } = await search(services, kind, text, { limit, after: place.after });
  const naming = new Set<string>();
  await forEachOf(items, async ({ record }) => {
    if (await names(services, kind, record as Case | Alert, person)) naming.add(record.id);
  });
  const rows = items.flatMap(({ record: { id } }) => (naming.has(id) ? [{ kind, id }] : []));
  return { rows, next: next === undefined ? following : { ...place, after: next } };
};
