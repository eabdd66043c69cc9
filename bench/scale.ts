import type { BenchStack } from '#bench/bench-stack.ts';
import type { Row, Section } from '#bench/report.ts';
import { type Request, sendNext } from '#bench/requests.ts';
import { serverTimingOf } from '#bench/server-timing.ts';
import { median } from '#bench/statistics.ts';

// What issue 2 asks for: a page at a hundred thousand cases takes at most so many times what it takes at a thousand.
const aimRatio = 1.2;
const warmUps = 20;

/** A stack, how many cases are in it, and the requests for them. */
export interface Loaded {
  stack: BenchStack;
  count: number;
  requests: Request[];
}

interface Sample {
  milliseconds: number[];
  reads: number[];
}

const sample = async ({ stack }: Loaded, request: Request, into: Sample): Promise<void> => {
  const started = performance.now();
  const { headers } = await sendNext(stack, request);
  into.milliseconds.push(performance.now() - started);
  into.reads.push(serverTimingOf(headers).reads);
};

/**
 * The same reads on few cases and on many, in turn, so that whatever else the machine does slows both.
 *
 * @param times how often each is asked
 */
export const measureScale = async (few: Loaded, many: Loaded, times: number): Promise<Section> => {
  const rows: Row[] = [];
  for (const [index, request] of few.requests.entries()) {
    const other = many.requests[index];
    if (!other) throw new Error('Both stacks are asked the same');
    const samples = [few, many].map((): Sample => ({ milliseconds: [], reads: [] }));
    const [small, large] = samples as [Sample, Sample];
    for (let time = 0; time < warmUps + times; time++) {
      if (time === warmUps) for (const each of samples) Object.assign(each, { milliseconds: [], reads: [] });
      await sample(few, request, small);
      await sample(many, other, large);
    }
    const at = (loaded: Loaded) => loaded.count.toLocaleString('en');
    const p50 = { small: median(small.milliseconds), large: median(large.milliseconds) };
    rows.push({
      name: request.name,
      figures: {
        [`reads at ${at(few)}`]: { value: median(small.reads) },
        [`reads at ${at(many)}`]: { value: median(large.reads) },
        [`p50 at ${at(few)}`]: { value: p50.small, unit: 'ms' },
        [`p50 at ${at(many)}`]: { value: p50.large, unit: 'ms' },
        'slower by': { value: p50.large / p50.small, unit: '×', aim: aimRatio },
      },
    });
  }
  return {
    title: `${few.count.toLocaleString('en')} cases and ${many.count.toLocaleString('en')}`,
    note: `The same requests in turn to two stacks, ${times} each over one connection. What differs at all is how the newest cases fall into partitions.`,
    rows,
  };
};
