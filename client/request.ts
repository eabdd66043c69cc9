import type { RequestOptions } from '#client/operation.ts';
import { Problem } from '#client/problem.ts';
import { mayPass, pauseBefore, type RetryPolicy } from '#client/retry.ts';

/** Where requests go, by whose rights, and how. */
export interface Transport {
  /** Where the API answers, without `/v1`. */
  baseUrl: string;
  /** The token of the caller, or what gives one that has not run out. None for strangers. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  retry: RetryPolicy;
}

/** A request as the operation tells it. */
interface OutgoingRequest extends RequestOptions {
  method: string;
  /** With the names of its variables: `/v1/cases/{id}`. */
  path: string;
  parts: { path?: object | undefined; query?: object | undefined; body?: unknown };
}

/** What came back. */
export interface Received {
  data: unknown;
  status: number;
  etag?: string | undefined;
  requestId?: string | undefined;
  /** The answer that the same request had before. */
  isReplayed: boolean;
}

const filled = (path: string, variables: object = {}): string => {
  const given = new Map(Object.entries(variables));
  return path.replace(/\{(\w+)\}/g, (_whole, name) => encodeURIComponent(String(given.get(name) ?? '')));
};

const queryText = (query: object = {}): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.append(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
};

/** Text and bytes go as they are, everything else as JSON. */
const encoded = (body: unknown): { content?: string | Blob; type?: string } => {
  if (body === undefined) return {};
  if (body instanceof Blob) return { content: body, type: body.type };
  return { content: JSON.stringify(body), type: 'application/json' };
};

const fileName = (headers: Headers): string =>
  /filename="?([^";]+)/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'file';

const contentOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (!/\bjson\b/.test(type) || /geo\+json/.test(type))
    return new File([await response.blob()], fileName(response.headers), { type });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

const headersOf = async (
  { token }: Transport,
  { ifMatch, idempotencyKey }: OutgoingRequest,
  type: string | undefined,
): Promise<Record<string, string>> => {
  const bearer = typeof token === 'function' ? await token() : token;
  return {
    accept: 'application/json',
    ...(type !== undefined && { 'content-type': type }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
};

/** A request that is read, or has a name, does nothing twice. */
const isSafe = ({ method, idempotencyKey }: OutgoingRequest): boolean =>
  method === 'GET' || idempotencyKey !== undefined;

/**
 * Sends a request, and again with the same Idempotency-Key where its answer may soon be another.
 * @throws Problem where it is refused; what `fetch` throws where nothing came back
 */
export const send = async (transport: Transport, outgoing: OutgoingRequest): Promise<Received> => {
  const { retry, baseUrl } = transport;
  const { method, path, parts, signal } = outgoing;
  const url = `${baseUrl.replace(/\/$/, '')}${filled(path, parts.path)}${queryText(parts.query)}`;
  const { content, type } = encoded(parts.body);
  const again = (attempt: number, retryAfter?: string | null) =>
    retry.pause(pauseBefore(attempt, retry, { retryAfter: retryAfter ?? null, now: Date.now() }), signal);
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt >= retry.retries;
    let response: Response;
    try {
      const headers = await headersOf(transport, outgoing, type);
      response = await transport.fetch(url, {
        method,
        headers,
        ...(content !== undefined && { body: content }),
        ...(signal && { signal }),
      });
    } catch (error) {
      if (isLast || !isSafe(outgoing) || signal?.aborted) throw error;
      await again(attempt);
      continue;
    }
    const data = await contentOf(response);
    if (response.ok)
      return {
        data,
        status: response.status,
        etag: response.headers.get('etag') ?? undefined,
        requestId: response.headers.get('x-request-id') ?? undefined,
        isReplayed: response.headers.get('idempotent-replayed') === 'true',
      };
    const problem = new Problem(response.status, data, response.headers);
    if (isLast || !mayPass(problem.status, problem.code, isSafe(outgoing))) throw problem;
    await again(attempt, response.headers.get('retry-after'));
  }
};
