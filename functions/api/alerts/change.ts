import { changed, loadAlert } from '#functions/api/alerts/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import {
  assignAlertRoute,
  cancelAlertRoute,
  dismissAlertRoute,
  editAlertRoute,
  reopenAlertRoute,
  resolveAlertRoute,
  startAlertRoute,
} from '#shared/casework/alerts/alert.routes.ts';
import { alertChangesSchema } from '#shared/casework/alerts/alert.ts';
import {
  assignAlert as assign,
  checkAlertChanges,
  editAlert as edit,
  settleAlert,
  startAlert as start,
} from '#shared/casework/alerts/change-alert.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

const faultsOfType: FaultsOfType<{ id: string }> = async (services, { path, json, caller }) => {
  const { alert, definition } = await loadAlert(services, { path, caller }, 'work');
  return checkAlertChanges(alert, { changes: soundMembers(alertChangesSchema, json), at: services.now() }, definition)
    .faults;
};

// PATCH /v1/alerts/{id}
export const editAlert = routeHandler(
  editAlertRoute,
  async (services, request) => {
    const { alert, definition } = await loadAlert(services, request, 'work');
    await requireReferences(services, {
      contactId: request.body.contactId,
      more: namedInFields(definition.type.fields, request.body.fields),
    });
    return changed(edit(alert, { changes: request.body, at: request.now }, definition));
  },
  faultsOfType,
);

// POST /v1/alerts/{id}/start
export const startAlert = routeHandler(startAlertRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'work');
  return changed(start(alert, { note: request.body?.note, at: request.now, from: 'open' }));
});

// POST /v1/alerts/{id}/reopen
export const reopenAlert = routeHandler(reopenAlertRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'work');
  return changed(start(alert, { note: request.body?.note, at: request.now, from: 'closed' }));
});

/** Resolve, dismiss and cancel differ in the status they lead to. */
const settle = (
  route: typeof resolveAlertRoute | typeof dismissAlertRoute | typeof cancelAlertRoute,
  status: 'resolved' | 'dismissed' | 'cancelled',
) =>
  routeHandler(route, async (services, request) => {
    const { alert, definition } = await loadAlert(services, request, 'work');
    return changed(settleAlert(alert, { status, ...request.body, at: request.now }, definition));
  });

// POST /v1/alerts/{id}/resolve | dismiss | cancel
export const resolveAlert = settle(resolveAlertRoute, 'resolved');
export const dismissAlert = settle(dismissAlertRoute, 'dismissed');
export const cancelAlert = settle(cancelAlertRoute, 'cancelled');

// POST /v1/alerts/{id}/assign
export const assignAlert = routeHandler(assignAlertRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'work');
  await requireReferences(services, { owner: { value: request.body, pointer: '' } });
  return changed(assign(alert, { to: request.body, at: request.now }));
});
