import type { ApiEvent } from '#functions/api/parse.ts';
import type { Person } from '#shared/access/person.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';

/**
 * Whom API Gateway speaks with. What a request says of itself, such as X-Forwarded-For, anybody can
 * say.
 */
export const sourceIpOf = ({ requestContext }: ApiEvent): string => requestContext.http?.sourceIp ?? '';

/**
 * Whose an Idempotency-Key is: the person's; without a token the link's that is in the path, which
 * one person has, else the address's. Strangers behind one address who choose the same key are
 * refused it with different requests, and would have to send the same body to be answered the same.
 */
export const callerKeyOf = (event: ApiEvent, { id }: Person): string => {
  if (id !== '') return id;
  const token = event.pathParameters?.token;
  return token === undefined ? `address:${fingerprintOf(sourceIpOf(event))}` : `link:${fingerprintOf(token)}`;
};
