import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { isInstant, nobodyId, noWords } from '#shared/insight/retention/impersonal.ts';
import { spellOut } from '#shared/insight/search/words.ts';

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

/** A text as names are compared, and where in the original each of its units stood. */
interface FoldedText {
  text: string;
  placeOf: (unit: number) => number;
}

// Most texts of most records, which are looked through in their thousands.
const isPlain = (text: string): boolean => /^[\t\n\r\x20-\x7e]*$/.test(text);

/** Without marks, capitals and signs that are not seen; in each normal form the same. */
const folded = (text: string): FoldedText => {
  if (isPlain(text)) return { text: text.toLowerCase(), placeOf: (unit) => unit };
  let plain = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '');
    // Capitals first, so that `ß` is `ss`.
    const small = spellOut(bare.toUpperCase().toLowerCase());
    plain += small;
    for (let unit = 0; unit < small.length; unit++) places.push(at);
    at += letter.length;
  }
  places.push(at);
  return { text: plain, placeOf: (unit) => places[unit] ?? text.length };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

// These are written without spaces: what stands beside a name there is no part of it.
const isUnspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const bounded = (pattern: string, name: string): string => {
  const before = isUnspaced.test(name) ? '' : '(?<![\\p{L}\\p{N}])';
  const behind = isUnspaced.test([...name].at(-1) ?? '') ? '' : '(?![\\p{L}\\p{N}])';
  return `${before}(?:${pattern})${behind}`;
};

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const apostrophes = /['’‘ʼ`´]/g;
const fewestLetters = 2;
const lettersIn = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** A name as it may be folded: with umlauts as they are or as two letters, in words. */
const spelledWords = (name: string): string[][] => {
  const plain = name.replaceAll(apostrophes, "'");
  const german = plain
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöü]/g, (letter) => own(umlauts, letter) ?? '');
  return [...new Set([plain, german].map((one) => folded(one).text))]
    .filter((one) => lettersIn(one) >= fewestLetters)
    .map((one) => one.split(/[\s\p{Pd}]+/u).filter((word) => word !== ''));
};

/** A name, also with its last word first, with more between its words, and without umlauts. */
const patternsOfName = (name: string): string[] =>
  spelledWords(name).flatMap((spelled) => {
    const words = spelled.map((word) => escaped(word).replaceAll("'", "['’‘ʼ`\\s]?"));
    const [last, ...first] = [...words].reverse();
    const forward = bounded(words.join('[\\s\\p{Pd}]+'), spelled.join(' '));
    if (first.length === 0) return [forward];
    const turned = [spelled.at(-1), ...spelled.slice(0, -1)].join(' ');
    return [bounded(`${last},?\\s+${first.reverse().join('[\\s\\p{Pd}]+')}`, turned), forward];
  });

const patternOfMail = (address: string): string =>
  `(?<![\\p{L}\\p{N}._%+-])${escaped(folded(address).text)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`;

/** Fewer are an extension, or the number of a room. */
export const fewestDigits = 7;
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

const isOneWord = (text: string): boolean => spelledWords(text).every(({ length }) => length === 1);

