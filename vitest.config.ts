import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Rings, each by what it needs: unit nothing, stories and routes the product in their own process
// (test/house), infra the synthesized template, conformance the emulator, stack everything.
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
    // Stacks are processes of their own: beside them two cores have nothing left for the others.
    // Pages wait more than they reckon, so that beside them more than a file a core is under way.
    ...(name === 'stack'
      ? { sequence: { groupOrder: 0 }, maxWorkers: 3 }
      : { sequence: { groupOrder: 1 }, maxWorkers: 4 }),
    ...options,
    // Node strips types and keeps what it compiled; Vite would transform each file again in each run.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    setupFiles: ['test/own-imports.ts', 'test/processor-log.ts', ...(options.setupFiles ?? [])],
  },
});
/** Everything on its way comes late, out of order and twice, and every fifth time a process dies. */
const storm = JSON.stringify({
  duplicate: 0.5,
  reorder: true,
  fail: [
    'publish',
    'project',
    'automation',
    'clocks',
    'segments',
    'notify',
    'files',
    'inbound-mail',
    'mail-feedback',
    'wake',
  ].map((name) => ({
    function: name,
    rate: 0.2,
  })),
  seed: 11,
});
/**
 * A stack of tests lives for a minute and has some thirty threads: what V8 does beside them to make
 * them fast and small later takes a sixth of the processor.
 */
const shortLived = ['--single-threaded-gc', '--initial-heap-size=96', '--no-opt', '--no-maglev'];
const inTheHouse = { isolate: false, setupFiles: ['test/house/each-test.ts'] };

const rings = ['stack', 'browser', 'infra', 'conformance', 'routes', 'in a storm', 'stories', 'unit'];
// Of a ring, the longest first: a minute of stacks, and what computes for many seconds.
const long =
  /stack\/(pages|killed|lives|local\/restart)|infra\/synth|routes\/every-|unit\/(clocks\/life|notifications\/calendar-part|access\/lists|http\/asyncapi)/;

/**
 * What takes long comes first, so that at the end of each group both processors have something left
 * to do: stacks of a few seconds, and files that only compute, a second each.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longest = [/stack\/pages/, /stack\/killed/, long];
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
      project('stories', { ...inTheHouse, include: ['test/{stories,instants}/**/*.test.ts'] }),
      project('routes', inTheHouse),
      project('in a storm', {
        ...inTheHouse,
        include: [
          'test/stories/{agreeing,alerts,endings,incoming,publishing,retention,routines,rule-actions,rule-runs,rule-stops,rules,search,search-lives,segments,tasks,workflows-at-scale}.test.ts',
        ],
        env: { CASEWARD_STORM: storm },
      }),
      // A synthesis bundles every function, twice over: minutes where others use the machine, too.
      project('infra', { isolate: false, testTimeout: 300_000, hookTimeout: 300_000 }),
      // Pages in Chromium, on the house.
      project('browser', { ...inTheHouse, globalSetup: 'test/browser/chromium.ts', testTimeout: 120_000 }),
      project('conformance', { globalSetup: 'test/once-a-run.ts', testTimeout: 120_000, hookTimeout: 60_000 }),
      project('stack', { globalSetup: 'test/once-a-run.ts', hookTimeout: 60_000, execArgv: shortLived }),
    ],
    sequence: { sequencer: LongestFirst },
  },
});
