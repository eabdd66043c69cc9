import type { Services } from '#functions/services.ts';
import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { raiseAlert } from '#shared/casework/alerts/raise-alert.ts';
import { isRepeated, latestAlertItem, repeatAlert } from '#shared/casework/alerts/repeat-alert.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { latestAlertKey } from '#shared/core/table/keys.ts';

interface RaiseOrRepeatInput {
  input: NewAlert;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  /**
   * Whether the reporter may know of an alert that it would repeat; always true without a person.
   */
  knowsOf?: (alert: Alert) => boolean;
}

/**
 * Raises an alert, or counts it as a repeat of the open one where its type has a window for that.
 * However an alert comes (API, bulk, signal) it comes through here.
 */
export const raiseOrRepeat = async (
  services: Services,
  { input, by, at, knowsOf = () => true }: RaiseOrRepeatInput,
  definition: AlertDefinition,
): Promise<{ decision: Decision<Alert>; writes: Write[]; repeated: boolean }> => {
  // What would be refused as an alert is refused as a repeat too.
  const raised = raiseAlert({ id: services.newId(at), input, by, at }, definition);
  const { repeatWindow: window } = definition.type;
  const { contactId } = input;
  if (window === undefined || contactId === undefined) return { decision: raised, writes: [], repeated: false };
  const pointer = await services.table.get(latestAlertKey(contactId, input.type));
  const latest = pointer && (await readRecord<Alert>(services.table, 'alert', String(pointer.alertId)));
  if (latest && knowsOf(latest) && isRepeated(latest, { window, at }))
    return { decision: repeatAlert(latest, { input, at }), writes: [], repeated: true };
  const put = latestAlertItem(contactId, raised.after);
  const when = pointer ? { holds: { alertId: String(pointer.alertId) } } : ('new' as const);
  return { decision: raised, writes: [{ put, when }], repeated: false };
};
