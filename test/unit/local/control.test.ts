import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clockRoutes, createControl } from '#local/control/control.ts';
import { atTheEnd, createContext } from './local-services.ts';

const healthOf = async (isReady: () => boolean, prepare = (_: ReturnType<typeof createContext>) => {}) => {
  const context = createContext();
  prepare(context);
  const server = createServer(createControl(clockRoutes(context.clock, context.activity, isReady)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atTheEnd(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/_local/health`);
  return { status: answer.status, body: await answer.json() };
};

describe('[IN-1] GET /_local/health', () => {
  it('[IN-1] is 503 and not idle until all is there that the stack begins with', async () => {
    expect(await healthOf(() => false)).toMatchObject({ status: 503, body: { ready: false, idle: false } });
    expect(await healthOf(() => true)).toMatchObject({ status: 200, body: { ready: true, idle: true, waiting: [] } });
  });

  it('[IN-1] names what is waited for, until when and why', async () => {
    const until = Date.parse('2026-11-24T09:00:00Z');
    const wait = { what: 'messages of work for worker: 1', until, why: 'tried 1 of 3 times: it broke' };
    const { status, body } = await healthOf(
      () => true,
      ({ activity }) =>
        activity.source('work', () => false, { any: () => true, describe: () => [wait, { what: 'more' }] }),
    );
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { idle: false, running: [], waiting: [{ ...wait, until: '2026-11-24T09:00:00.000Z' }, { what: 'more' }] },
    });
  });
});

describe('GET /_local/idle', () => {
  it('answers when what is in flight has ended', async () => {
    const { activity, clock } = createContext();
    const routes = clockRoutes(clock, activity, () => true);
    let end = () => {};
    void activity.track(
      'a request',
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    const answers: unknown[] = [];
    const request = { query: new URLSearchParams(), body: undefined, raw: Buffer.from('') };
    const answered = Promise.resolve(routes['GET /_local/idle']?.answer(request)).then((answer) =>
      answers.push(answer),
    );
    expect(routes['GET /_local/health']?.answer(request)).toMatchObject({ idle: false, running: ['a request'] });
    expect(answers).toEqual([]);
    end();
    await answered;
    expect(answers).toMatchObject([{ idle: true, running: [] }]);
  });
});
