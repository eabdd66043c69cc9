// Makes alerts of what a SIS or LMS puts on the bus, by the mappings. An alert and the item that
// its dedupe key names are written in one transaction, so the same signal makes one alert however
// often it comes. What matches a mapping and can never be applied goes to the dead-letter queue
// with its reason at once; trying it again would not help.
import type { Consume, Envelope } from '#functions/events/consumer.ts';
import { CannotHandle } from '#functions/events/dead-letters.ts';
import { isForGood, takeContact } from '#functions/events/take-contact.ts';
import { missingInFields } from '#functions/named-in-fields.ts';
import { raiseOrRepeat } from '#functions/raise-or-repeat.ts';
import type { Services } from '#functions/services.ts';
import { convertedFields } from '#shared/automation/signals/convert-fields.ts';
import {
  eventsIn,
  ownIdOf,
  renderSignal,
  type SignalEvent,
  UnusableSignal,
} from '#shared/automation/signals/render-signal.ts';
import { alertDefinitionForNew } from '#shared/casework/alerts/alerts.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { byHand } from '#shared/core/events/event.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { signalKey } from '#shared/core/table/keys.ts';

// How long a signal is known to have been seen. A source that sends the same again after a year
// means it.
const rememberedFor = 400 * 24 * 60 * 60 * 1000;

const matches = (mapping: Configured<'signal-mappings'>, event: SignalEvent, now: number): boolean =>
  mapping.value.enabled && evaluate(mapping.value.match, { event }, now).held;

const apply = (
  services: Services,
  mapping: Configured<'signal-mappings'>,
  { event, signalId }: { event: SignalEvent; signalId: string },
): Promise<void> =>
  againOnConflict(async () => {
    const { alert: input, dedupeKey } = renderSignal(mapping.value, event);
    const key = signalKey(mapping.key, dedupeKey ?? signalId);
    if (await services.table.get(key)) return;
    const at = services.now();
    const definition = await alertDefinitionForNew(services.definitions, input.type);
    if (!definition) throw new UnusableSignal(`there is no alert type ${input.type}`);
    if (input.contactId && !(await readRecord(services.table, 'contact', input.contactId)))
      throw new UnusableSignal(`there is no contact ${input.contactId}`);
    const by = { kind: 'signal' as const, id: mapping.key };
    const fields = input.fields && convertedFields(definition.type.fields, input.fields);
    const missing = await missingInFields(services, namedInFields(definition.type.fields, fields));
    if (missing.length > 0) throw new UnusableSignal(missing.map(({ detail }) => detail).join('; '));
    const raise = { input: { ...input, ...(fields && { fields }) }, by, at };
    const { decision, writes } = await raiseOrRepeat(services, raise, definition);
    const seen = { ...key, alertId: decision.after.id, expiresAt: Math.ceil((at + rememberedFor) / 1000) };
    await services.commit({ actor: by, at, cause: byHand }, [decision], [...writes, { put: seen, when: 'new' }]);
  });

/** What keeps a mapping from being applied to an event, if trying again will not help. */
const reasonOf = (error: unknown, { value }: Configured<'signal-mappings'>): string | undefined => {
  if (error instanceof UnusableSignal) return error.message;
  return isForGood(error) ? `an alert of type ${value.alert.type}: ${error.message}` : undefined;
};

export const raiseAlerts =
  (services: Services): Consume =>
  async ({ envelope, body }) => {
    if (envelope['detail-type'] === 'Contact Upserted')
      return takeContact(services, envelope.source, (JSON.parse(body) as Envelope).detail);
    const mappings = [...(await services.definitions.all('signal-mappings')).values()];
    const events = eventsIn({ source: envelope.source, detailType: envelope['detail-type'], detail: envelope.detail });
    const reasons: string[] = [];
    for (const [index, event] of events.entries()) {
      for (const mapping of mappings.filter((one) => matches(one, event, services.now()))) {
        try {
          await apply(services, mapping, { event, signalId: ownIdOf(event) ?? `${envelope.id}-${index}` });
        } catch (error) {
          const reason = reasonOf(error, mapping);
          if (reason === undefined) throw error;
          reasons.push(`${mapping.key}: ${reason}`);
        }
      }
    }
    // What could be applied was: the rest is reported together.
    if (reasons.length > 0) throw new CannotHandle(reasons.join('; '));
  };
