import { describe, expect, it } from 'vitest';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { assignAlert, editAlert, settleAlert, startAlert } from '#shared/casework/alerts/change-alert.ts';
import { type AlertStatus, alertStatuses } from '#shared/casework/alerts/status.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { alertDefinition, alertThatIs, later } from './sample-alerts.ts';

type Action = 'start' | 'resolve' | 'dismiss' | 'cancel' | 'reopen';

const plain = alertDefinition();
const settle = (status: 'resolved' | 'dismissed' | 'cancelled') => (alert: Alert) =>
  settleAlert(alert, { status, at: later }, plain);
const actions: Record<Action, (alert: Alert) => Decision<Alert>> = {
  start: (alert) => startAlert(alert, { at: later, from: 'open' }),
  resolve: settle('resolved'),
  dismiss: settle('dismissed'),
  cancel: settle('cancelled'),
  reopen: (alert) => startAlert(alert, { at: later, from: 'closed' }),
};

// Every status against every action: where it leads, or nothing where it is refused.
const table: Record<AlertStatus, Partial<Record<Action, AlertStatus>>> = {
  triage: { start: 'in-progress', resolve: 'resolved', dismiss: 'dismissed', cancel: 'cancelled' },
  'in-progress': { resolve: 'resolved', dismiss: 'dismissed', cancel: 'cancelled' },
  escalated: { resolve: 'resolved', dismiss: 'dismissed' },
  resolved: { reopen: 'in-progress' },
  dismissed: { reopen: 'in-progress' },
  cancelled: { reopen: 'in-progress' },
};

describe('the lifecycle of an alert', () => {
  const rows = alertStatuses.flatMap((status) =>
    (Object.keys(actions) as Action[]).map((action) => ({ status, action, to: table[status][action] })),
  );

  it.each(rows.filter(({ to }) => to !== undefined))('[AL-4] $action leads from $status to $to', (row) => {
    const { after, events } = actions[row.action](alertThatIs(row.status));
    expect(after.status).toBe(row.to);
    expect(after.category).toBe(row.to === 'in-progress' ? 'open' : 'closed');
    expect(after.version).toBe(5);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'Alert Status Changed',
      before: { status: row.status },
      after: { status: row.to },
    });
  });

  it.each(rows.filter(({ to }) => to === undefined))('[AL-4] $action is refused where an alert is $status', (row) => {
    expect(refusalOf(() => actions[row.action](alertThatIs(row.status)))).toBe('illegal-transition');
  });

  it('[AL-4] never leads back to triage', () => {
    expect(rows.filter(({ to }) => to === 'triage')).toEqual([]);
  });

  it.each(['start', 'resolve', 'dismiss', 'cancel'] as const)(
    '[AL-4] counts as reviewed when %s takes it out of triage, and not again afterwards',
    (action) => {
      const at = new Date(later).toISOString();
      expect(actions[action](alertThatIs('triage')).after.reviewedAt).toBe(at);
      const seen = alertThatIs('triage', { reviewedAt: '2026-11-20T10:00:00.000Z' });
      expect(actions[action](seen).after.reviewedAt).toBe('2026-11-20T10:00:00.000Z');
    },
  );

  it.each([
    ['resolve', 'resolvedAt'],
    ['dismiss', 'dismissedAt'],
    ['cancel', 'cancelledAt'],
  ] as const)('[AL-4] %s records %s', (action, member) => {
    expect(actions[action](alertThatIs('in-progress'))).toMatchObject({
      after: { [member]: new Date(later).toISOString() },
    });
  });

  it('[AL-4] leaves nothing of how it was settled when it is reopened', () => {
    const settled = actions.resolve(alertThatIs('in-progress')).after;
    const { after } = actions.reopen({ ...settled, outcome: 'contacted' });
    expect(after).not.toHaveProperty('outcome');
    expect(after).not.toHaveProperty('resolvedAt');
  });

  it('keeps a note in the event and not in the record', () => {
    const { after, events } = startAlert(alertThatIs('triage'), { note: 'calling now', at: later, from: 'open' });
    expect(events[0]?.after).toMatchObject({ note: 'calling now' });
    expect(JSON.stringify(after)).not.toContain('calling now');
  });
});

