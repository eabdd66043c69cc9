// How the demo and the tests speak to a local stack: as anybody would, over HTTP.

export interface ClientResponse<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface DemoMail {
  to: string[];
  subject: string;
  text: string;
  at: string;
  html?: string | null;
  replyTo?: string | null;
  headers?: Record<string, string>;
  /** Content in base64. */
  attachments: { filename: string | null; contentType: string; content: string }[];
}

export interface BusEvent {
  id: string;
  source: string;
  'detail-type': string;
  time: string;
  detail: Record<string, unknown> & { subject?: { kind: string; id: string } };
}

interface Send {
  body?: unknown;
  headers?: Record<string, string>;
}

export interface DemoPerson {
  sub: string;
  email?: string;
  name?: string;
  groups: string[];
}

/** One run of a state machine; a wake-up's is named after the record and its generation. */
interface ExecutionSummary {
  name: string;
  status: string;
  transitions: number;
}

/** One person's way into the API. */
export interface Client {
  send: <T = Record<string, unknown>>(method: string, path: string, options?: Send) => Promise<ClientResponse<T>>;
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body?: unknown, headers?: Record<string, string>) => Promise<T>;
}

/**
 * How requests go out: over the network, unless a test has the whole product in its own process.
 */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const isSendable = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

const request = async <T>(
  by: Fetch,
  [method, url]: [string, string],
  { body, headers = {} }: Send,
): Promise<ClientResponse<T>> => {
  const response = await by(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isSendable(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
  };
};

const need = async <T>(what: string, answer: Promise<ClientResponse<T>>): Promise<T> => {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** The holder of a token; a stranger without one. */
export const clientFor = (url: string, token?: string, by: Fetch = fetch): Client => {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const send: Client['send'] = (method, path, { body, headers } = {}) =>
    request(by, [method, `${url}${path}`], { body, headers: { ...authorization, ...headers } });
  return {
    send,
    get: (path) => need(`GET ${path}`, send('GET', path)),
    post: (path, body = {}, headers = {}) => need(`POST ${path}`, send('POST', path, { body, headers })),
  };
};

interface MailQuery {
  to?: string;
  /** Ids or references of records, of which the mail names one. */
  about?: string | string[];
  /** An instant of the stack's clock. */
  since?: string;
}

const queryOf = (parameters: MailQuery): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) query.append(name, one);
  return `?${query}`;
};

/** What only the local stack has: tokens, the clock, the inbox, the bus, what is under way. */
export const localControls = (url: string, by: Fetch = fetch) => {
  const call = <T>(method: string, path: string, body?: unknown) =>
    need<T>(`${method} ${path}`, request<T>(by, [method, `${url}${path}`], { body }));
  const idle = async (): Promise<void> => {
    while (!(await call<{ idle: boolean }>('GET', '/_local/idle')).idle);
  };
  const token = async (person: DemoPerson): Promise<string> =>
    (await call<{ token: string }>('POST', '/_local/token', person)).token;
  return {
    token,
    as: async (person: DemoPerson): Promise<Client> => clientFor(url, await token(person), by),
    now: async (): Promise<string> => (await call<{ now: string }>('GET', '/_local/clock')).now,
    advanceTo: (to: string) => call<{ now: string }>('POST', '/_local/clock', { to }),
    advance: (by: string) => call<{ now: string }>('POST', '/_local/clock', { advance: by }),
    /** All mails, those to an address, or those that meet all that is said: see `MailQuery`. */
    mails: async (wanted: string | MailQuery = {}): Promise<DemoMail[]> => {
      const query = queryOf(typeof wanted === 'string' ? { to: wanted } : wanted);
      return (await call<{ items: DemoMail[] }>('GET', `/_local/mail${query}`)).items;
    },
    putEvents: (entries: { Source: string; DetailType: string; Detail: unknown }[]) =>
      call('POST', '/_local/events', entries),
    /** What went over the bus; of one subject, and since an instant, where that is said. */
    busEvents: async (wanted: { about?: string; since?: string } = {}): Promise<BusEvent[]> =>
      (await call<{ items: BusEvent[] }>('GET', `/_local/events${queryOf(wanted)}`)).items,
    executions: async (): Promise<ExecutionSummary[]> =>
      (await call<{ items: ExecutionSummary[] }>('GET', '/_local/executions')).items,
    /** How often each function ran, by its name. */
    invocations: async (): Promise<Map<string, number>> => {
      const { items } = await call<{ items: { name: string; invocations: number }[] }>('GET', '/_local/functions');
      return new Map(items.map(({ name, invocations }) => [name, invocations]));
    },
    faults: (faults: object) => call('POST', '/_local/faults', faults),
    deadLetters: async () =>
      (await call<{ items: { queue: string; body: unknown; reason: string }[] }>('GET', '/_local/dlq')).items,
    /** Until nothing is left in stream, bus, queues or due timers. */
    idle,
  };
};
export type LocalControls = ReturnType<typeof localControls>;
