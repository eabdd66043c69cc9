import type { Contact, ContactChanges, ContactInput } from '#shared/contacts/contact.ts';
import { changeEvent } from '#shared/events/event.ts';
import { iso } from '#shared/records/instants.ts';
import type { Actor } from '#shared/records/primitives.ts';
import { type Decision, unchanged } from '#shared/table/decision.ts';

/** Puts a contact: a new one, or the whole of the one there is. */
export const putContact = (
  current: Contact | undefined,
  { id, input, by, at }: { id: string; input: ContactInput; by: Actor; at: number },
): Decision<Contact> => {
  const base = {
    id,
    version: (current?.version ?? 0) + 1,
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

/** Changes parts of a contact: maps merge, `null` clears. */
export const editContact = (
  current: Contact,
  changes: ContactChanges,
  { by, at }: { by: Actor; at: number },
): Decision<Contact> => {
  const { id, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, ...existing } = current;
  const edited = {
    ...existing,
    ...changes,
    attributes: merged(current.attributes, changes.attributes),
    network: merged(current.network, changes.network),
  };
  const input = Object.fromEntries(
    Object.entries(edited).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as ContactInput;
  return putContact(current, { id, input, by, at });
};
