import { expect, test } from 'vitest';
import { runBlocks } from '#test/stack/run-blocks.ts';

export const readmeTests = (url: () => string): void =>
  test('[IN-5] the README’s main job works word for word', async () => {
    const { printed, stderr } = await runBlocks('README.md', url());
    expect(stderr).toBe('');
    const [there, alert, run, claimed, travelled, closed, history] = printed;
    expect(there).toBe('Academic concern\n');
    expect(alert?.match(/type: 'attendance'/g)).toHaveLength(1);
    expect(run).toMatch(/field: 'contact.labels',\s+wanted: 'first-year',\s+value: \[ 'first-year' \],\s+held: true/);
    expect(run).toMatch(/do: 'create-case',\s+done: true/);
    expect(claimed).toContain("{ user: 'amara' }");
    expect(claimed).toContain('This case has been assigned to you.');
    expect(travelled).toContain("state: 'breached'");
    expect(travelled?.match(/Escalation: case/g)).toHaveLength(1);
    expect(closed).toContain("{ key: 'resolved', category: 'resolved' }");
    expect(closed).toContain('as solved');
    const [told = '', onTheBus = ''] = history?.split(/^\]$/m) ?? [];
    for (const type of [
      'Case Created',
      'Case Assigned',
      'Target Changed',
      'Target Reminder Due',
      'Target Breached',
      'Case Escalated',
      'Note Added',
      'Case Closed',
    ]) {
      expect(told).toContain(`'${type}'`);
      expect(onTheBus).toContain(type);
    }
  });
