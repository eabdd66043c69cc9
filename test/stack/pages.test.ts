import { afterAll, beforeAll, vi } from 'vitest';
import { gatewayTests } from '#test/stack/gateway.ts';
import { pageTests } from '#test/stack/readme.ts';
import { stackInMemory } from '#test/stack/stack.ts';

// What a stranger does with a stack: README, the guide for callers, every route, one by one.

// A page is a script of dozens of commands, with a process for each.
vi.setConfig({ testTimeout: 60_000 });

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

pageTests(() => stack.url);
gatewayTests(() => stack);
