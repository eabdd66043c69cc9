import { describe, expect, it } from 'vitest';
import {
  type Contact,
  contactChangesSchema,
  contactInputSchema,
  contactSchema,
} from '#shared/casework/contacts/contact.ts';
import { editContact, putContact } from '#shared/casework/contacts/put-contact.ts';
import { iso } from '#shared/core/records/instants.ts';

const by = { kind: 'user', id: 'ada' } as const;
const sis = { kind: 'signal', id: 'sis' } as const;
const [then, now] = [Date.parse('2026-11-20T09:00:00.000Z'), Date.parse('2026-11-21T09:00:00.000Z')];
const put = (current: Contact | undefined, input: object, who: typeof by | typeof sis = sis, at = now) =>
  putContact(current, { id: 'S1', input: contactInputSchema.parse(input), by: who, at });

const sam = {
  name: 'Sam Student',
  email: 'sam@example.org',
  language: 'en',
  attributes: { year: 1, hall: 'North' },
  labels: ['first-year'],
  network: { adviser: { user: 'u7' }, tutor: { user: 'u8' } },
};
const existing = put(undefined, sam, by, then).after;
const edit = (changes: object) => editContact(existing, contactChangesSchema.parse(changes), { by: sis, at: now });

describe('putting a contact', () => {
  it('[IN-3] makes it, under the id that the SIS has for it', () => {
    const { after, events } = put(undefined, { name: 'Sam Student' });
    expect(contactSchema.parse(after)).toEqual(after);
    expect(after).toMatchObject({ id: 'S1', version: 1, createdBy: sis, createdAt: iso(now), kind: 'person' });
    expect(events).toMatchObject([{ type: 'Contact Created' }]);
  });

  it('[IN-3] replaces the whole of one that is there, which keeps who made it', () => {
    const { after, events } = put(existing, { name: 'Sam Smith' });
    expect(after).toMatchObject({ name: 'Sam Smith', version: 2, createdBy: by, createdAt: iso(then) });
    expect(after).not.toHaveProperty('email');
    expect(after.network).toEqual({});
    expect(events).toMatchObject([{ type: 'Contact Updated', before: { name: 'Sam Student' } }]);
  });

  it('[IN-3] changes nothing where it is the same', () => {
    expect(put(existing, sam)).toMatchObject({ after: existing, events: [] });
  });
});

describe('changing a contact', () => {
  it('merges attributes and network, and clears with null', () => {
    const { after, events } = edit({
      email: null,
      language: null,
      attributes: { year: 2, hall: null, debts: false },
      network: { tutor: null, mentor: { user: 'u9' } },
    });
    expect(after).toMatchObject({
      name: 'Sam Student',
      labels: ['first-year'],
      attributes: { year: 2, debts: false },
      network: { adviser: { user: 'u7' }, mentor: { user: 'u9' } },
      version: 2,
    });
    expect(after.attributes).not.toHaveProperty('hall');
    expect(after.network).not.toHaveProperty('tutor');
    expect(after).not.toHaveProperty('email');
    expect(contactSchema.parse(after)).toEqual(after);
    expect(events[0]?.changed.sort()).toEqual(['attributes', 'email', 'language', 'network']);
  });

  it('replaces lists', () => {
    expect(edit({ labels: [], courses: [{ code: 'MATH-101' }] }).after).toMatchObject({
      labels: [],
      courses: [{ code: 'MATH-101' }],
    });
  });

  it('changes nothing where everything is so already', () => {
    expect(edit({ name: 'Sam Student', attributes: { year: 1 } }).events).toEqual([]);
  });
});

describe('a contact as it is written', () => {
  it.each([
    ['a name that is empty', { name: '' }],
    ['no mail address', { email: 'sam' }],
    ['a zone that there is not', { timeZone: 'Mars/Olympus' }],
    ['a zone that is only an offset', { timeZone: '+02:00' }],
    ['an attribute whose name is no name', { attributes: { 'a b': 1 } }],
    ['an attribute that is a list', { attributes: { a: [1] } }],
    ['a member that there is not', { shoeSize: 43 }],
  ])('is refused with %s, put or changed', (_what, members) => {
    expect(contactInputSchema.safeParse({ ...sam, ...members }).success).toBe(false);
    expect(contactChangesSchema.safeParse(members).success).toBe(false);
  });
});
