// Brings up what the template declares, on this machine: one process, plus Java for the table.

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startAwsEndpoint } from '#local/aws-api/endpoint.ts';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { region } from '#local/cloud-assembly/intrinsics.ts';
import { readDeployment } from '#local/cloud-assembly/template.ts';
import { consoleHere } from '#local/console/config.ts';
import { servePages } from '#local/console/distribution.ts';
import { createControl } from '#local/control/control.ts';
import { forgetErased } from '#local/control/forget.ts';
import { controlRoutes } from '#local/control/routes.ts';
import { createActivity, type StackActivity } from '#local/core/activity.ts';
import { dateWhenAnswered } from '#local/core/answer-date.ts';
import { createClock, type StackClock } from '#local/core/clock.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { createFaults } from '#local/core/faults.ts';
import { openLog } from '#local/core/log.ts';
import { choosePorts } from '#local/core/ports.ts';
import { openStore, type Store } from '#local/core/store.ts';
import { awaitLeftover, createTable, type DynamoDb, expireItems, startDynamoDb } from '#local/dynamodb/dynamodb.ts';
import { faultyDynamoDb } from '#local/dynamodb/faulty-proxy.ts';
import { emptyFreed } from '#local/dynamodb/freed.ts';
import { type StreamPoller, startStream } from '#local/dynamodb/stream.ts';
import { openWire } from '#local/dynamodb/wire.ts';
import { startEventBus } from '#local/event-bus/event-bus.ts';
import { createFunctions } from '#local/functions/functions.ts';
import { createGateway, jwtRequirements } from '#local/gateway/gateway.ts';
import { createIssuer } from '#local/gateway/issuer.ts';
import { startMailIn } from '#local/mail/incoming.ts';
import { startMail } from '#local/mail/mail.ts';
import { startObjects } from '#local/objects/objects.ts';
import { startQueues } from '#local/queues/queues.ts';
import { startSchedules } from '#local/schedules/schedules.ts';
import { createSignIn } from '#local/sign-in/sign-in.ts';
import { startStateMachines } from '#local/state-machines/state-machines.ts';

interface StackOptions {
  /** The folder of the cloud assembly; it may still be under way while the rest starts. */
  assembly: string | Promise<string>;
  /** Where all state is kept; `memory` forgets everything when it stops. */
  state: { folder: string } | 'memory';
  /** The first of its ports; `any` takes free ones, undefined takes 3000 or the next free block. */
  port?: number | 'any';
  /**
   * The instant (epoch milliseconds) at which a new stack's clock begins; that of the machine where
   * nothing is said.
   */
  startsAt?: number;
  /**
   * What a new stack begins with, such as a sample institution: the stack is not ready before it is
   * there.
   */
  begin?: (stack: Pick<Stack, 'url' | 'store'>) => Promise<void>;
  /**
   * How many workers all functions have together: some 30 MB each, and half a second to start one
   * that was ended to make room.
   */
  workers?: number;
  /** It runs for more than a minute or two, so that what pays off later is done. */
  lasts?: boolean;
  /** Logs of functions and services also go to stderr. */
  verbose?: boolean;
}

