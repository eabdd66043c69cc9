import type { Services } from '#functions/services.ts';
import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { type LatestAlert, raiseOrRepeatAlert } from '#shared/casework/alerts/repeat-alert.ts';
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

/** The alert that another one of its type about its contact may be a repeat of. */
export const latestAlertOf = async (
  { table }: Pick<Services, 'table'>,
  { type, contactId }: Pick<NewAlert, 'type' | 'contactId'>,
  definition: AlertDefinition,
): Promise<LatestAlert> => {
  if (definition.type.repeatWindow === undefined || contactId === undefined) return {};
  const pointer = await table.get(latestAlertKey(contactId, type));
  if (!pointer) return {};
  const alertId = String(pointer.alertId);
  return { alertId, alert: await readRecord<Alert>(table, 'alert', alertId) };
};

/** Raises an alert or counts it as a repeat, after reading what it may be a repeat of. */
export const raiseOrRepeat = async (
  services: Services,
  { input, by, at, knowsOf }: RaiseOrRepeatInput,
  definition: AlertDefinition,
): Promise<{ decision: Decision<Alert>; writes: Write[]; repeated: boolean }> => {
  const latest = await latestAlertOf(services, input, definition);
  return raiseOrRepeatAlert({ id: services.newId(at), input, by, at, latest, knowsOf }, definition);
};
