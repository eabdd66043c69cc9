import { loadAlert } from '#functions/api/alerts/load.ts';
import { loadOtherCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { type Services, servicesBeside } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { alertSummaryRoute } from '#shared/casework/alerts/alert.routes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { assignAlert, settleAlert, startAlert } from '#shared/casework/alerts/change-alert.ts';
import { linkAlertToCase, unlinkAlert } from '#shared/casework/alerts/escalate-alert.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { OverlayTable } from '#shared/core/table/overlay-table.ts';

/** How each action would be decided, with a body that its type takes. */
const attempts = (alert: Alert, { type, ...definition }: AlertDefinition, { by, at }: { by: Person; at: number }) => {
  const settle = (status: 'resolved' | 'dismissed' | 'cancelled') => () =>
    settleAlert(
      alert,
      { status, outcome: type.outcomes.find((one) => one.for?.includes(status) ?? true)?.key, note: '.', at },
      { type, ...definition },
    );
  return {
    start: () => startAlert(alert, { at, from: 'open' }),
    resolve: settle('resolved'),
    dismiss: settle('dismissed'),
    cancel: settle('cancelled'),
    reopen: () => startAlert(alert, { at, from: 'closed' }),
    assign: () => assignAlert(alert, { to: { user: by.id }, at }),
    escalate: () => linkAlertToCase(alert, { caseId: alert.id, at }),
    unlink: () => unlinkAlert(alert, { at }),
  };
};

const isRefused = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
};

/**
 * Taking an alert from its case changes the case, so it takes the right to work on that, too. What
 * was due of the case decides about that and is left to its wake-up: a look writes nothing.
 */
const mayUnlink = async (services: Services, caller: Person, caseId: string | undefined): Promise<boolean> => {
  const overlay = servicesBeside(services, new OverlayTable(services.table), services.now);
  try {
    const absent = new Refusal('not-allowed');
    await loadOtherCase(overlay, { id: caseId ?? '', caller, action: 'work', absent });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

/** An institution that has alerts only has no case for one to become or be linked to. */
const hasCaseTypes = async ({ definitions }: Services): Promise<boolean> =>
  (await definitions.all('case-types')).size > 0;

// GET /v1/alerts/{id}/summary
export const alertSummary = routeHandler(alertSummaryRoute, async (services, request) => {
  const { caller, now } = request;
  const { alert, definition } = await loadAlert(services, request, 'view');
  const rights = (['work', 'discuss'] as const).filter((right) => mayOnAlert(caller, right, definition.type, alert));
  const contact =
    alert.contactId === undefined ? undefined : await readRecord<Contact>(services.table, 'contact', alert.contactId);
  const open = rights.includes('work') ? Object.entries(attempts(alert, definition, { by: caller, at: now })) : [];
  const possible = open.filter(([, attempt]) => !isRefused(attempt)).map(([name]) => name);
  // What is not the alert's own to say: asked only where the alert itself would take the action.
  const beside: Record<string, () => Promise<boolean>> = {
    escalate: () => hasCaseTypes(services),
    unlink: () => mayUnlink(services, caller, alert.caseId),
  };
  const taken = await Promise.all(possible.map((name) => own(beside, name)?.() ?? true));
  return {
    body: {
      record: answerAlert(alert),
      ...(contact && { contact }),
      allowed: possible.filter((_name, place) => taken[place]),
      rights,
    },
    version: alert.version,
  };
});
