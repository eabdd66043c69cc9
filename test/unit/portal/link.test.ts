import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isValid,
  linkAskedFor,
  newLink,
  type PortalLink,
  placeOfToken,
  portalPageOf,
  subscriptionPageOf,
  withLink,
} from '#shared/access/portal-link.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { noon, openCase } from '#test/unit/cases/sample-cases.ts';

const record = openCase({ contactId: 'S1' });
const random = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
const made = newLink(record, { random, via: 'mail', lastsFor: 'P90D', at: noon });
const { put } = made.write as unknown as { put: Record<string, unknown> & { link: PortalLink } };

describe('[PO-1] a link to a case', () => {
  it('has a token of 256 random bits that is kept nowhere, and is found by its hash below the case', () => {
    expect(made.token).toBe(`${record.id}-${Buffer.from(random).toString('base64url')}`);
    expect(JSON.stringify(put)).not.toContain(made.token.slice(27));
    expect(put.sk).toContain(createHash('sha256').update(made.token).digest('base64url'));
    expect(placeOfToken(made.token)).toEqual({ caseId: record.id, key: { pk: put.pk, sk: put.sk } });
  });

  it('opens it as long as its type says, and is cleared away after that', () => {
    expect(put.link).toMatchObject({ holder: 'S1', expiresAt: '2027-02-21T12:00:00.000Z' });
    expect(put.expiresAt).toBe(Date.parse('2027-02-21T12:00:00.000Z') / 1000);
    expect(isValid(put.link, Date.parse('2027-02-21T11:59:59.999Z'))).toBe(true);
    expect(isValid(put.link, Date.parse('2027-02-21T12:00:00.000Z'))).toBe(false);
  });

  it.each([
    '',
    'x',
    record.id,
    made.token.slice(0, -1),
    `${made.token}x`,
    made.token.replace('-', '_'),
    `../${made.token}`,
  ])('is not what looks otherwise: "%s"', (token) => expect(placeOfToken(token)).toBeUndefined());
});

describe('[PO-1] [NT-3] the page that a mail to a requester leads to', () => {
  const portal = 'https://portal.example';
  const contact = contactSchema.parse({
    ...{ id: 'S1', version: 1, createdAt: '2026-11-01T09:00:00.000Z', updatedAt: '2026-11-01T09:00:00.000Z' },
    ...{ createdBy: { kind: 'user', id: 'sis' }, name: 'Stella' },
  });
  const pageFor = (who: typeof contact | undefined) => portalPageOf(portal, { record, contact: who });

  it('is the case for whoever signs in, and a link of its own for whoever does not', () => {
    expect(pageFor(contact)).toBe(`${portal}/cases/${record.id}`);
    expect(pageFor({ ...contact, unconfirmed: { signInEmail: 'a@campus.example' } })).toBe(
      `${portal}/cases/${record.id}`,
    );
    for (const who of [undefined, { ...contact, unconfirmed: {} }])
      expect(linkAskedFor(portal, pageFor(who))).toBe('links');
  });

  it('gets its token when the mail is sent, and leads whoever else reads it to the portal', () => {
    const page = 'links';
    const text = `Here: ${pageFor(undefined)}.`;
    expect(withLink(portal, text, { page, token: made.token })).toBe(`Here: ${portal}/links/${made.token}.`);
    expect(withLink(portal, text, { page, token: undefined })).toBe(`Here: ${portal}.`);
    expect(linkAskedFor(portal, withLink(portal, text, { page, token: made.token }))).toBeUndefined();
    expect(linkAskedFor('https://other.example', text)).toBeUndefined();
    expect(linkAskedFor(portal, subscriptionPageOf(portal))).toBe('subscriptions');
  });
});
