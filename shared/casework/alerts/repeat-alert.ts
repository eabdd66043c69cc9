import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import { raiseAlert } from '#shared/casework/alerts/raise-alert.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import { edgeOf, wantedMoment } from '#shared/core/conditions/moments.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { latestAlertKey } from '#shared/core/table/casework-keys.ts';
import type { Decision, Item, Write } from '#shared/core/table/decision.ts';

/**
 * The item that names the newest alert of a type about a contact. It is written with each, so that
 * of two at once one finds the other.
 */
const latestAlertItem = (contactId: string, alert: Pick<Alert, 'id' | 'type' | 'createdAt'>): Item => ({
  ...latestAlertKey(contactId, alert.type),
  alertId: alert.id,
  at: alert.createdAt,
});

/**
 * Whether another alert of the type about the contact would only repeat this one: it is open, and
 * was raised within the window (ISO 8601 duration).
 */
const isRepeated = (alert: Alert, { window, at }: { window: string; at: number }): boolean => {
  const moment = wantedMoment({ ago: window });
  return alert.category === 'open' && moment !== undefined && epoch(alert.createdAt) >= edgeOf(moment, 'first', at);
};

/**
 * Counts another report of what an open alert says already; what it said is on the alert's
 * history.
 */
const repeatAlert = (current: Alert, { input, at }: { input: NewAlert; at: number }): Decision<Alert> => {
  const { description, priority, source, course } = input;
  const repeat = { description, priority, source, course };
  return changeAlert(
    current,
    { ...current, repeats: current.repeats + 1 },
    { type: 'Alert Repeated', at, detail: { repeat } },
  );
};

/** The newest alert of a type about a contact, as the item beside them names it. */
export interface LatestAlert {
  alertId?: string | undefined;
  alert?: Alert | undefined;
}

interface RaiseOrRepeat {
  id: string;
  input: NewAlert;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  latest: LatestAlert;
  /** To whom the person of its type leads who reviews it where nobody is named. */
  dealt?: Dealt | undefined;
  /**
   * Whether the reporter may know of an alert that it would repeat; always true without a person.
   */
  knowsOf?: ((alert: Alert) => boolean) | undefined;
}

/**
 * Raises an alert, or counts it as a repeat of the open one where its type has a window for that.
 * However an alert comes (API, bulk, signal, automation) it is decided here.
 */
export const raiseOrRepeatAlert = (
  { id, input, by, at, latest, dealt, knowsOf = () => true }: RaiseOrRepeat,
  definition: AlertDefinition,
): { decision: Decision<Alert>; writes: Write[]; repeated: boolean } => {
  // What would be refused as an alert is refused as a repeat too.
  const raised = raiseAlert({ id, input, by, at, dealt }, definition);
  const moves = dealt?.moves ?? [];
  const { repeatWindow: window } = definition.type;
  const { contactId } = input;
  if (window === undefined || contactId === undefined) return { decision: raised, writes: moves, repeated: false };
  const { alertId, alert } = latest;
  if (alert && knowsOf(alert) && isRepeated(alert, { window, at }))
    return { decision: repeatAlert(alert, { input, at }), writes: [], repeated: true };
  const put = latestAlertItem(contactId, raised.after);
  const when = alertId === undefined ? ('new' as const) : { holds: { alertId } };
  return { decision: raised, writes: [...moves, { put, when }], repeated: false };
};
