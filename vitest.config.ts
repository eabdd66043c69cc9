import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Rings, each by what it needs: unit nothing, stories and routes the product in their own process (test/house), infra the synthesized template, conformance
// the emulator, stack everything. CONTRIBUTING.md says what each would find that the others do not.
const project = (
  name: string,
  options: {
    include?: string[];
    globalSetup?: string;
    setupFiles?: string;
    isolate?: boolean;
    testTimeout?: number;
    hookTimeout?: number;
  } = {},
) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
    ...options,
  },
});
const inTheHouse = { isolate: false, setupFiles: 'test/house/each-test.ts' };

/** What waits for a stack comes first, and what only computes fills in. */
class StacksFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) =>
      ['stack', 'infra', 'conformance', 'routes', 'stories', 'unit'].indexOf(project.name);
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    projects: [
      project('unit', { isolate: false }),
      project('stories', inTheHouse),
      project('routes', inTheHouse),
      project('infra', { isolate: false, testTimeout: 60_000, hookTimeout: 60_000 }),
      project('conformance', { globalSetup: 'test/once-a-run.ts', hookTimeout: 60_000 }),
      project('stack', { globalSetup: 'test/once-a-run.ts', hookTimeout: 60_000 }),
    ],
    maxWorkers: 3,
    sequence: { sequencer: StacksFirst },
  },
});
