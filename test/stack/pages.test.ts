import { afterAll, beforeAll, vi } from 'vitest';
import { gatewayTests } from '#test/stack/gateway.ts';
import { guideTests } from '#test/stack/guides.ts';
import { readmeTests } from '#test/stack/readme.ts';
import { stackInMemory } from '#test/stack/stack.ts';

// What a stranger does with a stack: README, guides, every route. One after the other on one stack.

// A page is a script of dozens of commands, with a process for each.
vi.setConfig({ testTimeout: 60_000 });

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

readmeTests(() => stack.url);
guideTests(() => stack.url);
gatewayTests(() => stack);
