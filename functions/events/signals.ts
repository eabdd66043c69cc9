// Makes alerts of what a SIS or LMS puts on the bus, by the mappings. An alert and the item that its dedupe key names are written in one transaction, so the
// same signal makes one alert however often it comes. What matches a mapping and can never be applied goes to the dead-letter queue with its reason at once;
// trying it again would not help.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { consumer, type Envelope } from '#functions/events/consumer.ts';
import { takeContact } from '#functions/events/take-contact.ts';
import { logger } from '#functions/logger.ts';
import { raiseOrRepeat } from '#functions/raise-or-repeat.ts';
import { buildServices } from '#functions/services.ts';
import { alertDefinitionForNew } from '#shared/alerts/alerts.ts';
import { evaluate } from '#shared/conditions/evaluate.ts';
import type { Configured } from '#shared/configuration/configuration.ts';
import { Refusal } from '#shared/errors.ts';
import { byHand } from '#shared/events/event.ts';
import { readRecord } from '#shared/records/read.ts';
import { convertedFields } from '#shared/signals/convert-fields.ts';
import { signalsEnvironment } from '#shared/signals/environment.ts';
import { eventsIn, ownIdOf, renderSignal, type SignalEvent, UnusableSignal } from '#shared/signals/render-signal.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import { signalKey } from '#shared/table/keys.ts';

const services = buildServices(process.env);
const { SIGNALS_DLQ_URL } = signalsEnvironment.parse(process.env);
const queue = new SQSClient({});

// How long a signal is known to have been seen. A source that sends the same again after a year means it.
const rememberedFor = 400 * 24 * 60 * 60 * 1000;

const matches = (mapping: Configured<'signal-mappings'>, event: SignalEvent): boolean =>
  mapping.value.enabled && evaluate(mapping.value.match, { event }, services.now()).held;

const apply = (mapping: Configured<'signal-mappings'>, event: SignalEvent, signalId: string): Promise<void> =>
  againOnConflict(async () => {
    const { alert: input, dedupeKey } = renderSignal(mapping.value, event);
    const key = signalKey(mapping.key, dedupeKey ?? signalId);
    if (await services.table.get(key)) return;
    const at = services.now();
    const definition = await alertDefinitionForNew(services.definitions, input.type);
    if (!definition) throw new UnusableSignal(`there is no alert type ${input.type}`);
    if (input.contactId && !(await readRecord(services.table, 'contact', input.contactId)))
      throw new UnusableSignal('there is no such contact');
    const by = { kind: 'signal' as const, id: mapping.key };
    const fields = input.fields && convertedFields(definition.type.fields, input.fields);
    const raise = { input: { ...input, ...(fields && { fields }) }, by, at };
    const { decision, writes } = await raiseOrRepeat(services, raise, definition);
    const seen = { ...key, alertId: decision.after.id, expiresAt: Math.ceil((at + rememberedFor) / 1000) };
    await services.commit({ actor: by, at, cause: byHand }, [decision], [...writes, { put: seen, when: 'new' }]);
  });

const setAside = async (envelope: Envelope, reason: string): Promise<void> => {
  logger.warn('a signal could not be applied', { eventId: envelope.id });
  const MessageAttributes = { reason: { DataType: 'String', StringValue: reason.slice(0, 1000) } };
  await queue.send(
    new SendMessageCommand({ QueueUrl: SIGNALS_DLQ_URL, MessageBody: JSON.stringify(envelope), MessageAttributes }),
  );
};

export const handler = consumer(services, async ({ envelope }) => {
  if (envelope['detail-type'] === 'Contact Upserted')
    return takeContact(services, envelope, (reason) => setAside(envelope, reason));
  const mappings = [...(await services.definitions.all('signal-mappings')).values()];
  const events = eventsIn({ source: envelope.source, detailType: envelope['detail-type'], detail: envelope.detail });
  const reasons: string[] = [];
  for (const [index, event] of events.entries()) {
    for (const mapping of mappings.filter((one) => matches(one, event))) {
      try {
        await apply(mapping, event, ownIdOf(event) ?? `${envelope.id}-${index}`);
      } catch (error) {
        if (!(error instanceof UnusableSignal) && !(error instanceof Refusal && error.status < 500)) throw error;
        reasons.push(`${mapping.key}: ${error.message}`);
      }
    }
  }
  if (reasons.length > 0) await setAside(envelope, reasons.join('; '));
});
