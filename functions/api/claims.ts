import type { ApiEvent } from '#functions/api/parse.ts';
import { own } from '#shared/core/records/own.ts';

type Claims = Record<string, unknown>;

/** What a token says. It is not verified here: API Gateway has done that before it called us. */
const payloadOf = (authorization: string | undefined): Claims => {
  const payload = authorization?.replace(/^bearer\s+/i, '').split('.')[1];
  return payload === undefined ? {} : (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims);
};

const asGatewayWrites = (list: unknown[]): string => `[${list.join(' ')}]`;

/**
 * The claims of a verified token, if there is one. API Gateway writes a list as the text `[a b]`,
 * where the group `Domain admins` looks like two, so lists are taken from that token itself.
 */
export const claimsOf = (event: ApiEvent): Claims => {
  const verified = event.requestContext.authorizer?.jwt?.claims;
  if (!verified) return {};
  const lists = Object.entries(payloadOf(event.headers.authorization)).filter(
    ([name, value]) => Array.isArray(value) && asGatewayWrites(value) === own(verified, name),
  );
  return { ...verified, ...Object.fromEntries(lists) };
};
