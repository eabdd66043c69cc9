import { createHmac, timingSafeEqual } from 'node:crypto';

// The link by which a contact is rid of a kind of mail. It names both and is signed, so that nobody
// makes one for somebody else; it does nothing more, so it never runs out.

/** Who wants no more mail, and of which kind. */
export interface OptOut {
  contactId: string;
  kind: string;
}

const signatureOf = (secret: string, named: string): string =>
  createHmac('sha256', secret).update(`opt-out ${named}`).digest('base64url').slice(0, 22);

export const optOutToken = (secret: string, { contactId, kind }: OptOut): string => {
  const named = Buffer.from(JSON.stringify([contactId, kind])).toString('base64url');
  return `${named}.${signatureOf(secret, named)}`;
};

/** What a token says; undefined for one that was made up. */
export const optOutOf = (secret: string, token: string): OptOut | undefined => {
  const [named = '', given = ''] = token.split('.');
  const [expected, signature] = [signatureOf(secret, named), given].map((text) => Buffer.from(text));
  if (!expected || !signature || expected.length !== signature.length || !timingSafeEqual(expected, signature))
    return undefined;
  const [contactId, kind] = JSON.parse(Buffer.from(named, 'base64url').toString()) as [string, string];
  return { contactId, kind };
};

/** Where the link leads: mail programs call it by POST (RFC 8058). */
export const optOutUrl = (api: string, token: string): string =>
  `${api.replace(/\/$/, '')}/v1/public/opt-outs/${token}`;
