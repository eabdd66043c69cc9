import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import { type LocalControls, localControls } from '#local/demo/client.ts';
import { keysOfTheirOwn } from '#local/dynamodb/dynamodb.ts';
import { loadSample } from '#local/sample/load.ts';
import { startStack } from '#local/stack.ts';
import { startsAt } from '#test/starts-at.ts';

/** Loads the sample institution: a hook of its own, since it takes as long as the start. */
export const withSample = async (local: LocalControls): Promise<void> =>
  loadSample(await local.as({ sub: 'sample', groups: ['admins'] }));

/** A stack in this process that forgets everything. */
export const stackInMemory = async (): Promise<{
  url: string;
  local: LocalControls;
  stop: () => Promise<void>;
}> => {
  const stack = await startStack({ assembly: synthesize(), state: 'memory', port: 'any', startsAt: startsAt() });
  return { url: stack.url, local: localControls(stack.url), stop: () => stack.stop() };
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
  let url = '';
  const start = async (): Promise<LocalControls> => {
    const script = join(import.meta.dirname, 'run-stack.ts');
    child = spawn(process.execPath, [...process.execArgv, script, folder, assembly], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env,
    });
    [url] = (await once(child, 'message')) as [string];
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
    url: () => url,
    end: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
