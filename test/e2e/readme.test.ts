import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackInMemory } from '#test/e2e/stack.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands]) => commands ?? '');

/** The commands as they stand, in one shell, but for the address and the pauses: here the stack says when it is done. */
const script = (url: string) =>
  blocks
    .map((block) => `echo '=== block'\n${block}`)
    .join('\n')
    .replaceAll('http://localhost:3000', url)
    .replaceAll(/^sleep \d+$/gm, `until curl -s ${url}/_local/health | grep -q '"idle": true'; do sleep 0.1; done`);

test('[IN-5] the README’s main job works word for word', async () => {
  const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script(stack.url)]);
  expect(stderr).toBe('');
  const [there, alert, run, claimed, travelled, closed, history] = stdout.split('=== block\n').slice(1);
  expect(there).toContain('"name":"Academic concern"');
  expect(alert?.match(/"type":"attendance"/g)).toHaveLength(1);
  expect(run).toMatch(
    /"matched":true.*"field":"contact.labels".*"value":\["first-year"\].*"do":"create-case","done":true/,
  );
  expect(claimed).toContain('is yours');
  expect(travelled).toContain('"state":"breached"');
  expect(travelled?.match(/"x-caseward-notification": "target-breached-escalation"/g)).toHaveLength(1);
  expect(closed).toContain('has been solved');
  for (const type of [
    'Case Created',
    'Case Assigned',
    'Target Changed',
    'Target Reminder Due',
    'Target Breached',
    'Case Escalated',
    'Note Added',
    'Case Closed',
  ])
    expect(history).toContain(`"type":"${type}"`);
  expect(history).toContain('"detail-type": "Case Closed"');
});
