import type {
  Contact,
  ContactChanges,
  ContactInput,
  OwnContact,
  OwnContactChanges,
} from '#shared/casework/contacts/contact.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

interface PutContact {
  id: string;
  input: ContactInput & Pick<Contact, 'unconfirmed'>;
  by: Actor;
  at: number;
  /** The one after the last; a new contact goes on where one of its id was erased. */
  nextVersion?: number;
}

/** Puts a contact: a new one, or the whole of the one there is. */
export const putContact = (
  current: Contact | undefined,
  { id, input, by, at, nextVersion = (current?.version ?? 0) + 1 }: PutContact,
): Decision<Contact> => {
  const base = {
    id,
    version: nextVersion,
    createdAt: current?.createdAt ?? iso(at),
    createdBy: current?.createdBy ?? by,
    updatedAt: iso(at),
  };
  const after: Contact = { ...base, ...input };
  const draft = changeEvent(current ? 'Contact Updated' : 'Contact Created', current ?? {}, after);
  if (current && draft.changed.length === 0) return unchanged('contact', current);
  return { kind: 'contact', before: current, after, events: [draft] };
};

const merged = <V>(into: Record<string, V>, changes: Record<string, V | null> | undefined): Record<string, V> =>
  Object.fromEntries(Object.entries({ ...into, ...changes }).filter(([, value]) => value !== null)) as Record<
    string,
    V
  >;

/**
 * Changes parts of a contact: maps merge, `null` clears. An address that is given so is the
 * institution's word, and needs no confirming.
 */
export const editContact = (
  current: Contact,
  changes: ContactChanges,
  { by, at }: { by: Actor; at: number },
): Decision<Contact> => {
  const { id, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, unconfirmed, ...existing } = current;
  const edited = {
    ...existing,
    ...(changes.email === undefined && { unconfirmed }),
    ...changes,
    attributes: merged(current.attributes, changes.attributes),
    network: merged(current.network, changes.network),
  };
  const input = Object.fromEntries(
    Object.entries(edited).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as ContactInput & Pick<Contact, 'unconfirmed'>;
  return putContact(current, { id, input, by, at });
};

/** The address that somebody who changes their own goes on signing in by. */
const unconfirmedAfter = (
  { email, unconfirmed }: Contact,
  given: string | null | undefined,
  verifiedEmail: string | undefined,
): Contact['unconfirmed'] => {
  if (given === undefined || isSameAddress(given ?? undefined, email)) return unconfirmed;
  if (isSameAddress(given ?? undefined, verifiedEmail)) return undefined;
  const signInEmail = unconfirmed ? unconfirmed.signInEmail : email;
  return { ...(signInEmail !== undefined && { signInEmail }) };
};

/**
 * Changes a contact by its own word. A new mail address is written to, but opens nothing until the
 * institution confirms it or the caller's token has it as verified: it may be somebody else's.
 */
export const editOwnContact = (
  current: Contact,
  changes: OwnContactChanges,
  { by, at, verifiedEmail }: { by: Actor; at: number; verifiedEmail?: string | undefined },
): Decision<Contact> => {
  const { unconfirmed: _before, ...edited } = editContact(current, changes, { by, at }).after;
  const unconfirmed = unconfirmedAfter(current, changes.email, verifiedEmail);
  const { id, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, ...input } = edited;
  return putContact(current, { id, input: { ...input, ...(unconfirmed && { unconfirmed }) }, by, at });
};

/** A contact that somebody says they are, of whom nobody knows whether it is so. */
export const newUnconfirmedContact = (
  said: { name: string; email: string; phone?: string | undefined },
  { id, by, at }: { id: string; by: Actor; at: number },
): Decision<Contact> => {
  const { name, email, phone } = said;
  const rest = { kind: 'person' as const, attributes: {}, labels: [], network: {}, courses: [] };
  return putContact(undefined, {
    id,
    input: { name, email, ...(phone && { phone }), ...rest, unconfirmed: {} },
    by,
    at,
  });
};

/** A contact as it sees itself. */
export const answerOwnContact = ({
  id,
  version,
  name,
  email,
  phone,
  kind,
  language,
  timeZone,
}: Contact): OwnContact => ({ id, version, name, email, phone, kind, language, timeZone });
