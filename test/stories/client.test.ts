import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createClient, Problem } from '#client/client.ts';
import { here } from './world.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../../client/README.md'), 'utf8');
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

type Runs = (...given: unknown[]) => Promise<Record<string, unknown>>;
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (...parts: string[]) => Runs;

test('[IN-4] [IN-6] the README of the client works word for word, on the whole product', async () => {
  expect(blocks).toHaveLength(4);
  const { url, fetch, token, local } = here();
  const client = createClient({
    baseUrl: url,
    token: await token({ sub: 'amara', groups: ['advisers'] }),
    fetch: (to, init) => fetch(to, init as Parameters<typeof fetch>[1]),
  });
  const run = new AsyncFunction(
    ...['client', 'Problem', 'seen', 'idle'],
    `${blocks.join('\nawait idle();\n')}; return { raised, subjects, next };`,
  );
  const seen: unknown[] = [];
  const { raised, subjects, next } = await run(client, Problem, seen, () => local.idle());
  const { data } = raised as { data: { id: string; reference: string } };
  expect((await client.getCase({ path: { id: data.id } })).data).toMatchObject({ priority: 'high', noteCount: 1 });
  expect((subjects as string[]).filter((subject) => subject === 'Misses class').length).toBeGreaterThan(0);
  expect(seen.slice(0, 2)).toEqual([expect.arrayContaining(['Case Assigned']), { user: 'amara' }]);
  expect(seen).toContain(data.reference);
  const again = [];
  for await (const event of next as AsyncIterable<unknown>) again.push(event);
  expect(again).toEqual([]);
});
