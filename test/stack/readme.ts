import { expect, test } from 'vitest';
import { allOf, runBlocks } from '#test/run-blocks.ts';

export const pageTests = (url: () => string): void => {
  test('[IN-5] the README’s main job works word for word', async () => {
    const printed = await runBlocks('README.md', { url: url() });
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

  test('[IN-5] for callers: each family of routes, and every refusal as its comment says', async () => {
    const printed = await runBlocks('docs/guide/callers.md', { url: url() });
    const [, contacts, raised, reviewed, , worked, tasks, lists, plans, talk, runs, configuration, open] = printed;
    expect(contacts).toContain('"labels":["first-year","carer"]');
    expect(raised).toMatch(/idempotent-replayed: true/i);
    expect(reviewed).toContain('"status":"dismissed"');
    expect(reviewed).toContain('"note":"Ada was ill and is back."');
    expect(worked).toContain('"key":"first-response","state":"met"');
    expect(allOf(worked, /"type":"(Case [\w ]+|Target [\w ]+|Note [\w ]+)"/g)).toEqual([
      'Case Created',
      'Case Assigned',
      'Case Updated',
      'Target Changed',
      'Note Added',
      'Case Closed',
    ]);
    expect(allOf(tasks, /"status":"([a-z-]+)","assignee"/g)).toEqual([
      'to-do',
      'in-progress',
      'in-progress',
      'completed',
    ]);
    expect(lists).toContain('"key":"medium"');
    // Three working days, over Thanksgiving and a weekend.
    expect(lists).toContain('"dueAt":"2026-12-01T15:00:00.000Z","reminders":["2026-11-30T15:00:00.000Z"]');
    expect(allOf(plans, /"status":"(\w+)","category":"done"/g)).toContain('completed');
    expect(talk).toContain('"startsAt":"2027-03-10T15:00:00.000Z"');
    expect(talk).toContain('"status":"attended"');
    expect(allOf(runs, /"matched":(\w+)/g)).toEqual(['false', 'false']);
    expect(configuration).toContain('"field":"case.priority"');
    expect(open).toBe('200 application/json\n200 application/json\n');
  });

  // The inbox and the event log of the local stack forget a person, too.
  test('[RE-1] [RE-2] for who answers for data: a policy tried, and one person erased everywhere', async () => {
    const printed = await runBlocks('docs/guide/retention.md', { url: url() });
    const [policy, erased] = printed;
    expect(policy).toContain('"held":[]');
    expect(erased).toContain('"counts":{"cases":1,"alerts":0,"enrolments":0,"contacts":1}');
    expect(erased).toMatch(/"kind":"erasure","status":"finished"/);
    expect(erased).toContain('"subject":"—"');
    expect(erased?.trimEnd()).toMatch(/"items": \[\]\s*\}\s*0$/);
  });
};