/** What is looked for: a name of one word may also be a word of any text (Will, May). */
const patternsOf = (text: string): { pattern: string; isWord?: true }[] => {
  if (text.includes('@')) return [{ pattern: patternOfMail(text.trim()) }];
  const isPhone = /^[\d\s+()./-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= fewestDigits;
  if (isPhone) return patternsOfPhone(text).map((pattern) => ({ pattern }));
  return patternsOfName(text).map((pattern) => ({ pattern, ...(isOneWord(text) && { isWord: true }) }));
};

const patternOf = ({ texts }: PersonalData): RegExp | undefined => {
  // The longer first, so that a whole name goes and not a part of it.
  const parts = texts.flatMap(patternsOf).sort((one, other) => other.pattern.length - one.pattern.length);
  const joinedOf = (some: typeof parts) => some.map(({ pattern }) => pattern).join('|');
  const words = joinedOf(parts.filter(({ isWord }) => isWord));
  const others = parts.filter(({ isWord }) => !isWord).map(({ pattern }) => pattern);
  const all = [...others, ...(words === '' ? [] : [`(?<word>${words})`])];
  return all.length === 0 ? undefined : new RegExp(all.join('|'), 'gu');
};

/** A word in small letters amid others is a word, and no name. */
const isAnyWord = (found: string, value: string): boolean => /^\p{Ll}/u.test(found) && found !== value.trim();

const withoutMatches = (value: string, pattern: RegExp): string => {
  const { text, placeOf } = folded(value);
  let left = '';
  let end = 0;
  for (const { 0: found, index, groups } of text.matchAll(pattern)) {
    const [from, to] = [placeOf(index), placeOf(index + found.length)];
    if (groups?.word !== undefined && isAnyWord(value.slice(from, to), value)) continue;
    left += `${value.slice(end, from)}${noWords}`;
    end = to;
  }
  return end === 0 ? value : left + value.slice(end);
};

// What these say is a key of the configuration or of the program, also where somebody is called so.
const keyed = new Set(
  ['kind', 'type', 'taskTypes', 'status', 'statusBefore', 'state', 'category', 'stage', 'subtype']
    .concat(['priority', 'instance', 'group', 'role', 'key', 'step', 'timeline', 'sequence', 'template'])
    .concat(['changed', 'reference', 'marker', 'scan', 'do', 'what', 'trigger', 'rule', 'workflow', 'policy']),
);
// An author from elsewhere has a name for an id; who signs in here has none with signs of a name.
const isIdOf = (name: string, value: string): boolean =>
  (name === 'id' || name === 'user') && /^[a-z\d][a-z\d._-]*$/.test(value);
// What other people name the members of.
const isOpenTo = new Set(['fields', 'details', 'attributes']);

/** Where a value stands: in which member, and whether somebody else named that. */
interface MemberPlace {
  name: string;
  isOpen: boolean;
}

const isKey = (value: string, { name, isOpen }: MemberPlace): boolean =>
  isInstant(value) || (!isOpen && (keyed.has(name) || isIdOf(name, value)));

/** Who is taken out, and how they are found in texts. */
interface Sought {
  id: string;
  pattern: RegExp | undefined;
}

// A record has thousands of values, a person one way to be found.
const soughtAs = new WeakMap<PersonalData, Sought>();
const soughtOf = (person: PersonalData): Sought => {
  const sought = soughtAs.get(person) ?? { id: person.id, pattern: patternOf(person) };
  soughtAs.set(person, sought);
  return sought;
};

const replaced = (value: unknown, sought: Sought, standing: MemberPlace): unknown => {
  if (typeof value === 'string') {
    if (value === sought.id) return nobodyId;
    return sought.pattern && !isKey(value, standing) ? withoutMatches(value, sought.pattern) : value;
  }
  if (Array.isArray(value)) {
    const members = value.map((one) => replaced(one, sought, standing));
    return members.some((one, index) => one !== value[index]) ? members : value;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const isOpen = standing.isOpen || isOpenTo.has(standing.name);
  const entries = Object.entries(value);
  const members = entries.map(([name, one]): [string, unknown] => [name, replaced(one, sought, { name, isOpen })]);
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
  replaced(value, soughtOf(person), { name: '', isOpen: false }) as T;

/** A record that is about somebody else without a person who is named in it. */
const withoutMention =
  <R extends Alert | Contact>({ kind, type }: { kind: 'alert' | 'contact'; type: string }) =>
  (current: R, person: PersonalData, at: number): Decision<R> => ({
    kind,
    before: current,
    after: { ...withoutPerson(current, person), version: current.version + 1, updatedAt: iso(at) },
    events: [{ type, changed: [], before: {}, after: {} }],
  });

export const alertWithoutPerson = withoutMention<Alert>({ kind: 'alert', type: 'Person Erased From Alert' });
export const contactWithoutPerson = withoutMention<Contact>({ kind: 'contact', type: 'Person Erased From Contact' });

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
