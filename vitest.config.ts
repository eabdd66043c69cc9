import { defineConfig } from 'vitest/config';

// Four projects by what they need: unit needs nothing, infra the synthesized template, integration and e2e the local stack.
const project = (name: string, options: { testTimeout: number; hookTimeout: number; globalSetup?: string }) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...options },
});
const onTheStack = { testTimeout: 120_000, hookTimeout: 180_000, globalSetup: 'test/once-a-run.ts' };

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
  },
});
