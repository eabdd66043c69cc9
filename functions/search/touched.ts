import { isDeepStrictEqual } from 'node:util';
import { isFound, termsOfItem } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { participantsOfAlert } from '#shared/casework/alerts/participants.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import { type Change, fileChange, noteChange, recordChange } from '#shared/insight/change.ts';
import { partBelow, recordPart } from '#shared/insight/search/recent-text.ts';
import {
  contactsOfRecord,
  termsOfAlert,
  termsOfCase,
  termsOfContact,
  termsOfPerson,
} from '#shared/insight/search/text-of-records.ts';

// Which records a change is to be searched anew for.

/** A record of which something may be found otherwise than before. */
export interface Touched {
  kind: SearchedKind;
  id: string;
  /** The parts that changed; `everything`: it was not to be found before. */
  parts: ReadonlySet<string> | 'everything';
  /** What it was found by, as far as the change knows: it may be found by it no more. */
  before: readonly string[];
  /** Nobody has heard of it before. */
  isNew: boolean;
  createdAt: string;
  /** By whose names it is likely to be found. */
  contacts?: readonly string[];
  /** A contact whose cases and alerts are found by its name, mail address and telephone number. */
  person?: { before: readonly string[] } | undefined;
}

type CaseOrAlert = Case | Alert;

/** What of a case or an alert is searched, or says who may find it. */
const searchedOf = (kind: 'case' | 'alert', record: CaseOrAlert): unknown => {
  const { type, fields, description, tags } = record;
  const around = [type, fields, description, tags, contactsOfRecord(kind, record)];
  if (kind === 'alert') {
    const { source, course } = record as Alert;
    return [...around, source, course, participantsOfAlert(record as Alert)];
  }
  const { reference, subject, location, onBehalfOf, closure, trashedAt } = record as Case;
  const ofCase = [reference, subject, location?.address, onBehalfOf, closure?.details, trashedAt !== undefined];
  return [...around, ...ofCase, participantsOf(record as Case)];
};

const person = ({ name, email, phone, attributes }: Contact): unknown => [name, email, phone, attributes];

const contactTouched = (change: Change): Touched | undefined => {
  const found = recordChange('contact', change);
  if (!found) return undefined;
  const { id, before, after } = found;
  const one = after ?? before;
  const searched = (contact: Contact | undefined) =>
    contact && [person(contact), contact.labels, contact.courses.map(({ code, section }) => [code, section])];
  if (!one || isDeepStrictEqual(searched(before), searched(after))) return undefined;
  const isOther = before && !(after && isDeepStrictEqual(person(before), person(after)));
  return {
    kind: 'contact',
    id,
    parts: new Set([recordPart]),
    before: before ? termsOfContact(before) : [],
    isNew: !before,
    createdAt: one.createdAt,
    ...(isOther && { person: { before: termsOfPerson(before) } }),
  };
};

const recordTouched = async (
  { definitions, table }: Pick<Services, 'definitions' | 'table'>,
  kind: 'case' | 'alert',
  change: Change,
): Promise<Touched | undefined> => {
  const found = recordChange(kind, change);
  const one = found?.after ?? found?.before;
  if (!found || !one) return undefined;
  const { id, before, after } = found;
  if (before && after && isDeepStrictEqual(searchedOf(kind, before), searchedOf(kind, after))) return undefined;
  const types = await definitions.all(kind === 'case' ? 'case-types' : 'alert-types');
  const fields = before ? (types.get(before.type)?.value.fields ?? []) : [];
  const own = before
    ? kind === 'case'
      ? termsOfCase(before as Case, fields)
      : termsOfAlert(before as Alert, fields)
    : [];
  // Of whom it was about before, who may be another one now.
  const kept: readonly string[] = after ? contactsOfRecord(kind, after) : [];
  const left = before ? contactsOfRecord(kind, before).filter((contact) => !kept.includes(contact)) : [];
  const people = await table.getMany(left.map((contact) => recordKey({ kind: 'contact', id: contact })));
  return {
    kind,
    id,
    parts: isFound(before) || !before ? new Set([recordPart]) : 'everything',
    before: [...own, ...people.flatMap(({ record }) => termsOfPerson(record as Contact))],
    isNew: !before,
    createdAt: one.createdAt,
    contacts: kept,
  };
};

const belowTouched = (change: Change): Touched | undefined => {
  const note = noteChange(change);
  const found = note ?? fileChange(change);
  if (!found || (found.of.kind !== 'case' && found.of.kind !== 'alert')) return undefined;
  const [before, after] = [termsOfItem(change.before), termsOfItem(change.after)];
  if (isDeepStrictEqual(before, after)) return undefined;
  const part = partBelow(note ? 'note' : 'file', found.id);
  return { kind: found.of.kind, id: found.of.id, parts: new Set([part]), before, isNew: false, createdAt: '' };
};

/** What a change touches, where it does. */
export const touchedBy = async (
  services: Pick<Services, 'definitions' | 'table'>,
  change: Change,
): Promise<Touched | undefined> =>
  contactTouched(change) ??
  belowTouched(change) ??
  (await recordTouched(services, 'case', change)) ??
  recordTouched(services, 'alert', change);

/** What several changes touch of one record, together. */
export const together = (one: Touched, other: Touched): Touched => {
  const isEverything = one.parts === 'everything' || other.parts === 'everything';
  const before = [...(one.person?.before ?? []), ...(other.person?.before ?? [])];
  return {
    ...one,
    parts: isEverything ? 'everything' : new Set([...one.parts, ...other.parts]),
    before: [...one.before, ...other.before],
    isNew: one.isNew || other.isNew,
    createdAt: one.createdAt || other.createdAt,
    contacts: [...(one.contacts ?? []), ...(other.contacts ?? [])],
    ...((one.person || other.person) && { person: { before } }),
  };
};
