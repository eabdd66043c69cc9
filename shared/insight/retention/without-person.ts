import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { nobodyId, noWords } from '#shared/insight/retention/impersonal.ts';

/** What of a person may stand in the texts of records that are about somebody else. */
export interface PersonalData {
  id: string;
  /** Name, mail addresses, telephone: what is looked for in texts. */
  texts: readonly string[];
}

export const personalDataOf = (id: string, contact: Contact | undefined): PersonalData => ({
  id,
  texts: [contact?.name, contact?.email, contact?.phone, contact?.unconfirmed?.signInEmail].filter(
    (text) => text !== undefined,
  ),
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const patternOf = ({ texts }: PersonalData): RegExp | undefined => {
  const parts = texts.filter((text) => text.trim().length > 1).map(escaped);
  // The longer first, so that a whole name goes and not a part of it.
  return parts.length === 0
    ? undefined
    : new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${parts.sort((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\p{N}])`,
        'giu',
      );
};

const replaced = (value: unknown, id: string, pattern: RegExp | undefined): unknown => {
  if (typeof value === 'string') {
    if (value === id) return nobodyId;
    return pattern ? value.replace(pattern, noWords) : value;
  }
  if (Array.isArray(value)) {
    const members = value.map((one) => replaced(one, id, pattern));
    return members.some((one, index) => one !== value[index]) ? members : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const members = entries.map(([name, one]): [string, unknown] => [name, replaced(one, id, pattern)]);
  return members.some(([, one], index) => one !== entries[index]?.[1]) ? Object.fromEntries(members) : value;
};

/**
 * A value without a person: where it says their id, nobody stands, and their name and addresses are
 * taken out of its texts. The same value where there is nothing of them in it.
 */
export const withoutPerson = <T>(value: T, person: PersonalData): T =>
  replaced(value, person.id, patternOf(person)) as T;

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
