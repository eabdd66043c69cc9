import type { BenchStack } from '#bench/bench-stack.ts';
import type { Row, Section } from '#bench/report.ts';
import { type Request, sendNext } from '#bench/requests.ts';
import { serverTimingOf } from '#bench/server-timing.ts';
import { median } from '#bench/statistics.ts';

// What issue 2 asks for: a page at a hundred thousand cases takes at most so many times what it
// takes at a thousand. A long case is held to the same.
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

const sample = async ({ stack, request }: Pair['little'], into: Sample): Promise<void> => {
  const started = performance.now();
  const { headers } = await sendNext(stack, request);
  into.milliseconds.push(performance.now() - started);
  into.reads.push(serverTimingOf(headers).reads);
};

/** One request on little and on much, with what to call each. */
interface Pair {
  name: string;
  little: { label: string; stack: BenchStack; request: Request };
  much: { label: string; stack: BenchStack; request: Request };
}

/**
 * The same reads on little and on much, `times` each and in turn, so that whatever else the machine
 * does slows both. `isAimed`: whether a request of this name has the aim.
 */
export const compareInTurn = async (
  pairs: readonly Pair[],
  times: number,
  isAimed: (name: string) => boolean = () => true,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const { name, little, much } of pairs) {
    const samples = [little, much].map((): Sample => ({ milliseconds: [], reads: [] }));
    const [small, large] = samples as [Sample, Sample];
    for (let time = 0; time < warmUps + times; time++) {
      if (time === warmUps) for (const each of samples) Object.assign(each, { milliseconds: [], reads: [] });
      await sample(little, small);
      await sample(much, large);
    }
    const p50 = { small: median(small.milliseconds), large: median(large.milliseconds) };
    rows.push({
      name,
      figures: {
        [`reads at ${little.label}`]: { value: median(small.reads) },
        [`reads at ${much.label}`]: { value: median(large.reads) },
        [`p50 at ${little.label}`]: { value: p50.small, unit: 'ms' },
        [`p50 at ${much.label}`]: { value: p50.large, unit: 'ms' },
        'slower by': { value: p50.large / p50.small, unit: '×', ...(isAimed(name) && { aim: aimRatio }) },
      },
    });
  }
  return rows;
};

/** The same reads on few cases and on many. */
export const measureScale = async (few: Loaded, many: Loaded, times: number): Promise<Section> => {
  const pairs = few.requests.map((request, index): Pair => {
    const other = many.requests[index];
    if (!other) throw new Error('Both stacks are asked the same');
    const side = ({ stack, count }: Loaded, of: Request) => ({ label: count.toLocaleString('en'), stack, request: of });
    return { name: request.name, little: side(few, request), much: side(many, other) };
  });
  return {
    title: `${few.count.toLocaleString('en')} cases and ${many.count.toLocaleString('en')}`,
    note: `The same requests in turn to two stacks, ${times} each over one connection. What differs at all is how the newest cases fall into partitions.`,
    rows: await compareInTurn(pairs, times),
  };
};
