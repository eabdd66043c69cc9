import { describe, expect, test } from 'vitest';
import type { CaseRecord } from '#console/case/case-queries.ts';
import { actsOn, nextStatuses, routedActions } from '#console/case/header/actions.ts';
import { rehearsedActions } from '#functions/api/cases/rehearse-actions.ts';

const record = (members: Partial<CaseRecord> = {}): CaseRecord => members as CaseRecord;
const wide = { me: 'amara', most: 6 };

describe('[UI-1] what can be done with a case', () => {
  test('every action that the API may allow has a button', () => {
    expect([...routedActions].sort()).toEqual([...rehearsedActions].sort());
  });

  test('is what the API says, the likeliest in front and the others in the menu', () => {
    const allowed = ['claim', 'assign', 'status', 'escalate', 'close', 'convert', 'merge'];
    const acts = actsOn({ record: record(), allowed, rights: ['work'] }, { ...wide, most: 3 });
    expect(acts.front).toEqual(['claim', 'edit', 'close']);
    expect(acts.more).toEqual(['status', 'assign', 'escalate', 'link', 'merge', 'convert', 'print']);
  });

  test('for who may only look there is nothing but paper', () => {
    const acts = actsOn({ record: record(), allowed: [], rights: ['follow'] }, wide);
    expect(acts).toEqual({ front: [], more: ['print'] });
  });

  test('what one has already is claimed last', () => {
    const mine = record({ assignee: { user: 'amara' } });
    const acts = actsOn(
      { record: mine, allowed: ['claim', 'release', 'close'], rights: ['work'] },
      { ...wide, most: 2 },
    );
    expect(acts.front).toEqual(['edit', 'close']);
    expect(acts.more.at(-1)).toBe('claim');
  });

  test('what is in the trash is restored and not worked on', () => {
    const trashed = record({ trashedAt: '2027-03-01T09:00:00.000Z' });
    const acts = actsOn({ record: trashed, allowed: ['restore'], rights: ['work', 'manage', 'export'] }, wide);
    expect(acts).toEqual({ front: ['restore'], more: ['print'] });
  });

  test('a hold is set where there is none, and lifted where there is one', () => {
    const hold = { reason: 'In court', by: { kind: 'user' as const, id: 'ben' }, at: '2027-03-01T09:00:00.000Z' };
    const more = (one: CaseRecord) => actsOn({ record: one, allowed: [], rights: ['manage'] }, wide).more;
    expect(more(record())).toContain('hold');
    expect(more(record())).not.toContain('lift-hold');
    expect(more(record({ hold }))).toContain('lift-hold');
    expect(more(record({ hold }))).not.toContain('hold');
  });
});

describe('[UI-1] the statuses that a case may be moved to', () => {
  const statuses = [
    { key: 'new', category: 'to-do' },
    { key: 'open', category: 'in-progress' },
    { key: 'waiting', category: 'in-progress' },
    { key: 'resolved', category: 'resolved' },
  ];
  test('are those of the lifecycle, never one that closes', () => {
    const type = { statuses, transitions: { new: ['open', 'resolved'] } };
    expect(nextStatuses(type, 'new').map(({ key }) => key)).toEqual(['open']);
  });
  test('are all others where the lifecycle says nothing', () => {
    expect(nextStatuses({ statuses }, 'open').map(({ key }) => key)).toEqual(['new', 'waiting']);
    expect(nextStatuses({ statuses, transitions: {} }, 'open').map(({ key }) => key)).toEqual(['new', 'waiting']);
  });
});
