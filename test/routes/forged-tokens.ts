import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Institution } from '#test/house/institution.ts';

// Tokens that somebody might try, each wrong in one way.

const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const parsed = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());

const adviser = { sub: 'amara', groups: ['advisers'] };

export const forgedTokens: Record<string, (institution: Institution) => Promise<string>> = {
  'that has expired': ({ token }) => token({ ...adviser, expiresIn: -60 }),
  'of another issuer': ({ token }) => token({ ...adviser, iss: 'https://issuer.example.org' }),
  'for another audience': ({ token }) => token({ ...adviser, aud: 'somebody-else' }),
  'that a stranger signed in the name of the issuer’s key': async ({ token }) => {
    const [header, claims] = (await token(adviser)).split('.');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid } = parsed(header) as { kid: string };
    return new SignJWT(parsed(claims)).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  },
  'with `alg: none`': async ({ token }) => {
    const [header, claims] = (await token(adviser)).split('.');
    return `${segment({ ...parsed(header), alg: 'none' })}.${claims}.`;
  },
  'signed with the issuer’s public key as if it were a secret': async ({ token, url, fetch }) => {
    const [header, claims] = (await token(adviser)).split('.');
    const { keys } = (await (await fetch(`${url}/_local/jwks`)).json()) as { keys: [JsonWebKey] };
    const secret = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const { kid } = parsed(header) as { kid: string };
    return new SignJWT(parsed(claims)).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(secret));
  },
  'whose claims were changed': async ({ token }) => {
    const [header, claims, signature] = (await token(adviser)).split('.');
    return `${header}.${segment({ ...parsed(claims), groups: ['admins'] })}.${signature}`;
  },
  'that is none': async () => 'hello',
  'that is empty': async () => '',
};