describe('what a type asks for when an alert is settled', () => {
  const demanding = alertDefinition({
    outcomes: [
      { key: 'contacted', name: 'Contacted', for: ['resolved'] },
      { key: 'other', name: 'Other' },
    ],
    outcomeRequired: true,
    noteRequired: true,
  });
  const settled = (status: 'resolved' | 'dismissed' | 'cancelled', given: { outcome?: string; note?: string }) =>
    settleAlert(alertThatIs('in-progress'), { status, ...given, at: later }, demanding);

  it.each([
    ['a missing outcome and a missing note, both at once', 'resolved', {}, ['/outcome required', '/note required']],
    [
      'an outcome that the type does not have',
      'resolved',
      { outcome: 'lost', note: 'n' },
      ['/outcome unknown-outcome'],
    ],
    ['an outcome of another ending', 'dismissed', { outcome: 'contacted', note: 'n' }, ['/outcome unknown-outcome']],
  ] as const)('refuses %s', (_what, status, given, faults) => {
    expect(faultsIn(() => settled(status, given)).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(faults);
  });

  it.each([
    ['resolved', 'contacted'],
    ['resolved', 'other'],
    ['dismissed', 'other'],
  ] as const)('takes %s with the outcome %s', (status, outcome) => {
    expect(settled(status, { outcome, note: 'n' }).after).toMatchObject({ status, outcome });
  });

  it('asks for nothing when an alert is cancelled', () => {
    expect(settled('cancelled', {}).after.status).toBe('cancelled');
  });
});

describe('assigning an alert', () => {
  it.each(['triage', 'in-progress', 'escalated'] as const)('gives one that is %s to a reviewer', (status) => {
    const { after, events } = assignAlert(alertThatIs(status), { to: { group: 'advisers' }, at: later });
    expect(after.reviewer).toEqual({ group: 'advisers' });
    expect(events).toMatchObject([{ type: 'Alert Reviewer Changed', changed: ['reviewer'] }]);
  });

  it.each(['resolved', 'dismissed', 'cancelled'] as const)('is refused where it is %s', (status) => {
    expect(refusalOf(() => assignAlert(alertThatIs(status), { to: { user: 'u2' }, at: later }))).toBe('already-closed');
  });

  it('changes nothing where the reviewer has it already', () => {
    const mine = alertThatIs('triage', { reviewer: { user: 'u2' } });
    expect(assignAlert(mine, { to: { user: 'u2' }, at: later })).toMatchObject({ after: mine, events: [] });
  });
});

describe('editing an alert', () => {
  const definition = alertDefinition({
    courseRelated: true,
    fields: [
      { key: 'missed', name: 'Missed', type: 'integer', required: true },
      { key: 'week', name: 'Week', type: 'text' },
    ],
  });
  const existing = alertThatIs('in-progress', {
    course: { code: 'MATH-101' },
    description: 'three classes',
    dueAt: '2026-11-24T12:00:00.000Z',
    fields: { missed: 3, week: '47' },
  });

  it('merges fields, and clears with null what may be absent', () => {
    const changes = { fields: { week: null }, description: null, dueAt: null, tags: ['seen'] };
    const { after, events } = editAlert(existing, { changes, at: later }, definition);
    expect(after).toMatchObject({ fields: { missed: 3 }, tags: ['seen'], course: { code: 'MATH-101' } });
    expect(after.fields).not.toHaveProperty('week');
    expect(after).not.toHaveProperty('description');
    expect(after).not.toHaveProperty('dueAt');
    expect(events[0]?.changed.sort()).toEqual(['description', 'dueAt', 'fields', 'tags']);
  });

  it('names every fault at once', () => {
    const changes = { priority: 'huge', course: null, fields: { missed: null, other: 1 } };
    expect(faultsIn(() => editAlert(existing, { changes, at: later }, definition))).toEqual([
      { pointer: '/priority', code: 'unknown-priority' },
      { pointer: '/course', code: 'required' },
      { pointer: '/fields/other', code: 'unknown-field' },
      { pointer: '/fields/missed', code: 'required' },
    ]);
  });

  it('is no change where everything is so already', () => {
    expect(
      editAlert(existing, { changes: { priority: 'medium', fields: { missed: 3 } }, at: later }, definition).events,
    ).toEqual([]);
  });
});
