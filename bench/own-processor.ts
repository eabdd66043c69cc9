import type { Row } from '#bench/report.ts';
import type { House } from '#test/house/house.ts';

interface FunctionTime {
  milliseconds: number;
  runs: number;
}

const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Takes the processor's time of each function of a house from now on, without what the table and
 * the bus in memory take, which are no part of the product.
 */
export const meterFunctions = (house: House): ReadonlyMap<string, FunctionTime> => {
  const spent = new Map<string, FunctionTime>();
  let beside = 0;
  /** What both do, they do before they answer. */
  const metered = <A extends unknown[], R>(call: (...input: A) => R): ((...input: A) => R) => {
    return (...input) => {
      const from = processor();
      try {
        return call(...input);
      } finally {
        beside += processor() - from;
      }
    };
  };
  house.dynamodb.send = metered(house.dynamodb.send as never) as never;
  house.bus.put = metered(house.bus.put.bind(house.bus));
  // Functions of a house run one after the other.
  house.around = async (name, run) => {
    const [from, then] = [processor(), beside];
    try {
      return await run();
    } finally {
      const { milliseconds, runs } = spent.get(name) ?? { milliseconds: 0, runs: 0 };
      spent.set(name, { milliseconds: milliseconds + processor() - from - (beside - then), runs: runs + 1 });
    }
  };
  return spent;
};

/** What each function took for one of so many things, the dearest first, and all of them. */
export const rowsOfFunctions = (
  spent: ReadonlyMap<string, FunctionTime>,
  { count, of }: { count: number; of: string },
): Row[] => {
  const all = [...spent.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const row = (name: string, milliseconds: number, runs?: number): Row => ({
    name: `${of}: ${name}`,
    figures: {
      own: { value: milliseconds / count, unit: 'ms' },
      ...(runs !== undefined && { runs: { value: runs / count } }),
    },
  });
  const dearestFirst = [...spent].toSorted(([, one], [, other]) => other.milliseconds - one.milliseconds);
  return [
    row('all functions', all),
    ...dearestFirst.map(([name, { milliseconds, runs }]) => row(name, milliseconds, runs)),
  ];
};
