// Where a person is named in what is about somebody else: all records are looked through, with what
// lies below them, since no index holds everything that they say.

import type { Erasing } from '#functions/retention/erasing.ts';
import { placeOfErasing } from '#functions/retention/place-of-erasing.ts';
import { searchRecords } from '#functions/search/search-records.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { unpackInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { contactsOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventPrefix, momentKey, partitionOf } from '#shared/core/table/keys.ts';
import { partitionsOfAll, trashedCases } from '#shared/core/table/list-keys.ts';
import type { WholeRange } from '#shared/core/table/one-by-one.ts';
import {
  fewestDigits,
  type PersonalData,
  personalDataOf,
  withoutPerson,
} from '#shared/insight/retention/without-person.ts';
import { wordsWanted } from '#shared/insight/search/query.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

/** What the administrator who erases is kept out of is found, too. */
const everybodysReader: Person = { id: 'erasure', groups: [], isAdmin: true, seesAll: true, isStaff: true };

/** What somebody is called, and was before. */
const personIn = async ({ table }: Pick<Services, 'table'>, contactId: string): Promise<PersonalData> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const [contact, history] = await Promise.all([
    readRecord<Contact>(table, 'contact', contactId),
    table.queryAll({ pk, prefix: eventPrefix, consistent: true }),
  ]);
  const changes = history.flatMap(({ event }) => [(event as DomainEvent).before, (event as DomainEvent).after]);
  return personalDataOf(contactId, contact, changes);
};

// As many as a search may ask for in fields; what has those alone is looked at, and is left.
const mostWords = 16;

/** Contacts that have all words of a text. */
const contactsCalled = (services: Services, text: string, after: string | undefined) =>
  searchRecords(
    services,
    {
      kind: 'contact',
      query: { words: [], inFields: wordsWanted(text, () => undefined).slice(0, mostWords) },
      caller: everybodysReader,
      at: services.now(),
    },
    { limit: namesakesAPage, after },
  );

// Words are found by their beginnings: among so many there may be a namesake that is not looked at.
const namesakesAPage = 100;
const mostNamesakes = 1000;

/** Whether some contact is one that is looked for, or there are too many to say. */
const isAnyContact = async (services: Services, text: string, isIt: (one: Contact) => boolean): Promise<boolean> => {
  let after: string | undefined;
  for (let looked = 0; looked < mostNamesakes; looked += namesakesAPage) {
    const { items, next } = await contactsCalled(services, text, after);
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
const tellingOf = async (services: Services, { id, texts }: PersonalData): Promise<PersonalData> => {
  const telling = await Promise.all(texts.map((text) => isTelling(services, id, text)));
  return { id, texts: texts.filter((_, index) => telling[index]) };
};

/** What somebody is found by: in what is theirs, and in what is about others. Asked once each. */
export interface Whom {
  id: string;
  inTheirs: () => Promise<PersonalData>;
  inOthers: () => Promise<PersonalData>;
}

export const whomOf = (services: Services, id: string): Whom => {
  const inTheirs = once(() => personIn(services, id));
  return { id, inTheirs, inOthers: once(async () => tellingOf(services, await inTheirs())) };
};

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
};

const recordKinds = ['case', 'alert', 'contact'] as const;
/** A record in which somebody may be named. */
export interface Mentioning {
  kind: (typeof recordKinds)[number];
  id: string;
}

/** Where all records lie, those in the trash too, and at last again those that changed `since`. */
export const everyRecord = (since: string): (WholeRange & Pick<Mentioning, 'kind'>)[] => [
  ...recordKinds.flatMap((kind) => partitionsOfAll(kind).map((range) => ({ ...range, kind }))),
  ...trashedCases.map((range) => ({ ...range, kind: 'case' as const })),
  ...(['case', 'alert'] as const).flatMap((kind) =>
    partitionsOfAll(kind, 'updatedAt').map((range) => ({ ...range, kind, from: since })),
  ),
];

/** What an item says, also where it says it in packed form. */
const plainly = (item: Item): object =>
  typeof item.inputs === 'string' ? { ...item, inputs: unpackInputs(item.inputs) } : item;

/** Whether somebody has a part in a record, by which it is found without looking through all. */
const hasPart = async ({ table }: Services, { kind, id }: Mentioning, personId: string): Promise<boolean> => {
  if (kind === 'contact') return id === personId;
  const record = await readRecord<Case | Alert>(table, kind, id);
  if (!record || kind === 'alert') return record?.contactId === personId;
  const { roles, subscriptions, locks } = record as Case;
  const others = [...roles, ...subscriptions].map((one) => one.id);
  return [...contactsOf(record as Case), ...others, ...locks].includes(personId);
};

/** Whether what lies below a record is to lose a person already. */
const isUnderWay = async ({ table }: Services, about: Mentioning, person: PersonalData): Promise<boolean> => {
  const places = (['people', { person }] as const).map((what) => momentKey(placeOfErasing({ about, what })));
  const found = (await table.getMany(places, { consistent: true })).map(({ erasing }) => erasing as Erasing);
  return found.some(({ what, person: beside }) => typeof what === 'object' || beside?.id === person.id);
};

/** Whether anything of a record, or below it, names a person, and is to lose them still. */
const isNaming = async (services: Services, about: Mentioning, person: PersonalData): Promise<boolean> => {
  let after: string | undefined;
  do {
    const page = await services.table.query({ pk: partitionOf(about), after, consistent: true });
    if (page.items.some((item) => isNamedIn(item, person)))
      return !(await hasPart(services, about, person.id)) && !(await isUnderWay(services, about, person));
    after = page.more ? page.items.at(-1)?.sk : undefined;
  } while (after !== undefined);
  return false;
};

const isNamedIn = (item: Item, person: PersonalData): boolean => {
  const said = plainly(item);
  return withoutPerson(said, person) !== said;
};

/** Those among some records that name a person. */
export const namingAmong = async <R extends Mentioning>(
  services: Services,
  records: readonly R[],
  whom: Whom,
): Promise<R[]> => {
  const person = await whom.inOthers();
  const naming = new Set<R>();
  await sideBySide(records, async (one) => {
    if (await isNaming(services, one, person)) naming.add(one);
  });
  return records.filter((one) => naming.has(one));
};
