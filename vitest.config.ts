import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Four projects by what they need: unit needs nothing, infra the synthesized template, integration and e2e the local stack.
const project = (name: string, options: { testTimeout: number; hookTimeout: number; globalSetup?: string }) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...options },
});
const onTheStack = { testTimeout: 120_000, hookTimeout: 180_000, globalSetup: 'test/once-a-run.ts' };

/** What waits for a stack comes first and what only computes fills in, or the last stacks would run alone on a machine that runs this for the first time. */
class StacksFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => ['e2e', 'integration', 'infra', 'unit'].indexOf(project.name);
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    projects: [
      // Property tests count in seconds on a machine that others use.
      project('unit', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('infra', { testTimeout: 60_000, hookTimeout: 60_000 }),
      // Bringing up a stack takes four seconds by itself, and ten times that on a machine that others use.
      project('integration', onTheStack),
      project('e2e', onTheStack),
    ],
    // A file that has a stack of its own waits half of the time, for Java and for the clock: three at once keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: StacksFirst },
  },
});
