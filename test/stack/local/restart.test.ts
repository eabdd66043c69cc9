import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withOwnDynamoDb } from '#test/once-a-run.ts';
import { writeAssembly } from '#test/stack/local/fixture/assembly.ts';
import { fixtureAt, scratchFolder } from '#test/stack/local/fixture/stack.ts';

// A stack with a JVM of its own is killed and started again, on the same state.

let scratch: ReturnType<typeof scratchFolder>;
let assembly: string;
const running = new Set<() => Promise<void>>();
beforeAll(() => {
  scratch = scratchFolder();
  assembly = writeAssembly(join(scratch.folder, 'assembly'));
});
afterAll(async () => {
  await Promise.all([...running].map((kill) => kill()));
  scratch.remove();
});

/** The fixture in a process of its own. */
async function launch() {
  const script = join(import.meta.dirname, 'fixture', 'run.ts');
  const child = spawn(process.execPath, [...process.execArgv, script, join(scratch.folder, 'state'), assembly], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withOwnDynamoDb,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  running.add(kill);
  const address = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).trim());
  const url = await Promise.race([address, exited.then(() => Promise.reject(new Error(words)))]);
  return { ...fixtureAt(url), kill };
}

let stack: Awaited<ReturnType<typeof launch>>;
const timeOf = async (): Promise<number> => {
  const { now } = (await (await stack.get('/_local/clock')).json()) as { now: string };
  return Date.parse(now);
};
const accepted: string[] = [];
let token: string;
let time: number;

beforeAll(async () => {
  stack = await launch();
});
beforeAll(async () => {
  await stack.post('/_local/clock', { advance: 'PT20H' });
  ({ token } = (await (await stack.post('/_local/token', { sub: 'ada' })).json()) as { token: string });
  time = await timeOf();
  let killing: Promise<void> | undefined;
  for (let index = 0; ; index++) {
    // Requests go on coming in, and records of earlier ones are on the way.
    if (index === 10) killing = stack.kill();
    const response = await stack.post('/items', { id: `${index}` }).catch(() => undefined);
    if (response?.status !== 201) break;
    accepted.push(`${index}`);
  }
  await killing;
  stack = await launch();
});

test('every request that was answered is there, in order, and goes through the stream', async () => {
  expect((await stack.post('/items', { id: 'later' })).status).toBe(201);
  await stack.idle();
  const seen = (await stack.queue('seen')).map(({ id }) => String(id));
  // At least once: repeats are allowed, gaps are not, and of each record the first time is in
  // order.
  const wanted = [...accepted, 'later'];
  expect(wanted.length).toBeGreaterThan(10);
  expect([...new Set(seen)].filter((id) => wanted.includes(id))).toEqual(wanted);
});

test('time and tokens survive', async () => {
  expect(await timeOf()).toBeGreaterThanOrEqual(time);
  expect((await stack.get('/echo/1', { authorization: token })).status).toBe(200);
});

test('no second stack shares the folder, and the first goes on', async () => {
  await expect(launch()).rejects.toThrow(/Another Caseward is running in/);
  expect((await stack.get('/echo/fixed')).status).toBe(200);
});
