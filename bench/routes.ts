import autocannon from 'autocannon';
import type { BenchStack } from '#bench/bench-stack.ts';
import type { Figure, Row, Section } from '#bench/report.ts';
import { type Request, sendNext } from '#bench/requests.ts';
import { percentile } from '#bench/statistics.ts';

const connectionsTried = [1, 8];
// Enough for the pool of each function to have as many workers as there are connections.
const warmUpRounds = 3;

/** The next request of a kind as autocannon sends it. */
const rawRequest = (stack: BenchStack, request: Request): autocannon.Request => {
  const { method, path, body } = request.of();
  return {
    method: method as 'GET' | 'POST' | 'PUT',
    path,
    headers: {
      authorization: `Bearer ${stack.tokens[request.who]}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  };
};

/**
 * Sends requests of one kind for some seconds, or until they are used up, and gives how long each
 * took.
 */
const bombard = async (
  stack: BenchStack,
  request: Request,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<{ milliseconds: number[]; perSecond: number }> => {
  const milliseconds: number[] = [];
  const refused = new Set<number>();
  const started = performance.now();
  const amount = request.supply === undefined ? undefined : Math.floor(request.supply / connectionsTried.length);
  await new Promise<void>((done, fail) => {
    const run = autocannon(
      {
        url: stack.url,
        connections,
        ...(amount === undefined ? { duration: seconds } : { amount }),
        requests: [{ setupRequest: (blank) => ({ ...blank, ...rawRequest(stack, request) }) }],
      },
      (error) => (error ? fail(error) : done()),
    );
    run.on('response', (_client, status, _bytes, took) => {
      milliseconds.push(took);
      if (status >= 400) refused.add(status);
    });
  });
  if (refused.size > 0) throw new Error(`${request.name} was answered ${[...refused].join(', ')} under load`);
  return { milliseconds, perSecond: (milliseconds.length / (performance.now() - started)) * 1000 };
};

/**
 * Latency and throughput of each request at one connection and at eight.
 *
 * @param seconds how long each is sent at each number of connections
 */
export const measureRoutes = async (stack: BenchStack, requests: Request[], seconds: number): Promise<Section> => {
  const rows: Row[] = [];
  for (const request of requests) {
    const figures: Record<string, Figure> = {};
    for (const connections of connectionsTried) {
      for (let round = 0; round < warmUpRounds && request.supply === undefined; round++)
        await Promise.all(Array.from({ length: connections }, () => sendNext(stack, request)));
      const { milliseconds, perSecond } = await bombard(stack, request, { connections, seconds });
      for (const share of [0.5, 0.95, 0.99])
        figures[`p${share * 100} at ${connections}`] = { value: percentile(milliseconds, share), unit: 'ms' };
      figures[`rate at ${connections}`] = { value: perSecond, unit: '/s' };
    }
    rows.push({ name: request.name, figures });
  }
  return {
    title: 'Main routes',
    note: `Over HTTP at ${connectionsTried.join(' and ')} connections, ${seconds} s each; table, gateway, functions and what sends share this machine. Nothing follows from the writes.`,
    rows,
  };
};
