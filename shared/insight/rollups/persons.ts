import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Cell } from '#shared/insight/rollups/cells.ts';

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

/** How many persons there are, how many have an attribute, and how many each of its values. */
export const cellsOfContact = (contact: Contact): Cell[] => {
  if (contact.kind !== 'person') return [];
  const attributes = attributesOf(contact);
  const cell = (series: string, member: string): Cell => ({ series, at: '', type: '', members: [member] });
  return [
    ...[everybody, ...attributes.map(({ attribute }) => attribute)].map((one) => cell('persons', one)),
    ...attributes.map(({ attribute, value }) => cell(`persons@${attribute}`, value)),
  ];
};

export const privacyOf = (record: { private: boolean }): string => (record.private ? 'private' : '');
export const groupOf = (owner: PersonOrGroup | undefined): string => (owner && 'group' in owner ? owner.group : '');
