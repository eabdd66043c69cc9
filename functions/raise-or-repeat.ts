import type { Services } from '#functions/services.ts';
import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { type LatestAlert, raiseOrRepeatAlert } from '#shared/casework/alerts/repeat-alert.ts';
import { deal } from '#shared/casework/assignment/deal.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { latestAlertKey } from '#shared/core/table/casework-keys.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

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

/** To whom the reviewer by default of a type leads, where that is a person. */
const defaultReviewerFor = async (
  { table, definitions }: Services,
  { id, input, at }: { id: string; input: NewAlert; at: number },
  { type }: AlertDefinition,
): Promise<Dealt | undefined> => {
  const { defaultReviewer } = type;
  if (input.reviewer || !defaultReviewer || !('user' in defaultReviewer)) return undefined;
  const roster = await rosterOf(definitions);
  const record = { kind: 'alert' as const, id, weight: roster.weightOf({ kind: 'alert', type: input.type }) };
  const assign = { behaviour: 'selected' as const, pool: [defaultReviewer] };
  return deal({ table, roster, random: Math.random }, { assign, record, about: {}, at });
};

/** Raises an alert or counts it as a repeat, after reading what it may be a repeat of. */
export const raiseOrRepeat = async (
  services: Services,
  { input, by, at, knowsOf }: RaiseOrRepeatInput,
  definition: AlertDefinition,
): Promise<{ decision: Decision<Alert>; writes: Write[]; repeated: boolean }> => {
  const id = services.newId(at);
  const [latest, dealt] = await Promise.all([
    latestAlertOf(services, input, definition),
    defaultReviewerFor(services, { id, input, at }, definition),
  ]);
  return raiseOrRepeatAlert({ id, input, by, at, latest, dealt, knowsOf }, definition);
};
