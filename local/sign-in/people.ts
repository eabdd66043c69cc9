import { readFileSync } from 'node:fs';
import { sampleContacts } from '#local/sample/contacts.ts';

/** Who signs in; what a token says of them. */
export interface SamplePerson {
  sub: string;
  name: string;
  email: string;
  groups: string[];
}

interface SampleGroup {
  name: string;
  staff?: boolean;
  members: { id: string; name: string; email: string }[];
}

const { groups } = JSON.parse(readFileSync(new URL('../sample/institution.json', import.meta.url), 'utf8')) as {
  groups: Record<string, SampleGroup>;
};

const staff = Object.entries(groups).flatMap(([key, { name, members }]) => {
  const people = members.map(
    (member): SamplePerson => ({
      sub: member.id,
      name: member.name,
      email: member.email,
      groups: [key],
    }),
  );
  return people.length > 0 ? [{ name, people }] : [];
});

const administrator: SamplePerson = {
  sub: 'admin',
  name: 'Administrator',
  email: 'admin@staff.example.edu',
  groups: ['admins'],
};

const students = sampleContacts.map(
  ({ id, contact }): SamplePerson => ({
    sub: id,
    name: contact.name,
    email: contact.email,
    groups: ['students'],
  }),
);

/** The people of the sample institution, as the page offers them. */
export const samplePeople: { name: string; people: SamplePerson[] }[] = [
  { name: 'Administration', people: [administrator] },
  ...staff,
  { name: 'Students', people: students },
];

const bySub = new Map(samplePeople.flatMap(({ people }) => people).map((person) => [person.sub, person]));

export const samplePerson = (sub: string): SamplePerson | undefined => bySub.get(sub);
