import { createHash } from 'node:crypto';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Cell } from '#shared/insight/rollups/cells.ts';
import type { AlikePersons } from '#shared/insight/rollups/shown-groups.ts';

/** The attributes of a contact that figures are broken down by. */
export type Persons = (contactId: string | undefined) => readonly { attribute: string; value: string }[];

// What is longer is a remark about one person, and no group of them.
const longestValue = 64;
// A SIS that sends everything it knows would multiply what each case costs.
const mostAttributes = 16;

/** Values as conditions compare them: `3` and `"3"` are the same. */
export const attributesOf = ({ kind, attributes }: Pick<Contact, 'kind' | 'attributes'>): ReturnType<Persons> =>
  kind === 'person'
    ? Object.entries(attributes)
        .map(([attribute, value]) => ({ attribute, value: String(value) }))
        .filter(({ value }) => value !== '' && value.length <= longestValue)
        .sort((one, other) => (one.attribute < other.attribute ? -1 : 1))
        .slice(0, mostAttributes)
    : [];

/** Stands for all persons among the attributes. */
export const everybody = '*';

/** Stands for a number made of what a person has; its sum tells one set of persons from others. */
export const fingerprint = '#';
// The sum over a million persons is still a whole number.
const fingerprintOf = (profile: readonly string[]): number =>
  createHash('sha256').update(JSON.stringify(profile)).digest().readUInt32BE(0);

/** How many persons there are, how many have an attribute, how many are alike in all of them. */
export const cellsOfContact = (contact: Contact): Cell[] => {
  if (contact.kind !== 'person') return [];
  const attributes = attributesOf(contact);
  const profile = attributes.flatMap(({ attribute, value }) => [attribute, value]);
  const cell = (series: string, members: string[]): Cell => ({ series, at: '', type: '', members });
  return [
    ...[everybody, ...attributes.map(({ attribute }) => attribute)].map((one) => cell('persons', [one])),
    { ...cell('persons', [fingerprint]), count: fingerprintOf(profile) },
    cell('profiles', profile),
  ];
};

/** Those whom a cell of `profiles` counts; who has no attribute has an empty one. */
export const personsOfProfile = ({ members, count = 1 }: Cell): AlikePersons => ({
  count,
  groups: members.flatMap((attribute, at) =>
    at % 2 === 0 && attribute !== '' ? { attribute, value: members[at + 1] ?? '' } : [],
  ),
});

export const privacyOf = (record: { private: boolean }): string => (record.private ? 'private' : '');
export const groupOf = (owner: PersonOrGroup | undefined): string => (owner && 'group' in owner ? owner.group : '');
