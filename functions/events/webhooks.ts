// Makes the deliveries of an event, one for each webhook that wants it and named by both, so that
// an event that comes again, late or out of order finds or makes them. wake-webhook.ts sends them.

import { loadSurroundings } from '#functions/automation/scene.ts';
import type { Consume } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { resend } from '#functions/webhooks/resend.ts';
import { isSwitchingOff, keepSwitchedOff } from '#functions/webhooks/standing.ts';
import { wakeSoon } from '#functions/webhooks/wake-soon.ts';
import { newDelivery, pendingWrites } from '#shared/automation/webhooks/webhook-delivery.ts';
import { webhookOf } from '#shared/automation/webhooks/webhook-of-subject.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { readsOf } from '#shared/core/conditions/plan.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { busEvent } from '#shared/core/events/detail.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { deliveryKey } from '#shared/core/table/automation-keys.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import type { RecordKind } from '#shared/core/table/keys.ts';

type CarriedRecord = Record<string, unknown>;

/** The record as the event carries it, or as it is by now where the event has none. */
const recordOf = async ({ table }: Services, { subject, record }: DomainEvent): Promise<CarriedRecord | undefined> =>
  record ?? ((await readRecord(table, subject.kind as RecordKind, subject.id)) as unknown as CarriedRecord | undefined);

const linkedCaseOf = async (
  { table }: Services,
  { kind, record }: { kind: string; record: CarriedRecord | undefined },
) => {
  const id = kind === 'alert' ? (record as unknown as Alert | undefined)?.caseId : undefined;
  return id === undefined ? undefined : readRecord<Case>(table, 'case', id);
};

/** What the conditions of webhooks are asked about. */
const subjectOf = async (
  services: Services,
  event: DomainEvent,
  { record, conditions }: { record: CarriedRecord | undefined; conditions: readonly Condition[] },
): Promise<Subject> => {
  const { kind } = event.subject;
  const { type, ...detail } = event;
  const [contact, linked] = await Promise.all([
    event.contactId === undefined ? undefined : readRecord<Contact>(services.table, 'contact', event.contactId),
    linkedCaseOf(services, { kind, record }),
  ]);
  const about = kind === 'contact' ? (record as unknown as Contact | undefined) : contact;
  const ofCase = kind === 'case' ? (record as unknown as Case | undefined) : linked;
  return {
    ...(await loadSurroundings(services, about, conditions.map(readsOf))),
    ...(kind === 'alert' && record && { alert: record as unknown as Alert }),
    ...(ofCase && { case: ofCase }),
    ...(about && { contact: about }),
    ...(event.after.task ? { task: event.after.task } : {}),
    event: { source: eventSource, detailType: type, detail },
  } as Subject;
};

/** One that an automation calls, whatever it listens to. */
const isCalled = (key: string, { type, after }: DomainEvent): boolean =>
  type === 'Webhook Requested' && after.webhook === key;

const wants = ({ key, value: { enabled, events } }: Configured<'webhooks'>, event: DomainEvent): boolean =>
  enabled &&
  (events.includes(event.type) || isCalled(key, event)) &&
  event.subject.kind !== 'person' &&
  webhookOf(event.subject) === undefined;

/** Makes the delivery of an event; one that an earlier try has made stays. */
const makeDelivery = async (services: Services, webhook: string, event: DomainEvent): Promise<void> => {
  const now = services.now();
  const delivery = newDelivery(webhook, event, { at: now });
  try {
    const intent = { actor: { kind: 'system' as const, id: 'webhooks' }, at: now, cause: byHand };
    await services.commit(intent, [], pendingWrites(delivery, 'new'));
  } catch (error) {
    if (!(error instanceof CommitConflict) || !(await services.table.get(deliveryKey(webhook, delivery.id))))
      throw error;
  }
};

export const deliverToWebhooks =
  (services: Services): Consume =>
  async ({ envelope, attempt }) => {
    const event = busEvent(envelope);
    if (event.type === 'Webhook Resend Requested') return resend(services, event, attempt > 1);
    const webhook = webhookOf(event.subject);
    if (webhook !== undefined && isSwitchingOff(event)) return keepSwitchedOff(services, webhook, event.occurredAt);
    const all = [...(await services.definitions.all('webhooks')).values()].filter((one) => wants(one, event));
    if (all.length === 0) return;
    const record = await recordOf(services, event);
    const open = all.filter(({ value }) => value.private || record?.private !== true);
    const conditions = open.flatMap(({ value }) => value.condition ?? []);
    const subject = conditions.length > 0 ? await subjectOf(services, event, { record, conditions }) : undefined;
    const now = services.now();
    for (const { key, value } of open) {
      if (value.condition && subject && !isCalled(key, event) && !evaluate(value.condition, subject, now).held)
        continue;
      await makeDelivery(services, key, event);
      await wakeSoon(services, key, attempt > 1);
    }
  };
