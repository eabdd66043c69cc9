import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBlocks } from '#test/e2e/run-blocks.ts';
import { stackInMemory } from '#test/e2e/stack.ts';

let stack: Awaited<ReturnType<typeof stackInMemory>>;
beforeAll(async () => {
  stack = await stackInMemory();
});
afterAll(() => stack?.stop());

test('[IN-5] the README’s main job works word for word', async () => {
  const { printed, stderr } = await runBlocks('README.md', stack.url);
  expect(stderr).toBe('');
  const [there, alert, run, claimed, travelled, closed, history] = printed;
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
