import { describe, expect, it } from 'vitest';
import { contactLayout } from '#shared/casework/contacts/contact.layout.ts';
import { type Contact, contactSchema } from '#shared/casework/contacts/contact.ts';
import {
  editContact,
  editOwnContact,
  newUnconfirmedContact,
  putContact,
} from '#shared/casework/contacts/put-contact.ts';

const at = Date.parse('2026-11-23T12:00:00.000Z');
const by = { kind: 'requester', id: 'S1' } as const;
const known: Contact = contactSchema.parse({
  ...{ id: 'S1', version: 3, createdAt: '2026-11-01T09:00:00.000Z', updatedAt: '2026-11-01T09:00:00.000Z' },
  ...{ createdBy: { kind: 'user', id: 'sis' }, name: 'Stella', email: 'stella@campus.example', labels: ['at-risk'] },
});

/** The items beside a contact that say by which verified address a person signs in as it. */
const signsInBy = (contact: Contact): string[] =>
  contactLayout
    .satellites(undefined, contact)
    .flatMap((write) => ('put' in write && write.put.pk.startsWith('EMAIL#') ? [write.put.pk] : []));

const changed = (changes: Parameters<typeof editOwnContact>[1], verifiedEmail?: string, before = known) =>
  editOwnContact(before, changes, { by, at, verifiedEmail }).after;

describe('[PO-1] whoever changes their own details', () => {
  it('changes name, telephone and language, and nothing that the institution says of them', () => {
    const after = changed({ name: 'Stella S.', phone: '+44 20 7946 0018', language: null });
    expect(after).toMatchObject({ name: 'Stella S.', phone: '+44 20 7946 0018', labels: ['at-risk'], version: 4 });
    expect(after.unconfirmed).toBeUndefined();
    expect(signsInBy(after)).toEqual(['EMAIL#stella@campus.example']);
  });

  it('is written to at a new address, and is found by nobody who signs in with it', () => {
    const after = changed({ email: 'victim@campus.example' });
    expect(after.email).toBe('victim@campus.example');
    expect(signsInBy(after)).toEqual(['EMAIL#stella@campus.example']);
    expect(signsInBy(changed({ email: 'third@campus.example' }, undefined, after))).toEqual([
      'EMAIL#stella@campus.example',
    ]);
    expect(signsInBy(changed({ email: null }))).toEqual(['EMAIL#stella@campus.example']);
    expect(signsInBy(changed({ name: 'S' }, undefined, after))).toEqual(['EMAIL#stella@campus.example']);
  });

  it('needs no confirming of an address that their token has as verified, nor of the one that they have', () => {
    expect(signsInBy(changed({ email: 'new@campus.example' }, 'new@campus.example'))).toEqual([
      'EMAIL#new@campus.example',
    ]);
    expect(changed({ email: 'stella@campus.example', name: 'S' }).unconfirmed).toBeUndefined();
  });

  it('is confirmed by the institution, which puts the contact or gives its address', () => {
    const after = changed({ email: 'new@campus.example' });
    const { unconfirmed: _said, ...input } = after;
    const put = putContact(after, { id: 'S1', input, by, at }).after;
    expect([put.unconfirmed, signsInBy(put)]).toEqual([undefined, ['EMAIL#new@campus.example']]);
    const edited = editContact(after, { email: 'new@campus.example' }, { by, at }).after;
    expect([edited.unconfirmed, signsInBy(edited)]).toEqual([undefined, ['EMAIL#new@campus.example']]);
    expect(editContact(after, { labels: ['x'] }, { by, at }).after.unconfirmed).toEqual(after.unconfirmed);
  });
});

describe('[PO-2] whoever says who they are in a public form', () => {
  it('is a contact of its own, which nobody who signs in is', () => {
    const { after } = newUnconfirmedContact(
      { name: 'Mallory', email: 'stella@campus.example' },
      { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', by, at },
    );
    expect(contactSchema.parse(after)).toEqual(after);
    expect(signsInBy(after)).toEqual([]);
    expect(signsInBy(editOwnContact(after, { email: 'm@x.example' }, { by, at }).after)).toEqual([]);
  });
});
