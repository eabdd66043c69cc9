import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { withOwnDynamoDb } from '#test/once-a-run.ts';
import { writeAssembly } from '#test/stack/local/fixture/assembly.ts';
import { fixtureAt, scratchFolder } from '#test/stack/local/fixture/stack.ts';

let scratch: ReturnType<typeof scratchFolder>;
let assembly: string;
const running = new Set<{ kill: () => Promise<void> }>();
beforeAll(() => {
  scratch = scratchFolder();
  assembly = writeAssembly(join(scratch.folder, 'assembly'));
});
afterAll(async () => {
  await Promise.all([...running].map(({ kill }) => kill()));
  scratch.remove();
});

/** The fixture in a process of its own, on the emulator of the run unless it is given another. */
async function launch(state: string, env: NodeJS.ProcessEnv = process.env) {
  const script = join(import.meta.dirname, 'fixture', 'run.ts');
  const child = spawn(process.execPath, [...process.execArgv, script, join(scratch.folder, state), assembly], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
    running.delete(handle);
  };
  const handle = { kill };
  running.add(handle);
  const address = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).trim());
  const url = await Promise.race([address, exited.then(() => Promise.reject(new Error(words)))]);
  return { ...fixtureAt(url), kill };
}

// A stack starts twice in each.
vi.setConfig({ testTimeout: 60_000 });

describe('after kill -9 of a stack with a JVM of its own', () => {
  const accepted: string[] = [];

  test.each([0, 1])('requests are answered as before (round %d)', async (round) => {
    const stack = await launch('killed', withOwnDynamoDb);
    let killing: Promise<void> | undefined;
    for (let index = 0; ; index++) {
      // Requests go on coming in, and records of earlier ones are on the way.
      if (index === 10 + round) killing = stack.kill();
      const id = `${round}-${index}`;
      const response = await stack.post('/items', { id }).catch(() => undefined);
      if (response?.status !== 201) break;
      accepted.push(id);
    }
    await killing;
    expect(accepted.length).toBeGreaterThanOrEqual(round === 0 ? 10 : 21);
  });

  test('every request that was answered is there, in order, and goes through the stream', async () => {
    const stack = await launch('killed', withOwnDynamoDb);
    await stack.idle();
    const seen = (await stack.queue('seen')).map(({ id }) => String(id));
    // At least once: repeats are allowed, gaps are not, and of each record the first time is in
    // order.
    expect(accepted.filter((id) => !seen.includes(id))).toEqual([]);
    const firsts = [...new Set(seen)].filter((id) => accepted.includes(id));
    expect(firsts).toEqual(accepted);
    await stack.kill();
  });
});

test('time, tokens and what waits survive kill -9', async () => {
  const before = await launch('time');
  const { token } = (await (await before.post('/_local/token', { sub: 'ada' })).json()) as { token: string };
  await before.post('/_local/clock', { advance: 'PT20H' });
  const { now } = (await (await before.get('/_local/clock')).json()) as { now: string };
  await before.kill();
  const after = await launch('time');
  const { now: later } = (await (await after.get('/_local/clock')).json()) as { now: string };
  expect(Date.parse(later)).toBeGreaterThanOrEqual(Date.parse(now));
  expect((await after.get('/echo/1', { authorization: token })).status).toBe(200);
  await after.kill();
});

test('two stacks do not share a folder', async () => {
  const first = await launch('shared');
  await expect(launch('shared')).rejects.toThrow(/Another Caseward is running in/);
  expect((await first.get('/echo/fixed')).status).toBe(200);
  await first.kill();
});
