import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Four projects by what they need: unit needs nothing, infra the synthesized template, integration and e2e the local stack.
// What takes a minute at most on two cores that others use as well may take five on a slow machine; what hangs is found all the same.
const patience = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };
const project = (name: string, options: { globalSetup?: string; retry?: number; isolate?: boolean } = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...patience, ...options },
});
// A stack is Java, a dozen workers and a clock on two cores: what the machine did to a test once is told (`retry x1`) and tried again; what fails twice fails.
const onTheStack = { globalSetup: 'test/once-a-run.ts', retry: 1 };

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
      project('unit', { isolate: false }),
      project('infra'),
      project('conformance', { globalSetup: 'test/once-a-run.ts' }),
      project('integration', onTheStack),
      project('e2e', onTheStack),
    ],
    // A file that has a stack of its own waits half of the time, for Java and for the clock: four at once keep two cores busy.
    maxWorkers: 4,
    sequence: { sequencer: StacksFirst },
  },
});
