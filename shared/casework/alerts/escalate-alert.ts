import type { Alert } from '#shared/casework/alerts/alert.ts';
import { changeAlert, instantsOf } from '#shared/casework/alerts/change-alert.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { mostAlerts } from '#shared/casework/cases/limits.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * The alert's side of escalating: it is escalated and has its case.
 * @throws `has-case`, `already-closed`
 */
export const linkAlertToCase = (alert: Alert, { caseId, at }: { caseId: string; at: number }): Decision<Alert> => {
  if (alert.caseId) throw new Refusal('has-case');
  if (alert.category === 'closed') throw new Refusal('already-closed');
  const after: Alert = {
    ...alert,
    status: 'escalated',
    category: categoryOf('escalated'),
    statusBefore: alert.status,
    caseId,
    ...instantsOf(alert, 'escalated', at),
  };
  return changeAlert(alert, after, { type: 'Alert Escalated', at });
};

/**
 * The side of a case that is there already.
 * @throws `other-contact`, `too-many-alerts`, and `already-closed` where it takes no more alerts
 */
export const linkCaseToAlert = (record: Case, { alert, at }: { alert: Alert; at: number }): Decision<Case> => {
  if (alert.contactId !== record.contactId) throw new Refusal('other-contact');
  if (record.closedAt) throw new Refusal('already-closed');
  if (record.alertIds.length >= mostAlerts) throw new Refusal('too-many-alerts');
  return changeCase(record, { ...record, alertIds: [...record.alertIds, alert.id] }, { type: 'Alert Linked', at });
};

/**
 * Takes an alert off its case; one that is still escalated gets back the status from before.
 * @throws `no-case`
 */
export const unlinkAlert = (alert: Alert, { at }: { at: number }): Decision<Alert> => {
  if (!alert.caseId) throw new Refusal('no-case');
  const { caseId: _case, statusBefore, escalatedAt: _at, ...rest } = alert;
  const status = alert.status === 'escalated' ? (statusBefore ?? 'in-progress') : alert.status;
  return changeAlert(alert, { ...rest, status, category: categoryOf(status) }, { type: 'Alert Unlinked', at });
};

export const unlinkFromCase = (record: Case, { alertId, at }: { alertId: string; at: number }): Decision<Case> =>
  changeCase(
    record,
    { ...record, alertIds: record.alertIds.filter((id) => id !== alertId) },
    { type: 'Alert Unlinked', at },
  );
