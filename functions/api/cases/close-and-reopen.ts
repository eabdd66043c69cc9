import { changed, loadCase } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/alerts/alerts.ts';
import { settleAlert } from '#shared/alerts/change-alert.ts';
import { closeCaseRoute, reopenCaseRoute } from '#shared/cases/case.routes.ts';
import type { Case } from '#shared/cases/case.ts';
import { closeCase as close, reopenCase as reopen } from '#shared/cases/close-and-reopen.ts';
import { blockersOf } from '#shared/cases/links.ts';
import { isOpen } from '#shared/cases/status.ts';
import { Refusal } from '#shared/errors.ts';
import { readRecord } from '#shared/records/read.ts';
import type { Decision } from '#shared/table/decision.ts';

/** The alerts of a case, settled with it where its type says so. Nobody is asked for an outcome: the case is the outcome. */
const alertsSettled = async (
  services: Services,
  record: Case,
  status: 'resolved' | 'dismissed',
  at: number,
): Promise<Decision<Alert>[]> => {
  const alerts = await Promise.all(record.alertIds.map((id) => readRecord<Alert>(services.table, 'alert', id)));
  const open = alerts.flatMap((alert) => (alert && alert.status === 'escalated' ? [alert] : []));
  return Promise.all(
    open.map(async (alert) => {
      const definition = await alertDefinitionOf(services.definitions, alert);
      const unasked = { ...definition, type: { ...definition.type, outcomeRequired: false, noteRequired: false } };
      return settleAlert(alert, { status, at }, unasked);
    }),
  );
};

/** @throws `blocked-by-link` (409) with the references of the open cases that block it */
const requireUnblocked = async ({ table }: Services, record: Case): Promise<void> => {
  const blockers = await Promise.all(blockersOf(record).map((id) => readRecord<Case>(table, 'case', id)));
  const open = blockers.flatMap((blocker) =>
    blocker && isOpen(blocker) && !blocker.trashedAt ? [blocker.reference] : [],
  );
  if (open.length > 0) throw new Refusal('blocked-by-link', `Blocked by ${open.join(', ')}`);
};

// POST /v1/cases/{id}/close
export const closeCase = story(closeCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const decision = close(record, { ...body, by: actorOf(caller), at: now }, definition);
  await requireUnblocked(services, record);
  const settled = definition.type.onClose
    ? await alertsSettled(services, record, definition.type.onClose.closeAlerts, now)
    : [];
  const outcome = changed(decision, definition, now);
  return { ...outcome, decisions: [decision, ...settled] };
});

// POST /v1/cases/{id}/reopen
export const reopenCase = story(reopenCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(reopen(record, { note: request.body.note, at: request.now }, definition), definition, request.now);
});
