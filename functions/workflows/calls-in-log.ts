import type { Services } from '#functions/services.ts';
import { answerDelivery } from '#shared/automation/webhooks/webhook-delivery.ts';
import type { EnrolmentAnswer, LogEntry } from '#shared/automation/workflows/enrolment.schema.ts';
import { deliveryKey } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';

// A step that calls a webhook is done when the call is on its way, and the enrolment goes on. What
// becomes of the call lies with its delivery, and the log says it from there.

/** `failing` while it is tried again, `failed` when it is not any more. */
const outcomeOf = (item: Item): string => {
  const { status, attempts } = answerDelivery(item);
  if (status === 'dead') return 'failed';
  return status === 'pending' && attempts > 0 ? 'failing' : 'done';
};

const isCall = ({ do: name, made }: LogEntry): boolean => name === 'call-webhook' && made?.deliveryId !== undefined;

const keyOfCall = ({ made = {} }: LogEntry) => deliveryKey(String(made.webhook), String(made.deliveryId));

const withCalls = async ({ table }: Services, enrolment: EnrolmentAnswer): Promise<EnrolmentAnswer> => {
  const calls = enrolment.log.filter(isCall);
  if (calls.length === 0) return enrolment;
  const found = await table.getMany(calls.map(keyOfCall));
  const outcomes = new Map(found.map((item) => [answerDelivery(item).id, outcomeOf(item)]));
  const said = (entry: LogEntry) => (isCall(entry) ? outcomes.get(String(entry.made?.deliveryId)) : undefined);
  return { ...enrolment, log: enrolment.log.map((entry) => ({ ...entry, outcome: said(entry) ?? entry.outcome })) };
};

/** Enrolments with what became of their calls of webhooks, as long as their deliveries are kept. */
export const withCallsOf = (services: Services, enrolments: readonly EnrolmentAnswer[]): Promise<EnrolmentAnswer[]> =>
  Promise.all(enrolments.map((one) => withCalls(services, one)));
