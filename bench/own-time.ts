import type { BenchStack } from '#bench/bench-stack.ts';
import type { Row, Section } from '#bench/report.ts';
import { type Request, sendNext } from '#bench/requests.ts';
import { type ServerTiming, serverTimingOf } from '#bench/server-timing.ts';
import { median, percentile } from '#bench/statistics.ts';

// What issue 2 asks for, in milliseconds.
const aims: Record<string, number> = { 'get case': 1, 'create case': 3 };
// A function is at its speed once its hot paths have been compiled.
const warmUps = 30;

/**
 * What a handler takes for itself beside what it waits for the table.
 *
 * @param times how many requests of each kind are measured, one after the other
 */
export const measureOwnTime = async (stack: BenchStack, requests: Request[], times: number): Promise<Section> => {
  const rows: Row[] = [];
  for (const request of requests) {
    const timings: ServerTiming[] = [];
    for (let time = 0; time < warmUps + times; time++) {
      const { headers } = await sendNext(stack, request);
      if (time >= warmUps) timings.push(serverTimingOf(headers));
    }
    const own = timings.map((timing) => timing.own);
    rows.push({
      name: request.name,
      figures: {
        'own p50': { value: median(own), unit: 'ms', aim: aims[request.name] },
        'own p95': { value: percentile(own, 0.95), unit: 'ms' },
        'table p50': { value: median(timings.map(({ table }) => table)), unit: 'ms' },
      },
    });
  }
  return {
    title: 'Own time of a handler',
    note: `From server-timing, ${times} requests one after the other to a warm function. The table's time is that of DynamoDB Local, with the SDK's part in it.`,
    rows,
  };
};
