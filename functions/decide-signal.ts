import { missingInFields } from '#functions/named-in-fields.ts';
import { raiseOrRepeat } from '#functions/raise-or-repeat.ts';
import type { Services } from '#functions/services.ts';
import { convertedFields } from '#shared/automation/signals/convert-fields.ts';
import { type Signal, UnusableSignal } from '#shared/automation/signals/render-signal.ts';
import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionForNew } from '#shared/casework/alerts/alerts.ts';
import { Refusal } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

/** What a signal does to alerts: it raises one, or repeats one. */
interface DecidedSignal {
  /** As it is raised: its custom fields in the kinds of its type. */
  alert: NewAlert | undefined;
  decision: Decision<Alert> | undefined;
  writes: Write[];
}

const passing: ReadonlySet<string> = new Set(['write-conflict', 'being-erased']);

/**
 * Whether a refusal stays one however often it is asked again: others that write at the same moment
 * are gone by the next try, and an erasure ends.
 */
export const isForGood = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.status < 500 && !passing.has(error.code);

/**
 * What a signal leads to, by the records and types that there are.
 * @throws UnusableSignal that names what is not there, or what the type has against the alert
 */
export const decideSignal = async (
  services: Services,
  { contactId, alert }: Signal,
  { by, at, hasContact }: { by: Actor; at: number; hasContact: boolean },
): Promise<DecidedSignal> => {
  const definition = alert && (await alertDefinitionForNew(services.definitions, alert.type));
  if (alert && !definition) throw new UnusableSignal(`there is no alert type ${alert.type}`);
  if (!hasContact) throw new UnusableSignal(`there is no contact ${contactId}`);
  if (!alert || !definition) return { alert: undefined, decision: undefined, writes: [] };
  const fields = alert.fields && convertedFields(definition.type.fields, alert.fields);
  const missing = await missingInFields(services, namedInFields(definition.type.fields, fields));
  if (missing.length > 0) throw new UnusableSignal(missing.map(({ detail }) => detail).join('; '));
  const input = { ...alert, ...(fields && { fields }) };
  try {
    const { decision, writes } = await raiseOrRepeat(services, { input, by, at }, definition);
    return { alert: input, decision, writes };
  } catch (error) {
    throw isForGood(error) ? new UnusableSignal(`an alert of type ${alert.type}: ${error.message}`) : error;
  }
};
