import type { BenchStack } from '#bench/bench-stack.ts';
import { type CallName, callsTo } from '#bench/calls.ts';
import { usageOf } from '#bench/processor.ts';
import type { Section } from '#bench/report.ts';

// A newcomer's machine has other things to do.
const mostMegabytes = 700;
const callers = 8;
const readings = 4;

// Of forty requests: who works with cases reads them far more often than they write.
const mix: CallName[] = [
  ...(['create', 'note', 'change', 'list', 'list'] as const),
  ...Array.from({ length: 35 }, () => 'read' as const),
];

/** What a whole stack has in memory, Java with it, while and after it is asked so often. */
export const measureMemory = async (stack: BenchStack, requests: number): Promise<Section> => {
  const calls = await callsTo(stack, callers);
  await calls.create();
  const row = (asked: number, isLast: boolean) => {
    const { own, children } = usageOf(stack.pid);
    const both = { value: own.megabytes + children.megabytes, unit: 'MB' as const };
    return {
      name: `${asked.toLocaleString('en')} requests`,
      figures: {
        node: { value: own.megabytes, unit: 'MB' as const },
        java: { value: children.megabytes, unit: 'MB' as const },
        both: isLast ? { ...both, aim: mostMegabytes } : both,
      },
    };
  };
  const rows = [row(0, false)];
  const part = Math.ceil(requests / readings);
  for (let asked = part; asked <= part * readings; asked += part) {
    let next = asked - part;
    const caller = async () => {
      while (next < asked) await calls[mix[next++ % mix.length] as CallName]();
    };
    await Promise.all(Array.from({ length: callers }, caller));
    await stack.local.idle();
    rows.push(row(asked, asked === part * readings));
  }
  return {
    title: 'Memory',
    note: `Resident, of the process of the stack and of Java, its state in a folder and its consumers running, asked by ${callers} at once: of forty requests one create, one note, one change and two lists.`,
    rows,
  };
};
