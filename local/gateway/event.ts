// Payload format 2.0: what API Gateway hands to a function, and what it makes of the function's
// answer.

import type { IncomingMessage } from 'node:http';

export interface HttpAnswer {
  statusCode: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: Buffer | string;
}

interface GatewayRequest {
  request: IncomingMessage;
  url: URL;
  body: Buffer;
  requestId: string;
  route: string;
  pathParameters: Record<string, string> | undefined;
  claims: Record<string, unknown> | undefined;
  now: number;
  apiId: string;
  account: string;
}

export function gatewayEvent(given: GatewayRequest) {
  const { request, url, body, requestId, route, pathParameters, claims, now, apiId, account } = given;
  const { cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
  const isText = isTextual(headers['content-type']) && isUtf8(body);
  const path = decodeURIComponent(url.pathname);
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(url.search.length > 1 && { queryStringParameters: queryOf(url) }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: account,
      apiId,
      ...(claims && { authorizer: { jwt: { claims: asGatewayClaims(claims), scopes: null } } }),
      domainName: headers.host ?? 'localhost',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What a function answered; undefined where API Gateway would answer 500 in its place. */
export function readAnswer(payload: unknown): HttpAnswer | undefined {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    // Without a status code the whole answer is the body.
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) };
  }
  const { statusCode, headers = {}, cookies, body, isBase64Encoded } = payload as Record<string, unknown>;
  if (typeof statusCode !== 'number' || (body !== undefined && body !== null && typeof body !== 'string'))
    return undefined;
  return {
    statusCode,
    headers: Object.fromEntries(
      Object.entries(headers as object).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    ...(Array.isArray(cookies) && { cookies: cookies.map(String) }),
    ...(typeof body === 'string' && { body: isBase64Encoded ? Buffer.from(body, 'base64') : body }),
  };
}

// Everything else reaches the function in base64.
const isTextual = (contentType = '') =>
  /^(text\/|application\/([\w.-]+\+)?(json|xml)\b|application\/javascript)/i.test(contentType);

function isUtf8(body: Buffer): boolean {
  return body.equals(Buffer.from(body.toString('utf8')));
}

function queryOf(url: URL): Record<string, string> {
  const query = Map.groupBy(url.searchParams, ([name]) => name);
  return Object.fromEntries([...query].map(([name, all]) => [name, all.map(([, value]) => value).join(',')]));
}

/** API Gateway makes text of every claim, and of a list `[one two]`. */
function asGatewayClaims(claims: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(instant: number): string {
  const [, day, month, year, time] = new Date(instant).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
