import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import { edgeOf, wantedMoment } from '#shared/core/conditions/moments.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Decision, Item } from '#shared/core/table/decision.ts';
import { latestAlertKey } from '#shared/core/table/keys.ts';

/**
 * The item that names the newest alert of a type about a contact. It is written with each, so that
 * of two at once one finds the other.
 */
export const latestAlertItem = (contactId: string, alert: Pick<Alert, 'id' | 'type' | 'createdAt'>): Item => ({
  ...latestAlertKey(contactId, alert.type),
  alertId: alert.id,
  at: alert.createdAt,
});

/**
 * Whether another alert of the type about the contact would only repeat this one: it is open, and
 * was raised within the window (ISO 8601 duration).
 */
export const isRepeated = (alert: Alert, { window, at }: { window: string; at: number }): boolean => {
  const moment = wantedMoment({ ago: window });
  return alert.category === 'open' && moment !== undefined && epoch(alert.createdAt) >= edgeOf(moment, 'first', at);
};

/**
 * Counts another report of what an open alert says already; what it said is on the alert's
 * history.
 */
export const repeatAlert = (current: Alert, { input, at }: { input: NewAlert; at: number }): Decision<Alert> => {
  const { description, priority, source, course } = input;
  const repeat = { description, priority, source, course };
  return changeAlert(
    current,
    { ...current, repeats: current.repeats + 1 },
    { type: 'Alert Repeated', at, detail: { repeat } },
  );
};
