import type { BenchStack } from '#bench/bench-stack.ts';
import { callsTo } from '#bench/calls.ts';
import { type Usage, usageOf } from '#bench/processor.ts';
import type { Row, Section } from '#bench/report.ts';

// What several callers get of a whole stack at once, its consumers running, and what that takes
// of the processor.

const warmUp = 24;
// Long enough that a garbage collection more or less does not show.
const perKind = { create: 200, read: 800, list: 200, note: 200, change: 200, 'create, one contact': 200 };

interface FunctionUse {
  name: string;
  cpuMs: number;
  invocations: number;
  calls: Record<string, number>;
}

const functionUses = async (stack: BenchStack): Promise<Map<string, FunctionUse>> => {
  const { items } = (await (await fetch(`${stack.url}/_local/functions`)).json()) as { items: FunctionUse[] };
  return new Map(items.map((item) => [item.name.replace(/^.*-local-/, ''), item]));
};

const sumOf = (counts: Iterable<number>): number => [...counts].reduce((sum, count) => sum + count, 0);

const callsOf = (use: FunctionUse | undefined): number => sumOf(Object.values(use?.calls ?? {}));

interface Reading {
  at: number;
  usage: Usage;
  functions: Map<string, FunctionUse>;
}

/**
 * Requests a second, and milliseconds of processor for one with all that follows, at `callers` who
 * each send their next request when the one before is answered.
 */
export const measureCallers = async (stack: BenchStack, callers: number): Promise<Section[]> => {
  const kinds = await callsTo(stack, callers);
  const repeat = async (count: number, work: () => Promise<unknown>) => {
    let left = count;
    const caller = async () => {
      while (left-- > 0) await work();
    };
    await Promise.all(Array.from({ length: callers }, caller));
    const answeredAt = performance.now();
    await stack.local.idle();
    return answeredAt;
  };
  const reading = async (): Promise<Reading> => ({
    at: performance.now(),
    usage: usageOf(stack.pid),
    functions: await functionUses(stack),
  });

  await repeat(warmUp, kinds.create);
  const rows: Row[] = [];
  const functions: Row[] = [];
  for (const [name, work] of Object.entries(kinds)) {
    await repeat(warmUp, work);
    const count = perKind[name as keyof typeof perKind];
    const before = await reading();
    const answeredAt = await repeat(count, work);
    const after = await reading();
    const each = (of: (one: Reading) => number) => ({ value: (of(after) - of(before)) / count, unit: 'ms' as const });
    const inFunctions = (one: Reading) => sumOf([...one.functions.values()].map(({ cpuMs }) => cpuMs));
    const calls = (one: Reading) => sumOf([...one.functions.values()].map(callsOf));
    rows.push({
      name,
      figures: {
        'a second': { value: (count / (answeredAt - before.at)) * 1000, unit: '/s' },
        'to idle': { value: (count / (after.at - before.at)) * 1000, unit: '/s' },
        'node, all': each((one) => one.usage.own.milliseconds),
        'of it functions': each(inFunctions),
        calls: { value: (calls(after) - calls(before)) / count },
        java: each((one) => one.usage.children.milliseconds),
        'memory of both': { value: after.usage.own.megabytes + after.usage.children.megabytes, unit: 'MB' },
      },
    });
    for (const [called, use] of after.functions) {
      const then = before.functions.get(called);
      const runs = use.invocations - (then?.invocations ?? 0);
      if (runs === 0) continue;
      functions.push({
        name: `${name}: ${called}`,
        figures: {
          'a request': { value: (use.cpuMs - (then?.cpuMs ?? 0)) / count, unit: 'ms' },
          'invocations a request': { value: runs / count },
          'calls a request': { value: (callsOf(use) - callsOf(then)) / count },
        },
      });
    }
  }
  return [
    {
      title: `${callers} callers at once`,
      note: 'On a whole stack, its consumers running. Milliseconds are of processor, for one request with all that follows from it; a change is a read and a change.',
      rows,
    },
    {
      title: 'Functions',
      note: 'Milliseconds of processor of their threads, warm; what compiles and collects garbage beside them is not in it.',
      rows: functions,
    },
  ];
};
