import type { HandlerResult, RouteRequest } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { type AlertAction, allow, mayOnAlert } from '#shared/access/policy.ts';
import type { Alert, AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readRecord, requireVersion } from '#shared/core/records/read.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface AlertAccess {
  caller: Person;
  action: AlertAction;
  absent: Refusal;
}

/**
 * An alert that a request names, if the caller may do `action` with it.
 * @throws `absent` where it is not there for them, `not-allowed`
 */
export const loadAllowedAlert = async (
  services: Services,
  id: string,
  { caller, action, absent }: AlertAccess,
): Promise<Alert> => {
  const alert = await readRecord<Alert>(services.table, 'alert', id);
  const type = alert && (await services.definitions.one('alert-types', alert.type));
  if (!alert || !type) throw absent;
  allow(mayOnAlert(caller, 'view', type.value, alert), mayOnAlert(caller, action, type.value, alert), absent);
  return action === 'view' ? alert : asWritable(alert);
};

/**
 * The alert that a request is about, if the caller may do `action` with it and its If-Match fits.
 *
 * @throws `not-found` also where the caller may not see it, `not-allowed`, `stale`
 */
export const loadAlert = async (
  services: Services,
  { path, caller, ifMatch }: Pick<RouteRequest<{ id: string }, unknown, unknown>, 'path' | 'caller' | 'ifMatch'>,
  action: AlertAction,
): Promise<{ alert: Alert; definition: AlertDefinition }> => {
  const alert = await loadAllowedAlert(services, path.id, { caller, action, absent: new Refusal('not-found') });
  requireVersion(alert, ifMatch);
  return { alert, definition: await alertDefinitionOf(services.definitions, alert) };
};

/** What a command on an alert answers: the alert as it is after it. */
export const changed = (decision: Decision<Alert>): HandlerResult<AlertAnswer> => ({
  decisions: [decision],
  body: answerAlert(decision.after),
  version: decision.after.version,
});
