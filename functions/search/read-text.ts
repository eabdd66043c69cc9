import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { participantsOfAlert } from '#shared/casework/alerts/participants.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { type CaseFile, isStored } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { filePrefix, notePrefix, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import { partBelow, recordPart } from '#shared/insight/search/recent-text.ts';
import { contactTerm, participantTerm, termsOfText } from '#shared/insight/search/terms.ts';
import {
  contactsOfRecord,
  termsOfAlert,
  termsOfCase,
  termsOfContact,
  termsOfPerson,
} from '#shared/insight/search/text-of-records.ts';

// What a record is found by, as it is now. Everything that is indexed is read here, afresh: a
// change may be handed over again when later ones have overtaken it.

export type SearchedRecord = Case | Alert | Contact;

/** A record with the contacts by whose names it is found. */
export interface ReadRecord {
  record: SearchedRecord | undefined;
  contacts: readonly Contact[];
}

/** Which versions were read. */
export const versionsOf = ({ record, contacts }: ReadRecord): string =>
  JSON.stringify([record?.version, ...contacts.map(({ id, version }) => `${id} ${version}`)]);

/** Which record is to be read. */
interface SearchedRef {
  kind: SearchedKind;
  id: string;
  /** Contacts by whose names it is likely to be found: they are read in the same call. */
  contacts?: readonly string[] | undefined;
}

const contactKey = (id: string) => recordKey({ kind: 'contact', id });

const byPartition = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [item.pk, item]));

/** Several records, each once, in a few calls however many they are. */
export const readAllWithContacts = async (
  { table }: Pick<Services, 'table'>,
  all: readonly SearchedRef[],
): Promise<ReadRecord[]> => {
  const consistent = { consistent: true };
  const likely = all.flatMap(({ contacts = [] }) => contacts.map(contactKey));
  const records = byPartition(await table.getMany([...all.map(recordKey), ...likely], consistent));
  const named = all.map((one) => {
    const record = records.get(recordKey(one).pk)?.record as SearchedRecord | undefined;
    const isAbout = record !== undefined && one.kind !== 'contact';
    const ids = isAbout ? contactsOfRecord(one.kind as 'case' | 'alert', record as Case | Alert) : [];
    return { record, contacts: [...new Set(ids)].map(contactKey) };
  });
  const isRead = new Set(likely.map(({ pk }) => pk));
  const others = named.flatMap(({ contacts }) => contacts.filter(({ pk }) => !isRead.has(pk)));
  const found = new Map([...records, ...byPartition(await table.getMany(others, consistent))]);
  return named.map(({ record, contacts }) => ({
    record,
    contacts: contacts.flatMap(({ pk }) => (found.get(pk)?.record as Contact | undefined) ?? []),
  }));
};

export const readWithContacts = async (
  services: Pick<Services, 'table'>,
  kind: SearchedKind,
  id: string,
): Promise<ReadRecord> => {
  const [read] = await readAllWithContacts(services, [{ kind, id }]);
  return read ?? { record: undefined, contacts: [] };
};

/** Whether a record is found at all: not from the trash. */
export const isFound = (record: SearchedRecord | undefined): record is SearchedRecord =>
  record !== undefined && (record as Case).trashedAt === undefined;

/** What a record is found by itself, without what lies below it. */
export const termsOfRecord = async (
  { definitions }: Pick<Services, 'definitions'>,
  kind: SearchedKind,
  { record, contacts }: ReadRecord,
): Promise<string[]> => {
  if (!record) return [];
  if (kind === 'contact') return termsOfContact(record as Contact);
  const ofContacts = contacts.flatMap((contact) => [...termsOfPerson(contact), contactTerm(contact.id)]);
  if (kind === 'alert') {
    const alert = record as Alert;
    const type = (await definitions.all('alert-types')).get(alert.type)?.value;
    const parts = participantsOfAlert(alert).map((one) => participantTerm(ownerKey(one)));
    return [...termsOfAlert(alert, type?.fields ?? []), ...ofContacts, ...parts];
  }
  const one = record as Case;
  const type = (await definitions.all('case-types')).get(one.type)?.value;
  const parts = participantsOf(one).map((owner) => participantTerm(ownerKey(owner)));
  return [...termsOfCase(one, type?.fields ?? []), ...ofContacts, ...parts];
};

const termsOfFile = (file: CaseFile): string[] => (isStored(file) ? termsOfText(file.name) : []);

/** What a note or a file is found by; nothing where it is gone. */
export const termsOfItem = (item: Item | undefined): string[] => {
  if (item?.note) return termsOfText((item.note as Note).text);
  return item?.file ? termsOfFile(item.file as CaseFile) : [];
};

/** A part of a record with what it is found by. */
export interface PartOfRecord {
  part: string;
  terms: readonly string[];
}

/** How many notes and files a record says that it has; one that is gone does not say. */
const unknownCounts = { noteCount: 1, fileCount: 1 };

/** Everything below a record, part by part; of what it has none of, nothing is read. */
export const partsBelow = async (
  { table }: Pick<Services, 'table'>,
  { kind, id }: { kind: SearchedKind; id: string },
  counts: Partial<typeof unknownCounts> = unknownCounts,
): Promise<PartOfRecord[]> => {
  if (kind === 'contact') return [];
  const pk = partitionOf({ kind, id });
  const read = async (below: 'note' | 'file', prefix: string) =>
    (counts[`${below}Count`] ?? 0) === 0
      ? []
      : (await table.queryAll({ pk, prefix, consistent: true })).map((item) => ({
          part: partBelow(below, item.sk.slice(prefix.length)),
          terms: termsOfItem(item),
        }));
  const parts = await Promise.all([read('note', notePrefix), read('file', filePrefix)]);
  return parts.flat().filter(({ terms }) => terms.length > 0);
};

/** Every part of a record. */
export const everyPart = async (
  services: Pick<Services, 'table' | 'definitions'>,
  kind: SearchedKind,
  read: ReadRecord,
): Promise<PartOfRecord[]> =>
  read.record
    ? [
        { part: recordPart, terms: await termsOfRecord(services, kind, read) },
        ...(await partsBelow(services, { kind, id: read.record.id }, read.record as Partial<typeof unknownCounts>)),
      ]
    : [];
