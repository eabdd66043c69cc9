import type { Services } from '#functions/services.ts';
import { wakeSoon } from '#functions/webhooks/wake-soon.ts';
import {
  deliveryItem,
  dueItem,
  pendingWrites,
  type WebhookDelivery,
} from '#shared/automation/webhooks/webhook-delivery.ts';
import { webhookOf } from '#shared/automation/webhooks/webhook-of-subject.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { ulidFrom } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { deliveryKey, deliveryPrefix } from '#shared/core/table/automation-keys.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

// Messages to be sent again. A replay is a new message, named by request and event, so that the
// request counts once; what is recovered is the old one, which its receiver may have seen.

interface ResendRequest {
  deliveryId?: string;
  from?: string;
  to?: string;
  since?: string;
}

/** Deliveries that were made within a time, a page at a time, oldest first. */
async function* madeBetween({ table }: Services, webhook: string, from: number, to: number): AsyncGenerator<Item> {
  const pk = partitionOf({ kind: 'webhook', id: webhook });
  const range = { from: `${deliveryPrefix}${ulidFrom(from)}`, to: `${deliveryPrefix}${ulidFrom(to + 1)}` };
  for (let after: string | undefined; ; ) {
    const { items, more } = await table.query({ pk, ...range, after, consistent: true });
    yield* items;
    after = items.at(-1)?.sk ?? after;
    if (!more) return;
  }
}

/** Writes what belongs together; where it was written before, nothing is to be done. */
const writeOnce = async (services: Services, writes: Write[]): Promise<void> => {
  const intent = { actor: { kind: 'system' as const, id: 'webhooks' }, at: services.now(), cause: byHand };
  try {
    await services.commit(intent, [], writes);
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error;
  }
};

const replay = (services: Services, item: Item, requestId: string): Promise<void> => {
  const before = item.delivery as WebhookDelivery;
  const at = iso(services.now());
  const id = `${requestId}_${before.eventId}`;
  const { outcome: _before, recoveredAt: _once, ...rest } = before;
  const again = { ...rest, id, messageId: `msg_${id}`, attempts: 0, createdAt: at, dueAt: at };
  return writeOnce(services, pendingWrites(again, 'new'));
};

const recover = (services: Services, item: Item): Promise<void> => {
  const before = item.delivery as WebhookDelivery;
  const now = iso(services.now());
  if (item.state === 'sent' || (before.dueAt !== undefined && before.dueAt <= now)) return Promise.resolve();
  const again = { ...before, attempts: 0, recoveredAt: now, dueAt: now };
  const { pk, sk } = dueItem(before);
  return writeOnce(services, [
    {
      put: { ...deliveryItem(again), state: 'waiting' },
      when: { holds: { state: item.state, markedAt: item.markedAt } },
    },
    ...(before.dueAt === undefined ? [] : [{ delete: { pk, sk } }]),
    { put: dueItem(again) },
  ]);
};

/** Sends messages to a webhook again, as an event of it asks. */
export const resend = async (services: Services, event: DomainEvent, isAgain: boolean): Promise<void> => {
  const webhook = webhookOf(event.subject) ?? '';
  const { deliveryId, from, to, since } = event.after as ResendRequest;
  if (deliveryId !== undefined) {
    const item = await services.table.get(deliveryKey(webhook, deliveryId));
    if (item) await replay(services, item, event.eventId);
  } else if (since !== undefined)
    for await (const item of madeBetween(services, webhook, epoch(since), services.now()))
      await recover(services, item);
  else if (from !== undefined && to !== undefined)
    for await (const item of madeBetween(services, webhook, epoch(from), epoch(to))) {
      // What was made by this request is not made again by it.
      if (!(item.delivery as WebhookDelivery).id.startsWith(event.eventId)) await replay(services, item, event.eventId);
    }
  await wakeSoon(services, webhook, isAgain);
};
