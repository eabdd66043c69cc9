// The table of the template in DynamoDB Local, AWS's own emulator. It needs Java; everything else
// about it is here.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  ScanCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '#local/cloud-assembly/deployment.ts';
import type { ServiceContext } from '#local/core/context.ts';

export interface DynamoDb {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Resolves when it answers; until then the rest of the stack can start. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Letters and digits only, or DynamoDB Local refuses them. */
export const keysOfTheirOwn = (): typeof credentials => ({
  ...credentials,
  accessKeyId: `local${randomUUID().replaceAll('-', '')}`,
});

const emulator = join(
  dirname(createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json')),
  'emulator',
);

// Ends Java when the process at the other end of stdin is gone, however it ended; so kill -9 leaves
// no orphan behind. Dash gives a background process no stdin, hence the detour over descriptor 3.
const guard =
  'exec 3<&0; "$@" </dev/null & java=$!; echo $java >"$PID_FILE"; { cat <&3 >/dev/null; kill -9 $java; } & wait $java';

// What is in the table lies outside the heap of Java, of which some 25 MB live: it begins small, is
// given back when freed, and what C freed with it (where this Java knows that option).
const smallHeap = [
  ...['-XX:+UseSerialGC', '-Xmx96m', '-Xms40m', '-Xmn16m', '-XX:MinHeapFreeRatio=20', '-XX:MaxHeapFreeRatio=40'],
  ...['-XX:+IgnoreUnrecognizedVMOptions', '-XX:TrimNativeHeapInterval=10000'],
];

/**
 * Starts the emulator, or takes another one from the environment, by the keys that are there: each
 * key has a database of its own, and what is to be forgotten gets a new one.
 */
export function startDynamoDb(options: {
  port: number;
  folder: string | undefined;
  /** It will be used for more than a minute or two. */
  lasts?: boolean | undefined;
  log: ServiceContext['log'];
}): DynamoDb {
  const { port, folder } = options;
  const elsewhere = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (elsewhere) {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId = credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey = credentials.secretAccessKey,
    } = process.env;
    const ofNobody = { endpoint: elsewhere, ready: Promise.resolve(), stop: async () => {} };
    return { ...ofNobody, credentials: folder ? { accessKeyId, secretAccessKey } : keysOfTheirOwn() };
  }

  const java = [
    'java',
    // The optimising compiler takes a second more at the start and some seconds of a core later: it
    // pays off after some hundred cases.
    ...(options.lasts ? [] : ['-XX:TieredStopAtLevel=1']),
    ...smallHeap,
    `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
    ...['-jar', join(emulator, 'DynamoDBLocal.jar'), '-port', String(port), '-disableTelemetry'],
    // One database for all access keys, so that people can look into it; in memory each key has its
    // own.
    ...(folder ? ['-sharedDb', '-dbPath', folder] : ['-inMemory']),
  ];
  const child = spawn('sh', ['-c', guard, 'sh', ...java], {
    detached: true, // Ctrl-C is for us; we end Java when all else is done
    stdio: 'pipe',
    env: { ...process.env, PID_FILE: pidFile(folder) },
    cwd: folder ?? tmpdir(), // it leaves a file with its settings where it stands
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      options.log('dynamodb', text.trimEnd());
    });
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = exited.then(() => {
    child.stdin.destroy(); // lets the guard's cat go
    throw new Error(`DynamoDB Local did not start (it needs Java 17 or newer): ${words.trim() || 'no java found'}`);
  });
  const ready = Promise.race([listening(port, () => child.exitCode !== null), failed]);
  // The caller who awaits `ready` gets the error. An end after a stop is no failure.
  for (const promise of [ready, failed]) promise.catch(() => {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    ready,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

// Java takes seconds to start and its guard milliseconds to end it; asking this often delays
// neither.
const askAgainMs = 20;

const pidFile = (folder: string | undefined) => (folder ? join(folder, 'dynamodb.pid') : '/dev/null');

/**
 * Waits until an emulator that a killed stack left behind is gone; its guard ends it within
 * milliseconds.
 */
export async function awaitLeftover(folder: string): Promise<void> {
  if (!existsSync(pidFile(folder))) return;
  const pid = Number(readFileSync(pidFile(folder), 'utf8'));
  while (pid > 0 && isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, askAgainMs));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('DynamoDBLocal');
  } catch {
    return false;
  }
}

async function listening(port: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

/**
 * Creates the table of the template unless it is there. Throws when the one that is there was made
 * from another template.
 */
export async function createTable(client: DynamoDBClient, table: Resource): Promise<{ streamArn: string | undefined }> {
  const wanted = tableInput(table);
  const existing = await describe(client, table.name);
  if (existing && fingerprint(existing) !== fingerprint(wanted)) {
    throw new Error(
      `Table ${table.name} was made from another template. Start with --fresh to make it anew; that deletes the local data.`,
    );
  }
  const description = existing ?? (await client.send(new CreateTableCommand(wanted))).TableDescription;
  return { streamArn: description?.LatestStreamArn };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function tableInput({ name, properties }: Resource): CreateTableCommandInput {
  const input = properties as unknown as CreateTableCommandInput;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: input.AttributeDefinitions,
    KeySchema: input.KeySchema,
    GlobalSecondaryIndexes: input.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    LocalSecondaryIndexes: input.LocalSecondaryIndexes,
    StreamSpecification: input.StreamSpecification && { ...input.StreamSpecification, StreamEnabled: true },
  };
}

function fingerprint({
  KeySchema,
  GlobalSecondaryIndexes,
  LocalSecondaryIndexes,
}: TableDescription | CreateTableCommandInput) {
  const index = ({
    IndexName,
    KeySchema,
    Projection,
  }: {
    IndexName?: string;
    KeySchema?: unknown;
    Projection?: { ProjectionType?: string };
  }) => JSON.stringify([IndexName, KeySchema, Projection?.ProjectionType]);
  return JSON.stringify([
    KeySchema,
    (GlobalSecondaryIndexes ?? []).map(index).sort(),
    (LocalSecondaryIndexes ?? []).map(index).sort(),
  ]);
}

const day = 24 * 60 * 60 * 1000;
// The most that BatchWriteItem takes.
const batch = 25;

/**
 * Removes expired items once a day of the virtual clock; DynamoDB promises no more than "within a
 * few days". `removed` is called after each time, for the deletions are in the stream.
 */
export function expireItems(
  context: Pick<ServiceContext, 'clock' | 'activity'>,
  { client, table, removed }: { client: DynamoDBClient; table: Resource; removed: () => void },
): void {
  const ttl = table.properties.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
  const attribute = ttl?.AttributeName;
  if (!attribute || ttl.Enabled === false) return;
  const keys = (table.properties.KeySchema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);

  const sweep = async () => {
    const now = { N: String(Math.floor(context.clock.now() / 1000)) };
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: table.name,
          ExclusiveStartKey: from,
          FilterExpression: '#ttl < :now',
          ProjectionExpression: keys.map((_, index) => `#key${index}`).join(', '),
          ExpressionAttributeNames: {
            '#ttl': attribute,
            ...Object.fromEntries(keys.map((key, index) => [`#key${index}`, key])),
          },
          ExpressionAttributeValues: { ':now': now },
        }),
      );
      const items = page.Items ?? [];
      for (let start = 0; start < items.length; start += batch) {
        const requests = items.slice(start, start + batch).map((Key) => ({ DeleteRequest: { Key } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: requests } }));
      }
      from = page.LastEvaluatedKey;
    } while (from);
  };
  const again = () => {
    // In a long advance, once and at its end: each look reads the whole table.
    const next = Math.max(context.clock.now() + day, context.clock.advancingTo() ?? 0);
    context.clock.at(next, 'removal of expired items', () => {
      void context.activity.track('removal of expired items', sweep().finally(removed));
      again();
    });
  };
  again();
}
