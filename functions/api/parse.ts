import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { type Fault, invalid, Refusal } from '#shared/errors.ts';
import { faultsFrom } from '#shared/http/faults.ts';
import type { AnyRoute } from '#shared/http/route.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

// The limits of api.md: a body of 256 KB, nested 32 deep.
const largestBody = 256 * 1024;
const deepestBody = 32;

const bodyText = (event: ApiEvent): string => {
  const text = event.body ?? '';
  return event.isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
};

const isTooDeep = (value: unknown, depth = 1): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return depth > deepestBody || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
};

const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && isWellFormed(inner));
};

/** The body as JSON. @throws `too-large` (413), `unsupported-media-type` (415), `malformed-json` (400), `invalid-request` for what JSON cannot keep */
export const parseJson = (event: ApiEvent): unknown => {
  const text = bodyText(event);
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > largestBody) throw new Refusal('too-large', 'A body has at most 256 KB');
  const contentType = event.headers['content-type'] ?? '';
  if (!/^application\/(json|merge-patch\+json)\s*(;|$)/i.test(contentType)) throw new Refusal('unsupported-media-type');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('malformed-json');
  }
  if (isTooDeep(value))
    throw invalid([{ pointer: '', code: 'too-deep', detail: `is nested more than ${deepestBody} deep` }]);
  if (!isWellFormed(value))
    throw invalid([{ pointer: '', code: 'invalid-text', detail: 'NUL and lone surrogates are not allowed' }]);
  return value;
};

export interface Parsed {
  path: unknown;
  query: unknown;
  body: unknown;
}

/** Path, query and body through the route's schemas. @throws `invalid-request` with every fault of all three at once */
export const parseInput = (event: ApiEvent, route: AnyRoute): Parsed => {
  const json = parseJson(event);
  const faults: Fault[] = [];
  const check = (schema: AnyRoute['input']['path'], value: unknown, prefix: string): unknown => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) faults.push(...faultsFrom(parsed.error, value, prefix));
    return parsed.data;
  };
  const path = Object.fromEntries(
    Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? '']),
  );
  const parsed = {
    path: check(route.input.path, path, '/path'),
    query: check(route.input.query, event.queryStringParameters ?? {}, '/query'),
    body: check(route.input.body, json, ''),
  };
  if (faults.length > 0) throw invalid(faults);
  return parsed;
};

/** The version that If-Match names. @throws `precondition-required` where the route asks for it; 400 for one that is not an ETag of ours */
export const parseIfMatch = (event: ApiEvent, route: AnyRoute): number | undefined => {
  const header = event.headers['if-match'];
  if (header === undefined || header === '*') {
    if (header === undefined && route.ifMatch === 'required') throw new Refusal('precondition-required');
    return undefined;
  }
  const version = /^(?:W\/)?"?(\d{1,10})"?$/.exec(header.trim())?.[1];
  // An ETag that no version has matches nothing.
  return version === undefined ? -1 : Number(version);
};

/** @throws `idempotency-key-invalid` */
export const parseIdempotencyKey = (event: ApiEvent): string | undefined => {
  const header = event.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(header)) throw new Refusal('idempotency-key-invalid');
  return header;
};
