import { afterAll, beforeAll, expect, test } from 'vitest';
import { timesSlowerThanLambda } from '#local/functions/functions.ts';
import { startFixture } from '#test/stack/local/fixture/stack.ts';

let stack: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack?.stop());

test.each(['throw', 'hang', 'exit', 'crash', 'memory', 'nonsense'])(
  'a function that does %s is a 500, and the next call works',
  async (how) => {
    const response = await stack.get(`/misbehave/${how}`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    expect((await stack.get('/misbehave/not')).status).toBe(200);
  },
);

test('a function that crashes after it answered is replaced before the next call', async () => {
  expect((await stack.get('/misbehave/crash-later')).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1000)); // real time: the crash is a real timer in the worker
  const { calls } = (await (await stack.get('/misbehave/not')).json()) as { calls: number };
  expect(calls).toBe(1);
});

test('a function sees what the template declares for it and nothing of this process', async () => {
  process.env.LEAKED = 'yes';
  const { environment, name, remaining } = (await (await stack.get('/echo/fixed')).json()) as {
    environment: Record<string, string>;
    name: string;
    remaining: number;
  };
  delete process.env.LEAKED;
  expect(environment).toMatchObject({
    GREETING: 'hello',
    AWS_LAMBDA_FUNCTION_NAME: 'fixture-echo',
    AWS_REGION: 'us-east-1',
    TZ: 'UTC',
  });
  expect(environment).not.toHaveProperty('LEAKED');
  expect(environment).not.toHaveProperty('PATH');
  expect(name).toBe('fixture-echo');
  expect(remaining).toBeGreaterThan(4000 * timesSlowerThanLambda);
  expect(remaining).toBeLessThanOrEqual(5000 * timesSlowerThanLambda);
});

test('the time of a function is the virtual clock', async () => {
  await stack.post('/_local/clock', { advance: 'P400D' });
  const { now: expected } = (await (await stack.get('/_local/clock')).json()) as { now: string };
  const seen = (await (await stack.get('/echo/fixed')).json()) as { now: number; newDate: string; isDate: boolean };
  expect(seen.now - Date.parse(expected)).toBeGreaterThanOrEqual(0);
  expect(seen.now - Date.parse(expected)).toBeLessThan(60_000);
  expect(Date.parse(seen.newDate)).toBeGreaterThanOrEqual(seen.now);
  expect(seen.isDate).toBe(true);
});

test('a function can be made to fail', async () => {
  await stack.post('/_local/faults', { fail: [{ function: 'echo', rate: 1 }] });
  expect((await stack.get('/echo/fixed')).status).toBe(500);
  await stack.post('/_local/faults', {});
  expect((await stack.get('/echo/fixed')).status).toBe(200);
  const unknown = await stack.post('/_local/faults', { fail: [{ function: 'nobody', rate: 1 }] });
  expect(unknown.status).toBe(400);
});

test('twenty calls at once are answered by as many workers as there may be', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => stack.get('/echo/fixed')));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const { items } = (await (await stack.get('/_local/functions')).json()) as {
    items: { name: string; coldStarts: number; invocations: number }[];
  };
  const echo = items.find(({ name }) => name === 'fixture-echo');
  expect(echo?.coldStarts).toBeLessThanOrEqual(8);
  expect(echo?.invocations).toBeGreaterThanOrEqual(20);
});

test('DynamoDB can be made to fail, and to work again', async () => {
  await stack.post('/_local/faults', { fail: [{ service: 'dynamodb', rate: 1 }] });
  expect((await stack.post('/items', { id: 'one' })).status).toBe(500);
  await stack.post('/_local/faults', {});
  expect((await stack.post('/items', { id: 'two' })).status).toBe(201);
});
