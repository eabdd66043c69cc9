import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { faultsOfDepth, faultsOfKeeping, withMoreFaults } from '#shared/core/http/check-body.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';
import { own } from '#shared/core/records/own.ts';
import type { IfMatch } from '#shared/core/records/read.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

// Promised in docs/guide/callers.md.
const largestBody = 256 * 1024;

/** A header's `charset`, as RFC 9110 writes it; JSON is UTF-8 where none is declared. */
const charsetOf = (event: ApiEvent): string =>
  /;\s*charset="?([\w.:-]+)"?/i.exec(event.headers['content-type'] ?? '')?.[1] ?? 'utf-8';

const replacement = '\ufffd';

/**
 * Whether the gateway, which takes JSON for UTF-8, put U+FFFD where the caller had sent something
 * else: each is longer than the byte that it stands for.
 */
const wasDamaged = (event: ApiEvent, text: string): boolean => {
  const sent = Number(event.headers['content-length']);
  return text.includes(replacement) && Number.isFinite(sent) && sent !== Buffer.byteLength(text);
};

const decoderOf = (charset: string) => {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Refusal('unsupported-media-type', `The charset "${charset}" is not known here`);
  }
};

/**
 * The text of a body by the charset that it declares, without a byte order mark.
 * @throws `unsupported-media-type`, `malformed-text`
 */
const bodyText = (event: ApiEvent): string => {
  const body = event.body ?? '';
  const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  const charset = charsetOf(event);
  const decoder = decoderOf(charset);
  if (!event.isBase64Encoded && wasDamaged(event, body)) throw new Refusal('malformed-text');
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal('malformed-text', `The body is not ${charset}: declare the charset that it is in`);
  }
};

interface BodyForm {
  /** In bytes. */
  largestBody?: number;
  keepsDigitsOf?: string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** JSON whose numbers are doubles, but for those of one member that have to keep their digits. */
const jsonOf = (text: string, keepsDigitsOf: string | undefined): unknown => {
  const value: unknown = JSON.parse(text);
  if (keepsDigitsOf === undefined || !isObject(value) || !Object.hasOwn(value, keepsDigitsOf)) return value;
  return { ...value, [keepsDigitsOf]: own(parseExactly(text) as Record<string, unknown>, keepsDigitsOf) };
};

/**
 * The bytes of a body that is a file, a character each, in UTF-8 where its charset was declared.
 * @throws `too-large` (413), `unsupported-media-type` (415), `malformed-text` (400)
 */
const fileBody = (
  event: ApiEvent,
  { largestBody: largest = largestBody, takes = [] }: AnyRoute,
): string | undefined => {
  const body = event.body ?? '';
  if (body === '') return undefined;
  const contentType = event.headers['content-type'] ?? '';
  const [type = ''] = contentType.toLowerCase().split(';');
  if (!takes.includes(type.trim())) throw new Refusal('unsupported-media-type', `The body is ${takes.join(' or ')}`);
  const isDeclared = /;\s*charset=/i.test(contentType);
  const bytes = isDeclared
    ? Buffer.from(bodyText(event))
    : Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > largest) throw new Refusal('too-large', `A body has at most ${largest / 1024} KB`);
  if (!event.isBase64Encoded && wasDamaged(event, body)) throw new Refusal('malformed-text', damaged);
  return bytes.toString('latin1');
};

const damaged = 'On its way bytes were lost that are no UTF-8: send it as application/octet-stream';

const refuseLarge = (text: string, largest: number): void => {
  if (Buffer.byteLength(text) > largest) throw new Refusal('too-large', `A body has at most ${largest / 1024} KB`);
};

/**
 * The body as JSON. @throws `too-large` (413), `unsupported-media-type` (415), `malformed-json`
 * (400), `invalid-request` for what is nested too deep
 */
export const parseJson = (
  event: ApiEvent,
  { largestBody: largest = largestBody, keepsDigitsOf }: BodyForm = {},
): unknown => {
  const text = bodyText(event);
  if (text === '') return undefined;
  refuseLarge(text, largest);
  const contentType = event.headers['content-type'] ?? '';
  if (!/^application\/(json|merge-patch\+json)\s*(;|$)/i.test(contentType)) throw new Refusal('unsupported-media-type');
  let value: unknown;
  try {
    value = jsonOf(text, keepsDigitsOf);
  } catch {
    throw new Refusal('malformed-json');
  }
  const tooDeep = faultsOfDepth(value);
  if (tooDeep.length > 0) throw invalid(tooDeep);
  return value;
};

const mayBeLeftOut = (route: AnyRoute): boolean => route.input.body.safeParse(undefined).success;

// A plus sign that stands in a query as it is means a space there; an instant with an offset is the
// one value in which that cannot be meant.
const losesPlus = /^(\d{4}-\d\d-\d\dT[\d:.]+) (\d\d:\d\d)$/;
const queryOf = ({ queryStringParameters = {} }: ApiEvent): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(queryStringParameters).map(([name, value]) => [name, value?.replace(losesPlus, '$1+$2')]),
  );

export interface Parsed {
  path: unknown;
  query: unknown;
  body: unknown;
  /** What the schemas of the route say against it. */
  faults: Fault[];
  /** The body as it came in. */
  json: unknown;
}

const bodyOf = (event: ApiEvent, route: AnyRoute): unknown => {
  if (route.ignoresBody) return undefined;
  return route.takes ? fileBody(event, route) : parseJson(event, route);
};

/**
 * Path, query and body through the route's schemas, with every fault of all three.
 * @throws as `parseJson`
 */
export const parseInput = (event: ApiEvent, route: AnyRoute): Parsed => {
  const json = bodyOf(event, route);
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
    query: check(route.input.query, queryOf(event), '/query'),
    // Where a body may be left out, `null` leaves it out.
    body: check(route.input.body, json === null && mayBeLeftOut(route) ? undefined : json, ''),
  };
  const unkeepable = route.takes ? [] : faultsOfKeeping(json);
  return { ...parsed, faults: withMoreFaults(faults, unkeepable), json };
};

/**
 * The versions that If-Match names; a weak ETag matches nothing (RFC 9110, 13.1.1).
 * @throws `precondition-required` where the route asks for it
 */
export const parseIfMatch = (event: ApiEvent, route: AnyRoute): IfMatch | undefined => {
  if (!route.ifMatch) return undefined;
  const header = event.headers['if-match']?.trim();
  if (header === undefined && route.ifMatch === 'required') throw new Refusal('precondition-required');
  if (header === undefined || header === '*') return header;
  return header.split(',').flatMap((etag) => {
    // An ETag is a text: `"04"` is not `"4"`. What is only shipped has `"0"`.
    const [, , version] = /^\s*("?)(0|[1-9]\d{0,9})\1\s*$/.exec(etag) ?? [];
    return version ? [Number(version)] : [];
  });
};

/** @throws `idempotency-key-invalid` */
export const parseIdempotencyKey = (event: ApiEvent): string | undefined => {
  const header = event.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(header)) throw new Refusal('idempotency-key-invalid');
  return header;
};
