import type { ApiEvent } from '#functions/api/parse.ts';
import type { Person } from '#shared/access/person.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';

/**
 * Whom API Gateway speaks with. What a request says of itself, such as X-Forwarded-For, anybody can
 * say.
 */
export const sourceIpOf = ({ requestContext }: ApiEvent): string => requestContext.http?.sourceIp ?? '';

/**
 * Whose an Idempotency-Key is: the person's, else the link's in the path, else the address's, where
 * strangers who choose the same key would have to send the same body to share an answer.
 */
export const callerKeyOf = (event: ApiEvent, { id }: Person): string => {
  if (id !== '') return id;
  const token = event.pathParameters?.token;
  return token === undefined ? `address:${fingerprintOf(sourceIpOf(event))}` : `link:${fingerprintOf(token)}`;
};
