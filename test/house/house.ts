import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { apiHandler } from '#functions/api/api-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import type { HandlerTable } from '#functions/api/router.ts';
import { consumer } from '#functions/events/consumer.ts';
import { project } from '#functions/events/project.ts';
import { publish } from '#functions/events/publish.ts';
import { logger } from '#functions/logger.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { type PortBuilders, type Services, servicesOn } from '#functions/services.ts';
import { sweepStep } from '#functions/steps/sweep.ts';
import { wakeUpStep } from '#functions/steps/wake.ts';
import { callWebhooks } from '#functions/webhooks/call-webhook.ts';
import { functionNames, functions, secretsOf } from '#infra/functions.ts';
import { createFaults, parseFaults } from '#local/core/faults.ts';
import { gatewayEvent, readAnswer } from '#local/gateway/event.ts';
import { createIssuer, type Issuer } from '#local/gateway/issuer.ts';
import { createRouteTable } from '#local/gateway/route-table.ts';
import { startMailIn } from '#local/mail/incoming.ts';
import { gatewayRouteKey, gatewayRoutes } from '#shared/contract/gateway-routes.ts';
import { Feed } from '#shared/core/feed/append-to-feed.ts';
import { ulids } from '#shared/core/records/ids.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { isSecretKey, type Key, secretPartition } from '#shared/core/table/keys.ts';
import { projectedItems, publishedItems } from '#shared/core/table/streamed-keys.ts';
import { Table } from '#shared/core/table/table.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { formLanguages } from '#shared/portal/form-page/language.schema.ts';
import { Bucket } from '#test/house/bucket.ts';
import { account, Bus, type Hearing, matcherOf } from '#test/house/bus.ts';
import { controls } from '#test/house/controls.ts';
import { Executions } from '#test/house/executions.ts';
import { Mailbox, mailSettings } from '#test/house/mailbox.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';
import { Stream } from '#test/house/stream.ts';
import { Sweeps } from '#test/house/sweeps.ts';
import { consumers, deployment } from '#test/house/template.ts';
import { VirtualTime } from '#test/house/virtual-time.ts';
import { startsAt } from '#test/starts-at.ts';

// The whole product in one process: real routes, consumers and steps, a table in memory, time that
// stands still. A test speaks to it by `fetch`, as to a stack.

const address = 'http://localhost:3000';
const portal = `${address}/portal`;
const staff = `${address}/staff`;
const identity = { issuer: `${address}/_local/issuer`, audience: 'caseward' };
const ofNewYork = reportingDays('America/New_York');
const sweepEvery = 5 * 60_000;

/** What runs, by the name that it has in the template. */
export type FunctionName = `api-${string}` | keyof typeof consumers | 'publish' | 'project' | 'wake' | 'sweep';

class ProcessDied extends Error {
  override name = 'ProcessDied';
}

/** What the file of a function gives its services; that of a family of routes has handlers. */
interface Entry {
  ports?: PortBuilders;
  handlers?: HandlerTable;
}

