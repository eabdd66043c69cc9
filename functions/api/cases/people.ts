import { changed, loadCase } from '#functions/api/cases/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { lock, unlock } from '#shared/casework/cases/people/locks.ts';
import {
  addClientRoute,
  endRoleRoute,
  giveRoleRoute,
  lockRoute,
  removeClientRoute,
  subscribeRoute,
  unlockRoute,
  unsubscribeRoute,
} from '#shared/casework/cases/people/people.routes.ts';
import * as people from '#shared/casework/cases/people/people.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import { invalid, unknownReference } from '#shared/core/errors.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { isNotificationKey } from '#shared/mail/notifications/all-notifications.ts';
import { isEventName } from '#shared/mail/notifications/subscribed-events.ts';

/**
 * Somebody may hold a role who is in one of its groups; where it names none, anybody of the
 * directory and any contact.
 */
const requireEligible = async (
  { definitions, table }: Services,
  role: CaseType['roles'][number] | undefined,
  id: string,
): Promise<void> => {
  const groups = [...(await definitions.all('groups')).values()];
  const memberOf = groups
    .filter((group) => group.value.members.some((member) => member.id === id))
    .map((group) => group.key);
  const allowed = role?.groups ?? [];
  const eligible = allowed.length > 0 ? memberOf.some((group) => allowed.includes(group)) : memberOf.length > 0;
  if (eligible || (allowed.length === 0 && (await table.get(recordKey({ kind: 'contact', id }))))) return;
  throw unknownReference('/path/personId', role ? 'eligible person' : 'person', id);
};

// PUT /v1/cases/{id}/roles/{role}/{personId}
export const giveRole = routeHandler(giveRoleRoute, async (services, request) => {
  const { path, now } = request;
  const { record, definition } = await loadCase(services, request, 'manage');
  const decision = people.giveRole(record, { role: path.role, id: path.personId, at: now }, definition);
  await requireEligible(
    services,
    definition.type.roles.find((role) => role.key === path.role),
    path.personId,
  );
  return changed(decision, definition, now);
});

// DELETE /v1/cases/{id}/roles/{role}/{personId}
export const endRole = routeHandler(endRoleRoute, async (services, request) => {
  const { path, now } = request;
  const { record, definition } = await loadCase(services, request, 'manage');
  return changed(people.endRole(record, { role: path.role, id: path.personId, at: now }), definition, now);
});

// PUT /v1/cases/{id}/clients/{contactId}
export const addClient = routeHandler(addClientRoute, async (services, request) => {
  const { path, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  await requireReferences(services, { contactId: path.contactId });
  return changed(people.addClient(record, { id: path.contactId, at: now }), definition, now);
});

// DELETE /v1/cases/{id}/clients/{contactId}
export const removeClient = routeHandler(removeClientRoute, async (services, request) => {
  const { path, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  return changed(people.removeClient(record, { id: path.contactId, at: now }), definition, now);
});

/** @throws 400 with each name of `events` that nobody could hear of */
const requireKnown = (events: readonly string[] = []): void => {
  const faults = events.flatMap((name, index) =>
    isNotificationKey(name) || isEventName(name)
      ? []
      : [
          {
            pointer: `/events/${index}`,
            code: 'unknown-event',
            detail: `there is no notification and no event "${name}"`,
          },
        ],
  );
  if (faults.length > 0) throw invalid(faults);
};

// PUT /v1/cases/{id}/subscribers/{personId}: a caller who sees a case may follow it; only its
// workers add other followers.
export const subscribe = routeHandler(subscribeRoute, async (services, request) => {
  const { path, body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, path.personId === caller.id ? 'follow' : 'work');
  requireKnown(body?.events);
  // Staff who are in no group follow for themselves: a view of theirs lists what they follow.
  if (path.personId !== caller.id) await requireEligible(services, undefined, path.personId);
  return changed(people.subscribe(record, { id: path.personId, events: body?.events, at: now }), definition, now);
});

// DELETE /v1/cases/{id}/subscribers/{personId}
export const unsubscribe = routeHandler(unsubscribeRoute, async (services, request) => {
  const { path, caller, now } = request;
  const { record, definition } = await loadCase(services, request, path.personId === caller.id ? 'follow' : 'work');
  return changed(people.unsubscribe(record, { id: path.personId, at: now }), definition, now);
});

// PUT /v1/cases/{id}/locks/{personId}
export const lockOut = routeHandler(lockRoute, async (services, request) => {
  const { path, now } = request;
  const { record, definition } = await loadCase(services, request, 'dispose');
  const within = { record, definition, tasks: await tasksWith(services.table, record) };
  return changed(lock(within, { id: path.personId, at: now }), definition, now);
});

// DELETE /v1/cases/{id}/locks/{personId}: by managers, and by administrators who are kept out
// themselves.
export const letIn = routeHandler(unlockRoute, async (services, request) => {
  const { path, caller, now } = request;
  const isOwn = caller.isAdmin && path.personId === caller.id;
  const { record, definition } = await loadCase(services, request, isOwn ? 'let-in' : 'dispose');
  return changed(unlock(record, { id: path.personId, isOwn, at: now }), definition, now);
});
