import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import { type LocalControls, localControls } from '#local/demo/client.ts';
import { keysOfTheirOwn } from '#local/dynamodb/dynamodb.ts';
import { loadSample } from '#local/sample/load.ts';
import { type Stack, startStack } from '#local/stack.ts';
import { accessOf } from '#shared/core/aws/environment.ts';
import { documentsOf } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import { startsAt } from '#test/starts-at.ts';

export const sampleAdmin = { sub: 'sample', groups: ['admins'] };

/** The table of a stack in this process, for tests that look into it, or write past the API. */
const tableOf = async ({ environment }: Stack): Promise<Table> => {
  const access = accessOf(environment);
  const client = new DynamoDBClient(access);
  const { TableNames: [name = ''] = [] } = await client.send(new ListTablesCommand());
  return new Table(documentsOf(access), name);
};

/** A stack in this process that forgets everything, with the sample institution. */
export const stackInMemory = async (): Promise<{
  url: string;
  local: LocalControls;
  table: Table;
  stop: () => Promise<void>;
}> => {
  const stack = await startStack({ assembly: synthesize(), state: 'memory', port: 'any', startsAt: startsAt() });
  const local = localControls(stack.url);
  await loadSample(await local.as(sampleAdmin));
  return { url: stack.url, local, table: await tableOf(stack), stop: () => stack.stop() };
};

/**
 * A stack in a process of its own, whose state survives it: to be killed and started again. Its
 * table is in the emulator of the run, which saves a start of Java at each kill.
 */
export const stackToKill = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caseward-e2e-'));
  const assembly = await synthesize();
  const { accessKeyId, secretAccessKey } = keysOfTheirOwn();
  const env = { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  let child: ChildProcess | undefined;
  const start = async (): Promise<LocalControls> => {
    const script = join(import.meta.dirname, 'run-stack.ts');
    child = spawn(process.execPath, [...process.execArgv, script, folder, assembly], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env,
    });
    const [url] = (await once(child, 'message')) as [string];
    return localControls(url);
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    start,
    kill,
    end: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
