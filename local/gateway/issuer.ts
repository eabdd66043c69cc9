// Stands in for the user pool: signs tokens as the issuer that the template's authoriser names, and
// checks them as API Gateway does.

import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import * as z from 'zod';
import type { ServiceContext } from '#local/core/context.ts';

export interface Issuer {
  /** Signs a token. Throws a ZodError for a body that is not one of `POST /_local/token`. */
  sign(body: unknown): Promise<string>;
  jwks: { keys: JWK[] };
  /** What tokens name as their issuer and for whom they are. */
  identity: { issuer: string; audience: string };
  /** A text that only this issuer can have made, for one purpose; it does not expire. */
  seal(purpose: string, content: Record<string, unknown>): Promise<string>;
  /** What was sealed for that purpose; undefined for any other text. */
  unseal(purpose: string, sealed: string): Promise<Record<string, unknown> | undefined>;
  /**
   * The token's claims; undefined for any token that is not valid now for this issuer and audience.
   */
  verify(token: string, wanted: { issuer: string; audience: string[] }): Promise<Record<string, unknown> | undefined>;
}

const daySeconds = 24 * 60 * 60;

const tokenRequest = z.looseObject({
  sub: z.string().min(1),
  email: z.string().optional(),
  name: z.string().optional(),
  groups: z.array(z.string()).default([]),
  /** Seconds, of which a day at most counts; negative makes a token that has expired. */
  expiresIn: z.number().default(daySeconds),
});

const algorithm = 'RS256';

/**
 * `iss` and `aud` of the tokens are those that the template's authoriser accepts. The key is kept,
 * so tokens outlive a restart.
 */
export async function createIssuer(
  context: Pick<ServiceContext, 'clock' | 'store'>,
  identity: { issuer: string; audience: string },
): Promise<Issuer> {
  const privateJwk = context.store.read<JWK>('issuer.key') ?? (await newKey());
  context.store.write('issuer.key', privateJwk);
  const key = await importJWK(privateJwk, algorithm);
  const publicJwk: JWK = {
    kty: privateJwk.kty,
    n: privateJwk.n,
    e: privateJwk.e,
    kid: privateJwk.kid,
    alg: algorithm,
    use: 'sig',
  };
  const jwks = { keys: [publicJwk] };
  const keys = createLocalJWKSet(jwks);
  const known = new Map<string, JWTPayload>();

  return {
    jwks,
    identity,
    seal: (purpose, content) =>
      new SignJWT({ content }).setProtectedHeader({ alg: algorithm }).setAudience(sealedFor(purpose)).sign(key),
    async unseal(purpose, sealed) {
      try {
        const { payload } = await jwtVerify(sealed, keys, { audience: sealedFor(purpose), algorithms: [algorithm] });
        return z.object({ content: z.record(z.string(), z.unknown()) }).parse(payload).content;
      } catch {
        return undefined; // not made here, or for something else
      }
    },
    async sign(body) {
      const { expiresIn, ...claims } = tokenRequest.parse(body);
      const now = Math.floor(context.clock.now() / 1000);
      const usual = {
        iss: identity.issuer,
        aud: identity.audience,
        token_use: 'id',
        email_verified: claims.email !== undefined,
      };
      // The caller's own `iss` and `aud` win, which makes the tokens of a stranger.
      return new SignJWT({ ...usual, ...claims, iat: now, exp: now + Math.floor(Math.min(expiresIn, daySeconds)) })
        .setProtectedHeader({ alg: algorithm, kid: privateJwk.kid })
        .sign(key);
    },
    async verify(token, { issuer, audience }) {
      const name = JSON.stringify([issuer, audience, token]);
      const currentDate = new Date(context.clock.now());
      const before = known.get(name);
      if (before && isCurrent(before, currentDate)) return before;
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: [algorithm], currentDate });
        if (known.size >= mostKnown) known.clear();
        known.set(name, payload);
        return payload;
      } catch {
        return undefined; // the caller learns only that it is not accepted, not why
      }
    },
  };
}

// No audience of an API is named so: what is sealed is no token for one.
const sealedFor = (purpose: string) => `sealed:${purpose}`;

// Checking a signature costs as much as reading a record. More people than that sign in only in a
// bench.
const mostKnown = 1000;

/** What changes with time alone of a token that was valid once. */
function isCurrent({ exp = Infinity, nbf = 0 }: JWTPayload, now: Date): boolean {
  const seconds = Math.floor(now.getTime() / 1000);
  return nbf <= seconds && seconds < exp;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}
