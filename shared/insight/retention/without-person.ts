import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { nobodyId, noWords } from '#shared/insight/retention/impersonal.ts';

/** What of a person may stand in the texts of records that are about somebody else. */
export interface PersonalData {
  id: string;
  /** Names, mail addresses and telephones, also former ones: what is looked for in texts. */
  texts: readonly string[];
}

type SaidOfPerson = Partial<Pick<Contact, 'name' | 'email' | 'phone' | 'unconfirmed'>>;
const textsOf = ({ name, email, phone, unconfirmed }: SaidOfPerson) => [name, email, phone, unconfirmed?.signInEmail];

/** What a contact is called, and was; `changes`: both sides of the events of its history. */
export const personalDataOf = (
  id: string,
  contact: Contact | undefined,
  changes: readonly Record<string, unknown>[],
): PersonalData => {
  const said = [contact ?? {}, ...changes].flatMap((one) => textsOf(one as SaidOfPerson));
  return {
    id,
    texts: [...new Set(said.filter((text) => typeof text === 'string' && text.trim().length > 1))] as string[],
  };
};

/** A text as names are compared, and where in it each of its letters stood. */
interface FoldedText {
  text: string;
  places: number[];
}

/** Without marks, capitals and signs that are not seen; in each normal form the same. */
const folded = (text: string): FoldedText => {
  let plain = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '');
    // Capitals first, so that `ß` is `ss`.
    const small = bare.toUpperCase().toLowerCase();
    plain += small;
    for (let unit = 0; unit < small.length; unit++) places.push(at);
    at += letter.length;
  }
  return { text: plain, places: [...places, at] };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const bounded = (pattern: string): string => `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`;

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** A name, also with its last word first, with more between its words, and without umlauts. */
const patternsOfName = (name: string): string[] => {
  const spellings = [
    name,
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[äöü]/g, (letter) => own(umlauts, letter) ?? ''),
  ];
  return [...new Set(spellings.map((one) => folded(one).text))].flatMap((one) => {
    const words = one
      .split(/[\s\p{Pd}]+/u)
      .filter((word) => word !== '')
      .map(escaped);
    const [last, ...first] = [...words].reverse();
    const forward = words.join('[\\s\\p{Pd}]+');
    return first.length === 0
      ? [bounded(forward)]
      : [bounded(`${last},?\\s+${first.reverse().join('[\\s\\p{Pd}]+')}`), bounded(forward)];
  });
};

const patternOfMail = (address: string): string =>
  `(?<![\\p{L}\\p{N}._%+-])${escaped(folded(address).text)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`;

const fewestDigits = 7;
const betweenDigits = '(?:\\(0\\)|[\\s()./-])*';

/** A telephone number however it is grouped, with the code of its country or without. */
const patternsOfPhone = (phone: string): string[] => {
  const digits = phone.replaceAll('(0)', '').replaceAll(/\D/g, '').replace(/^00/, '');
  const isWhole = /^\s*(?:\+|00)/.test(phone);
  // Codes of countries have one to three digits.
  const national = isWhole ? [1, 2, 3].map((length) => `0${digits.slice(length)}`) : [];
  return [`(?:\\+|00)?${[...digits].join(betweenDigits)}`, ...national.map((one) => [...one].join(betweenDigits))].map(
    (one) => `(?<!\\d)(?:${one})(?!\\d)`,
  );
};

const patternsOf = (text: string): string[] => {
  if (text.includes('@')) return [patternOfMail(text.trim())];
  const isPhone = /^[\d\s+()./-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= fewestDigits;
  return isPhone ? patternsOfPhone(text) : patternsOfName(text);
};

const patternOf = ({ texts }: PersonalData): RegExp | undefined => {
  // The longer first, so that a whole name goes and not a part of it.
  const parts = texts.flatMap(patternsOf).sort((one, other) => other.length - one.length);
  return parts.length === 0 ? undefined : new RegExp(parts.join('|'), 'gu');
};

const withoutMatches = (value: string, pattern: RegExp): string => {
  const { text, places } = folded(value);
  let left = '';
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    left += `${value.slice(end, places[index])}${noWords}`;
    end = places[index + found.length] ?? value.length;
  }
  return end === 0 ? value : left + value.slice(end);
};

const replaced = (value: unknown, id: string, pattern: RegExp | undefined): unknown => {
  if (typeof value === 'string') {
    if (value === id) return nobodyId;
    return pattern ? withoutMatches(value, pattern) : value;
  }
  if (Array.isArray(value)) {
    const members = value.map((one) => replaced(one, id, pattern));
    return members.some((one, index) => one !== value[index]) ? members : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const members = entries.map(([name, one]): [string, unknown] => [name, replaced(one, id, pattern)]);
  const isChanged = ([, one]: [string, unknown], index: number) => one !== entries[index]?.[1];
  if (!members.some(isChanged)) return value;
  // Half of somebody is nobody, and an address has to be one.
  return Object.fromEntries(members.filter((one, index) => one[0] !== 'onBehalfOf' || !isChanged(one, index)));
};

/**
 * A value without a person: where it says their id, nobody stands, and their name and addresses are
 * taken out of its texts. The same value where there is nothing of them in it.
 */
export const withoutPerson = <T>(value: T, person: PersonalData): T =>
  replaced(value, person.id, patternOf(person)) as T;

/** An alert that is about somebody else without a person who is named in it. */
export const alertWithoutPerson = (current: Alert, person: PersonalData, at: number): Decision<Alert> => ({
  kind: 'alert',
  before: current,
  after: { ...withoutPerson(current, person), version: current.version + 1, updatedAt: iso(at) },
  events: [{ type: 'Person Erased From Alert', changed: [], before: {}, after: {} }],
});

/**
 * A case of somebody else's without a person who had a part in it: as a client, in a role, as one
 * who heard of it, as one whom it was raised for, and in its words.
 */
export const caseWithoutPerson = (current: Case, person: PersonalData, at: number): Decision<Case> => {
  const { id } = person;
  const { onBehalfOf, ...rest } = current;
  const isTheirs = onBehalfOf && 'contactId' in onBehalfOf && onBehalfOf.contactId === id;
  const without: Case = {
    ...rest,
    ...(onBehalfOf && !isTheirs && { onBehalfOf }),
    clients: current.clients.filter((one) => one !== id),
    roles: current.roles.filter((one) => one.id !== id),
    subscriptions: current.subscriptions.filter((one) => one.id !== id),
    locks: current.locks.filter((one) => one !== id),
  };
  return {
    kind: 'case',
    before: current,
    after: { ...withoutPerson(without, person), version: current.version + 1, updatedAt: iso(at) },
    events: [{ type: 'Person Erased', changed: [], before: {}, after: {} }],
  };
};