// So that an entry can be loaded: the services that it builds are asked nothing here.
const given = {
  TABLE_NAME: 'house',
  BUS_NAME: 'house',
  DEAD_LETTERS_URL: `${address}/dead-letters`,
  MOST_TRIES: '5',
  PORTAL_URL: portal,
  STAFF_URL: staff,
  API_URL: address,
  LANGUAGES: 'en',
  WAKE_UP_MACHINE_ARN: 'house',
  HORIZON_DAYS: '90',
  ...mailSettings,
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** The entries of all functions, as they are deployed. */
const loadEntries = async (): Promise<Map<string, Entry>> => {
  for (const [name, value] of Object.entries(given)) process.env[name] ??= value;
  const loaded = functionNames.map(
    async (name) => [name, (await import(`../../${functions[name].entry}`)) as Entry] as const,
  );
  return new Map(await Promise.all(loaded));
};

type ItemKey = Partial<Key>;
interface RequestedKeys {
  RequestItems?: Record<string, { Keys: ItemKey[] }>;
}

/** The keys that a call names one by one. */
const keysOf = ({
  Key,
  Item,
  RequestItems = {},
}: Partial<Record<'Key' | 'Item', ItemKey>> & RequestedKeys): ItemKey[] => [
  Key ?? Item ?? {},
  ...Object.values(RequestItems).flatMap(({ Keys }) => Keys),
];

/** Refuses secrets that a function is not given, and any beside other keys, as its policy does. */
const refuseSecrets = (name: FunctionName, input: object): void => {
  const partitions = keysOf(input).flatMap(({ pk }) => pk ?? []);
  const secret = partitions.find((pk) => isSecretKey({ pk }));
  if (secret === undefined) return;
  const given = secretsOf(name as Parameters<typeof secretsOf>[0]).map(secretPartition);
  if (!partitions.every((pk) => given.includes(pk)))
    throw Object.assign(new Error(`${name} is not given ${secret}`), { name: 'AccessDenied' });
};

let entriesOnce: ReturnType<typeof loadEntries> | undefined;

const routeOf = createRouteTable(gatewayRoutes.map((route) => ({ routeKey: gatewayRouteKey(route), target: route })));

// A key pair takes longer to make than most tests.
const keys = new Map<string, unknown>();
const keyStore = {
  read: <T>(name: string) => keys.get(name) as T | undefined,
  write: (name: string, value: unknown) => void keys.set(name, value),
};

// A signature takes long, too, and so does looking at one: everybody signs in at the same instant
// in most tests.
const signedOnce = new Map<string, Promise<string>>();
const verifiedOnce = new Map<string, ReturnType<Issuer['verify']>>();
const mostVerified = 1000;
const issuerAt = async (time: VirtualTime): Promise<Issuer> => {
  const issuer = await createIssuer({ clock: time, store: keyStore } as never, identity);
  const sign = (body: unknown) => {
    const name = `${Math.floor(time.now() / 1000)} ${JSON.stringify(body)}`;
    const token = signedOnce.get(name) ?? issuer.sign(body);
    signedOnce.set(name, token);
    return token;
  };
  const verify: Issuer['verify'] = (token, asked) => {
    const name = `${Math.floor(time.now() / 1000)} ${JSON.stringify(asked)} ${token}`;
    const payload = verifiedOnce.get(name) ?? issuer.verify(token, asked);
    if (verifiedOnce.size >= mostVerified) verifiedOnce.clear();
    verifiedOnce.set(name, payload);
    return payload;
  };
  return { ...issuer, sign, verify };
};

export interface HouseFetch extends RequestInit {
  /** The network address that a request comes from. */
  from?: string;
}

/** What happens once, right after a function has looked into the table for something. */
interface Meanwhile {
  function: FunctionName;
  looksFor: RegExp;
  happens: () => Promise<unknown>;
}

export class House {
  readonly url = address;
  readonly time: VirtualTime;
  readonly dynamodb: MemoryDynamoDb;
  readonly faults = createFaults();
  readonly bus: Bus;
  readonly mailbox: Mailbox;
  readonly bucket: Bucket;
  readonly executions: Executions;
  readonly issuer: Issuer;
  readonly invocations = new Map<FunctionName, number>();
  /** Lies around each run of a function, for who measures it. */
  around: <T>(name: FunctionName, run: () => Promise<T>) => Promise<T> = (_name, run) => run();
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #gateway = new Map<string, ReturnType<typeof apiHandler>>();
  readonly #sweep: ReturnType<typeof sweepStep>;
  readonly #sweeps: Sweeps;
  readonly #control: ReturnType<typeof controls>;

  private constructor({
    time,
    issuer,
    entries,
    from,
  }: {
    time: VirtualTime;
    issuer: Issuer;
    entries: Map<string, Entry>;
    from?: House | undefined;
  }) {
    this.#entries = entries;
    this.time = time;
    const { now } = time;
    this.issuer = issuer;
    this.dynamodb = new MemoryDynamoDb(from?.dynamodb);
    this.#sweeps = new Sweeps(this.dynamodb);
    this.bus = new Bus({ time: this.time, faults: this.faults });
    const { emit } = this.bus;
    this.mailbox = new Mailbox({ now, emit, deployment, from: from?.mailbox });
    this.bucket = new Bucket({
      now,
      arrived: (key, size) =>
        emit({
          source: 'aws.s3',
          detailType: 'Object Created',
          detail: { bucket: { name: 'files' }, object: { key, size } },
        }),
      from: from?.bucket,
    });
    this.executions = new Executions({
      time,
      run: (wakeUp) => this.#run('wake', () => wake(wakeUp, {} as Context)),
    });
    const wake = wakeUpStep(this.services('wake'));
    this.#sweep = sweepStep(this.services('sweep'));
    const mailIn = startMailIn(
      deployment,
      {
        put: (_bucket: string, key: string, object: { content: Buffer; contentType: string }) =>
          this.bucket.put(key, object),
      } as never,
      now,
    );
    this.#control = controls(this, mailIn);
    this.#connect();
    this.#sweepAt(now() + sweepEvery);
  }

  /** A house as it is built, or with all that is in another one. */
  static async open(from?: House, at = startsAt()): Promise<House> {
    logger.setLogLevel(process.env.VERBOSE === undefined ? 'SILENT' : 'INFO');
    entriesOnce ??= loadEntries();
    const time = new VirtualTime(from?.time.now() ?? at);
    const issuer = await issuerAt(time);
    return new House({ time, issuer, entries: await entriesOnce, from });
  }

  /**
   * The services of a function, as it has them in the deployment. Each has configuration of its own
   * in memory.
   */
  services(name: FunctionName): Services {
    const { now } = this.time;
    const guard = this.#guard(name);
    const send: Documents['send'] = async (operation, input) => {
      guard('dynamodb');
      refuseSecrets(name, input);
      const answer = await this.dynamodb.send(operation, input);
      await this.#meanwhile(name, input);
      return answer;
    };
    const table = new Table({ send }, 'house');
    const bound = this.#entries.get(name)?.ports ?? {};
    const ports: PortBuilders = {
      files: () => this.bucket.files(guard),
      wakeUps: () => this.executions.wakeUps(() => guard('stepfunctions')),
      sendMail: () => this.mailbox.mailer(() => guard('ses')),
      pages: () => ({ PORTAL_URL: portal, STAFF_URL: staff }),
      formLanguages: () => formLanguages,
      apiUrl: () => address,
      mailSender: () => mailSettings.MAIL_FROM,
      replyDomain: () => mailSettings.MAIL_REPLY_DOMAIN,
      reportingDays: () => ofNewYork,
      jobsKeptDays: () => 14,
      // To servers of the tests, on this machine.
      webhooks: () => ({ targets: 'this-machine-too', call: callWebhooks({ targets: 'this-machine-too', now }) }),
      // Who waits lets time pass.
      pause: () => (ms) => this.time.advanceTo(this.time.now() + ms),
    };
    // A function has the ports that its entry gives it, and how long jobs are kept.
    const has = (port: string) => port === 'jobsKeptDays' || Object.hasOwn(bound, port);
    return servicesOn(
      { table, now, newId: ulids(), random: (bytes) => randomBytes(bytes) },
      Object.fromEntries(Object.entries(ports).filter(([port]) => has(port))),
    );
  }

  #next: Meanwhile | undefined;
  betweenLooks(meanwhile: Meanwhile): void {
    this.#next = meanwhile;
  }

  async #meanwhile(name: FunctionName, input: object): Promise<void> {
    const next = this.#next;
    if (next?.function !== name || !next.looksFor.test(JSON.stringify(input))) return;
    this.#next = undefined;
    await next.happens();
  }

  // A process that is to die does so at one of its next calls to the outside, and does nothing
  // after that.
  readonly #lives = new Map<FunctionName, number>();

  #guard(name: FunctionName): (service?: string) => void {
    // A mail whose process dies before it is settled may go twice, as guide/mail.md says: shown by
    // test/unit/deliveries, and left out here, where every other effect has to be there once.
    let isHandedOver = false;
    return (service) => {
      const settles = isHandedOver && service === 'dynamodb';
      isHandedOver = service === 'ses' || (isHandedOver && !settles);
      if (settles) return;
      const left = this.#lives.get(name);
      if (left !== undefined) {
        if (left <= 0) throw new ProcessDied(`${name} died`);
        this.#lives.set(name, left - 1);
      }
      if (service && this.faults.shouldFail(service))
        throw Object.assign(new Error(`${service} is not there`), { name: 'ServiceUnavailable', $metadata: {} });
    };
  }

  #count(name: FunctionName): void {
    this.invocations.set(name, (this.invocations.get(name) ?? 0) + 1);
  }

  async #run<T>(name: FunctionName, run: () => Promise<T>): Promise<T> {
    this.#count(name);
    if (!this.faults.shouldFail(name)) return this.around(name, run);
    this.#lives.set(name, Math.floor(this.faults.draw() * 12));
    try {
      await run();
      throw new ProcessDied(`${name} died when it was done`);
    } finally {
      this.#lives.delete(name);
    }
  }

  #connect(): void {
    const put = async (entries: Parameters<Bus['put']>[0]) => {
      this.#guard('publish')('eventbridge');
      return this.bus.put(entries);
    };
    const { table, now } = this.services('publish');
    const publisher = publish({ name: this.bus.name, put }, new Feed(table, now));
    const hearings = Object.entries(consumers).map(([key, { consume, patterns, batch }]): Hearing => {
      const name = key as keyof typeof consumers;
      const services = this.services(name);
      const { definitions } = services;
      const handler = consumer({ definitions, deadLetters: this.bus.deadLettersOf(name) }, consume(services));
      const running = (event: never, context: never) => this.#run(name, () => handler(event, context));
      return { name, patterns, batch, handler: running as typeof handler };
    });
    this.bus.connect(hearings);
    this.#follow('publish', publisher, publishedItems);
    const projector = this.services('project');
    this.#follow('project', project(projector, projectionsOf(projector)), projectedItems);
  }

  #follow(name: 'publish' | 'project', handler: ReturnType<typeof publish>, wanted: readonly object[]): void {
    const follow = (event: never, context: never) => this.#run(name, () => handler(event, context));
    const matchers = wanted.map(matcherOf);
    const isWanted = (record: DynamoDBRecord) => matchers.some((matches) => matches(record));
    this.dynamodb.onChange(new Stream(this.time, follow as typeof handler, isWanted).changed);
  }

  #sweepAt(instant: number): void {
    this.time.at(instant, 'timer', async () => {
      this.#sweepAt(instant + sweepEvery);
      const sweep = () => this.#run('sweep', () => this.#sweep({}, {} as Context));
      await this.#sweeps.at(instant, sweep).catch(() => undefined);
    });
  }

  setFaults(body: unknown): void {
    this.faults.set(parseFaults(body, [...Object.keys(consumers), 'publish', 'project', 'wake', 'sweep']));
  }

  /** Answers any request: of the API, of what only tests ask, or for a file by a signed URL. */
  fetch = async (url: string, { from, ...init }: HouseFetch = {}): Promise<Response> => {
    if (!url.startsWith(this.url)) return this.bucket.fetch(url, init);
    const asked = new URL(url);
    const headers = Object.fromEntries(new Headers(init.headers));
    const { body: sent = null } = init;
    const body =
      sent === null || typeof sent === 'string'
        ? Buffer.from(sent ?? '')
        : Buffer.from(await new Response(sent).arrayBuffer());
    const method = init.method ?? 'GET';
    if (asked.pathname.startsWith('/_local')) return this.#control({ method, url: asked, headers, body });
    this.time.tick();
    return this.#callApi({ method, url: asked, headers, body }, from ?? '127.0.0.1');
  };

  #routeOf(method: string, path: string) {
    try {
      return routeOf(method, path);
    } catch (error) {
      // A path that is no percent-encoding.
      if (error instanceof URIError) return 'malformed';
      throw error;
    }
  }

  /** The function of a family, from its first request on: most tests ask few of them. */
  #handlerOf(family: string): ReturnType<typeof apiHandler> {
    const [there, handlers] = [this.#gateway.get(family), this.#entries.get(`api-${family}`)?.handlers];
    if (there) return there;
    if (!handlers) throw new Error(`there is no family ${family}`);
    const handler = apiHandler(this.services(`api-${family}`), handlers);
    this.#gateway.set(family, handler);
    return handler;
  }

  async #callApi(
    { method, url, headers, body }: { method: string; url: URL; headers: Record<string, string>; body: Buffer },
    from: string,
  ): Promise<Response> {
    const requestId = crypto.randomUUID();
    const refuse = (status: number, message: string) =>
      Response.json({ message }, { status, headers: { 'x-request-id': requestId } });
    const match = this.#routeOf(method, url.pathname);
    if (match === 'malformed') return refuse(400, 'Bad Request');
    if (!match) return refuse(404, 'Not Found');
    const { target: route, pathParameters } = match;
    const token = (headers.authorization ?? '').replace(/^Bearer\s+/i, '');
    const claims =
      route.auth === 'jwt'
        ? await this.issuer.verify(token, { ...identity, audience: [identity.audience] })
        : undefined;
    if (route.auth === 'jwt' && !claims) return refuse(401, 'Unauthorized');
    const sent = {
      host: 'localhost:3000',
      ...headers,
      ...(body.length > 0 && { 'content-length': String(body.length) }),
    };
    const request = { method, headers: sent, httpVersion: '1.1', socket: { remoteAddress: from } };
    const event = gatewayEvent({
      request: request as unknown as IncomingMessage,
      url,
      body,
      requestId,
      route: gatewayRouteKey(route),
      pathParameters,
      claims,
      now: this.time.now(),
      apiId: 'house',
      account,
    });
    const handler = this.#handlerOf(route.family);
    this.#count(`api-${route.family}`);
    const answer = readAnswer(await handler(event as unknown as ApiEvent, {} as Context));
    if (!answer) return refuse(500, 'Internal Server Error');
    const isEmpty = answer.statusCode === 204 || answer.body === undefined;
    return new Response(isEmpty ? null : Buffer.from(answer.body ?? ''), {
      status: answer.statusCode,
      headers: answer.headers ?? {},
    });
  }
}