export interface Stack {
  /** Where the pages are, and the API at `/v1`. */
  url: string;
  /** Where people read the mails in a browser. */
  inboxUrl: string;
  clock: StackClock;
  activity: StackActivity;
  /** What the stack remembers; what must happen once only may be noted there. */
  store: Pick<Store, 'read' | 'write'>;
  deployment: DeployedResources;
  /** Environment for an AWS SDK that is to talk to this stack. */
  environment: Record<string, string>;
  logFile: string | undefined;
  /** Settles when what the stack begins with is there. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

// One for each function, and a second for those that are busy.
const workersUnlessSaid = 24;

// Browsers and test clients keep connections for a minute; closing them sooner makes requests fail
// that were just being sent.
const keepConnectionsMs = 65_000;

export async function startStack(options: StackOptions): Promise<Stack> {
  const opened: (() => unknown)[] = [];
  const stop = async () => {
    for (let close = opened.pop(); close; close = opened.pop()) await close();
  };
  try {
    return await start(options, opened, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: StackOptions, opened: (() => unknown)[], stop: () => Promise<void>): Promise<Stack> {
  const store = openStore(options.state);
  const { folder } = store;
  opened.push(() => store.close());
  const log = openLog(folder, options.verbose ?? false);
  opened.push(() => log.close());
  if (folder) await awaitLeftover(folder);
  emptyFreed(store);
  const ports = await choosePorts(options.port);
  const dynamodb = startDynamoDb({ port: ports.dynamodb, folder, lasts: options.lasts, log: log.write });
  opened.push(() => dynamodb.stop());

  const url = `http://localhost:${ports.api}`;
  const aws = `http://127.0.0.1:${ports.aws}`;
  const deployment = readDeployment(await options.assembly, { api: url, sqs: aws });
  const activity = createActivity();
  const clock = createClock(activity, store, options.startsAt);
  opened.push(() => clock.stop());
  const faults = createFaults();
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: aws,
    AWS_ENDPOINT_URL_SFN: aws,
    AWS_ENDPOINT_URL_SQS: aws,
    AWS_ENDPOINT_URL_SESV2: aws,
    AWS_ENDPOINT_URL_S3: aws,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: dynamodb.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dynamodb.credentials.secretAccessKey,
    ...(process.env.REPORTING_ZONE && { REPORTING_ZONE: process.env.REPORTING_ZONE }),
  };

  const streams: StreamPoller[] = [];
  const wrote = () => touchAll(streams);
  const functions = createFunctions(
    { clock, activity, faults, log: log.write, wrote, workers: options.workers ?? workersUnlessSaid },
    deployment,
    environment,
  );
  opened.push(() => functions.stop());
  const faultyTable = faultyDynamoDb(dynamodb.endpoint, { faults, functions });
  opened.push(() => faultyTable.stop());
  const context: ServiceContext = { clock, activity, store, faults, functions, log: log.write };

  const queues = startQueues(context, deployment);
  const stateMachines = startStateMachines(context, deployment);
  const senders = { queues, functions, stateMachines, faults };
  const bus = startEventBus(context, deployment, senders);
  const schedules = startSchedules(context, deployment, senders);
  const objects = startObjects(context, deployment, { bus, credentials: dynamodb.credentials });
  const mail = startMail(context, deployment, bus);
  forgetErased(bus, mail);
  const services = [queues.service, stateMachines.service, bus.service, mail.service];
  const endpoint = await startAwsEndpoint(context, { services, objects }, ports.aws);
  opened.push(() => endpoint.close());

  const [requirement] = jwtRequirements(deployment);
  const issuer = await createIssuer(context, {
    issuer: requirement?.issuer ?? `${url}/_local/issuer`,
    audience: requirement?.audience[0] ?? 'caseward',
  });
  const gateway = createGateway(context, deployment, issuer);
  const pages = servePages(deployment, { objectsOrigin: aws, change: consoleHere(url) });
  const signIn = createSignIn(issuer, url);
  let isReady = options.begin === undefined;
  const control = createControl(
    controlRoutes({
      isReady: () => isReady,
      clock,
      activity,
      faults,
      issuer,
      mail,
      mailIn: startMailIn(deployment, objects, clock.now),
      bus,
      queues,
      stateMachines,
      functions,
      rerouteDynamoDb: faultyTable.reroute,
    }),
  );

  await dynamodb.ready;
  await startTables(context, { deployment, dynamodb, queues, streams });
  opened.push(() => Promise.all(streams.map((stream) => stream.stop())));
  queues.resume();
  stateMachines.resume();
  bus.resume();
  schedules.resume();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (await signIn(request, response)) return;
    if (isControl(request)) return control(request, response);
    if (pages.answer(request, response)) return;
    return activity.track(`${request.method} ${request.url}`, gateway(request, response));
  };
  const close = await listen(ports.api, (request, response) => {
    // Pages reckon by it how long something is still to be waited for.
    dateWhenAnswered(response, clock.now);
    const work = answer(request, response);
    work.catch((error: unknown) => {
      log.write('http', error instanceof Error ? String(error.stack) : String(error));
      failed(response);
    });
  });
  opened.push(close);
  const ready = activity
    .track('what a new stack begins with', Promise.resolve(options.begin?.({ url, store })))
    .then(() => {
      isReady = true;
    });
  return {
    url,
    ready,
    inboxUrl: `${url}/_local/inbox`,
    clock,
    activity,
    store,
    deployment,
    environment,
    logFile: log.file,
    stop,
  };
}

const isControl = ({ url }: IncomingMessage): boolean => url === '/_local' || url?.startsWith('/_local/') === true;

const touchAll = (streams: StreamPoller[]) => {
  for (const stream of streams) stream.touch();
};

async function startTables(
  context: ServiceContext,
  given: {
    deployment: DeployedResources;
    dynamodb: DynamoDb;
    queues: ReturnType<typeof startQueues>;
    streams: StreamPoller[];
  },
): Promise<void> {
  const { deployment, queues, streams } = given;
  const { endpoint, credentials } = given.dynamodb;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const wire = openWire(endpoint, { accessKeyId: credentials.accessKeyId, region });
  for (const table of deployment.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const { streamArn } = await createTable(client, table);
    expireItems(context, { client, table, removed: () => touchAll(streams) });
    for (const mapping of deployment.ofType('AWS::Lambda::EventSourceMapping')) {
      if (!String(mapping.properties.EventSourceArn).startsWith(`${table.arn}/stream/`)) continue;
      if (!streamArn) throw new Error(`${table.name} has no stream, but ${mapping.logicalId} reads it.`);
      const sendToQueue = (arn: string, body: string, failure: string) => void queues.send(arn, { body, failure });
      streams.push(startStream(context, { mapping, wire, streamArn, region, sendToQueue }));
    }
  }
}

/** On 127.0.0.1, and on ::1 where there is one, for `localhost` may mean either. */
async function listen(port: number, listener: RequestListener): Promise<() => Promise<void>> {
  const servers = await Promise.all(
    ['127.0.0.1', '::1'].map(
      (host) =>
        new Promise<ReturnType<typeof createServer> | undefined>((resolve, reject) => {
          const server = createServer({ keepAliveTimeout: keepConnectionsMs }, listener);
          server.once('error', (error) => (host === '::1' ? resolve(undefined) : reject(error)));
          server.listen(port, host, () => resolve(server));
        }),
    ),
  );
  return async () => {
    for (const server of servers) {
      server?.close();
      server?.closeAllConnections();
    }
  };
}

function failed(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: 'Internal Server Error' }));
}
