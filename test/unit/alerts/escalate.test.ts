import { describe, expect, it } from 'vitest';
import {
  linkAlertToCase,
  linkCaseToAlert,
  unlinkAlert,
  unlinkFromCase,
} from '#shared/casework/alerts/escalate-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { mostAlerts } from '#shared/casework/cases/limits.ts';
import { openCase } from '../cases/sample-cases.ts';
import { refusalOf } from '../refused.ts';
import { alertThatIs, later } from './sample-alerts.ts';

const caseId = '01KAG0000000000000000000C1';

describe('escalating an alert', () => {
  it.each(['triage', 'in-progress'] as const)('[AL-5] links one that is %s to its case', (status) => {
    const { after, events } = linkAlertToCase(alertThatIs(status), { caseId, at: later });
    expect(after).toMatchObject({ status: 'escalated', category: 'open', caseId });
    expect(after.escalatedAt).toBe(new Date(later).toISOString());
    expect(after.reviewedAt).toBe(new Date(later).toISOString());
    expect(events).toMatchObject([{ type: 'Alert Escalated', before: { status }, after: { status: 'escalated' } }]);
  });

  it.each(['resolved', 'dismissed', 'cancelled'] as const)('[AL-5] is refused where it is %s', (status) => {
    expect(refusalOf(() => linkAlertToCase(alertThatIs(status), { caseId, at: later }))).toBe('already-closed');
  });

  it('[AL-5] is refused where it has a case already', () => {
    const linked = alertThatIs('escalated', { caseId });
    expect(refusalOf(() => linkAlertToCase(linked, { caseId, at: later }))).toBe('has-case');
  });

  it('[AL-5] adds the alert to a case of the same contact, which keeps those it had', () => {
    const record = openCase({ contactId: 'S1', alertIds: ['01KAG0000000000000000000A0'] });
    const { after, events } = linkCaseToAlert(record, { alert: alertThatIs('triage'), at: later });
    expect(after.alertIds).toEqual(['01KAG0000000000000000000A0', '01KAG0000000000000000000A1']);
    expect(events).toMatchObject([{ type: 'Alert Linked', changed: ['alertIds'] }]);
  });

  it('[AL-5] is refused by a case of another contact, and by a closed one', () => {
    const alert = alertThatIs('triage');
    expect(refusalOf(() => linkCaseToAlert(openCase({ contactId: 'S2' }), { alert, at: later }))).toBe('other-contact');
    const closed = openCase({ contactId: 'S1', closedAt: '2026-11-22T12:00:00.000Z' });
    expect(refusalOf(() => linkCaseToAlert(closed, { alert, at: later }))).toBe('already-closed');
  });
});

describe('a case with many alerts', () => {
  it('[AL-5] takes as many as can be settled in the transaction that closes it, and no more', () => {
    const alertIds = Array.from({ length: mostAlerts }, (_, index) => `01KAG000000000000000000A${10 + index}`);
    const link = (record: Case) => linkCaseToAlert(record, { alert: alertThatIs('triage'), at: later });
    expect(refusalOf(() => link(openCase({ contactId: 'S1', alertIds })))).toBe('too-many-alerts');
    expect(link(openCase({ contactId: 'S1', alertIds: alertIds.slice(1) })).after.alertIds).toHaveLength(mostAlerts);
    // Beside the case, its event, what it waits for and the marker of the request.
    expect(3 * mostAlerts + 6).toBeLessThanOrEqual(100);
  });
});

describe('unlinking an alert', () => {
  it.each(['triage', 'in-progress'] as const)('[AL-5] gives back the status %s it had before', (status) => {
    const linked = linkAlertToCase(alertThatIs(status), { caseId, at: later }).after;
    const { after, events } = unlinkAlert(linked, { at: later + 1 });
    expect(after).toMatchObject({ status, category: 'open' });
    for (const member of ['caseId', 'statusBefore', 'escalatedAt']) expect(after).not.toHaveProperty(member);
    expect(events).toMatchObject([{ type: 'Alert Unlinked', before: { status: 'escalated', caseId } }]);
  });

  it.each(['resolved', 'dismissed', 'in-progress'] as const)(
    '[AL-5] leaves an alert %s that came to be so after it was escalated',
    (status) => {
      const linked = alertThatIs(status, { caseId, statusBefore: 'triage' });
      expect(unlinkAlert(linked, { at: later }).after.status).toBe(status);
    },
  );

  it('[AL-5] is refused where there is no case', () => {
    expect(refusalOf(() => unlinkAlert(alertThatIs('triage'), { at: later }))).toBe('no-case');
  });

  it('[AL-5] takes the alert out of its case, and no other', () => {
    const record = openCase({ alertIds: ['01KAG0000000000000000000A0', '01KAG0000000000000000000A1'] });
    const { after } = unlinkFromCase(record, { alertId: '01KAG0000000000000000000A1', at: later });
    expect(after.alertIds).toEqual(['01KAG0000000000000000000A0']);
  });
});
