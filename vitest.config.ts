import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Rings, each by what it needs: unit nothing, stories and routes the product in their own process
// (test/house), infra the synthesized template, conformance the emulator, stack everything.
// Stacks are processes of their own: beside them two processors have nothing left for the others.
// Pages and synthesis wait for other processes, so that more than one of them a processor is under
// way. What only reckons learns the product once a worker: a worker a processor.
const groups = [
  { rings: ['stack'], maxWorkers: 3 },
  { rings: ['browser', 'infra', 'conformance'], maxWorkers: 4 },
  { rings: ['house', 'unit'], maxWorkers: 2 },
];
const rings = groups.flatMap(({ rings }) => rings);

const project = (
  name: string,
  options: {
    include?: string[];
    globalSetup?: string;
    setupFiles?: string[];
    isolate?: boolean;
    testTimeout?: number;
    hookTimeout?: number;
    env?: Record<string, string>;
    execArgv?: string[];
  } = {},
) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
    sequence: { groupOrder: groups.findIndex(({ rings }) => rings.includes(name)) },
    maxWorkers: groups.find(({ rings }) => rings.includes(name))?.maxWorkers,
    ...options,
    // Node strips types and keeps what it compiled; Vite would transform each file again in each run.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    setupFiles: ['test/own-imports.ts', 'test/processor-log.ts', ...(options.setupFiles ?? [])],
  },
});
/**
 * A stack of tests lives for a minute and has some thirty threads: what V8 does beside them to make
 * them fast and small later takes a sixth of the processor.
 */
const shortLived = ['--single-threaded-gc', '--initial-heap-size=96', '--no-opt', '--no-maglev'];
const inTheHouse = { isolate: false, setupFiles: ['test/house/each-test.ts'] };

// Of a ring, the longest first: a minute of stacks, and what computes for many seconds.
const long =
  /stack\/(pages|main-job|local\/restart)|infra\/synth|routes\/every-|storm\/|stories\/(at-scale|roster)|unit\/(clocks\/life|notifications\/calendar-part|access\/lists|http\/asyncapi)/;

/**
 * What takes long comes first, so that at the end of each group both processors have something left
 * to do: stacks of a few seconds, and files that only compute, a second each.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longest = [/stack\/(pages|main-job)/, long];
    const rank = ({ project, moduleId }: TestSpecification) => {
      const place = longest.findIndex((pattern) => pattern.test(moduleId));
      return rings.indexOf(project.name) * 4 + (place === -1 ? 3 : place);
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    projects: [
      // Some hold a rule over thousands of random lives, or read the whole source.
      project('unit', { isolate: false, testTimeout: 60_000 }),
      // One project, so that few processes learn the product and all of them play it.
      project('house', { ...inTheHouse, include: ['test/{stories,instants,storm,routes}/**/*.test.ts'] }),
      // A synthesis bundles every function, twice over: minutes where others use the machine, too.
      project('infra', { isolate: false, testTimeout: 300_000, hookTimeout: 300_000 }),
      // Pages in Chromium, on the house.
      project('browser', { ...inTheHouse, globalSetup: 'test/browser/chromium.ts', testTimeout: 120_000 }),
      project('conformance', { globalSetup: 'test/once-a-run.ts', testTimeout: 120_000, hookTimeout: 60_000 }),
      project('stack', {
        isolate: false,
        globalSetup: 'test/once-a-run.ts',
        hookTimeout: 60_000,
        execArgv: shortLived,
      }),
    ],
    sequence: { sequencer: LongestFirst },
  },
});
