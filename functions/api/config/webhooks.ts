import { pageOf } from '#functions/api/pages.ts';
import { type HandlerResult, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { NoReply } from '#functions/webhooks/webhook-call.ts';
import { rotatedSecret, signerOf } from '#functions/webhooks/webhook-secrets.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { noReplyWords } from '#shared/automation/webhooks/no-reply.schema.ts';
import {
  recoverWebhookRoute,
  replayWebhookRoute,
  rotateWebhookRoute,
  testWebhookRoute,
  webhookDeliveriesRoute,
} from '#shared/automation/webhooks/webhook.routes.ts';
import { answerDelivery } from '#shared/automation/webhooks/webhook-delivery.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { disabled, invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { readPage } from '#shared/core/records/read.ts';
import { deliveryKey, deliveryPrefix, webhookSecretKey } from '#shared/core/table/automation-keys.ts';
import { eventBesideVersions, partitionOf } from '#shared/core/table/keys.ts';

const webhookIn = async ({ definitions }: Services, key: string): Promise<Configured<'webhooks'>> => {
  const found = await definitions.one('webhooks', key);
  if (!found) throw new Refusal('not-found');
  return found;
};

// GET /v1/webhooks/{key}/deliveries
export const webhookDeliveries = routeHandler(webhookDeliveriesRoute, async (services, { path, query, caller }) => {
  const { key } = await webhookIn(services, path.key);
  const range = { pk: partitionOf({ kind: 'webhook', id: key }), prefix: deliveryPrefix, descending: true };
  const body = await pageOf(services, { query, caller }, `deliveries to ${key}`, async (place) => {
    const { items, next } = await readPage(services.table, { ...range, ...place, consistent: true });
    return { items: items.map(answerDelivery), next };
  });
  return { body };
});

// POST /v1/webhooks/{key}/rotate
export const rotateWebhook = routeHandler(rotateWebhookRoute, async (services, { path }) => {
  const { key } = await webhookIn(services, path.key);
  const { secret, previousUntil, write } = await rotatedSecret(services, key);
  return { writes: [write], body: { secret, previousUntil }, secrets: { secret: webhookSecretKey(key) } };
});

// POST /v1/webhooks/{key}/test: it is sent from here, and stands in no list of deliveries.
export const testWebhook = routeHandler(testWebhookRoute, async (services, { path, now }) => {
  const { key, value } = await webhookIn(services, path.key);
  const sign = await signerOf(services, key);
  const body = JSON.stringify({ type: 'Webhook Test', timestamp: iso(now), data: { webhook: key } });
  try {
    const headers = sign(`msg_${services.newId(now)}`, now, body);
    const { status } = await services.webhooks.call({ url: value.url, headers, body });
    return { body: { status } };
  } catch (error) {
    if (!(error instanceof NoReply)) throw error;
    return { body: { status: 0, reason: error.reason, detail: noReplyWords[error.reason] } };
  }
});

/** What follows of it follows from an event, as everything does: functions/webhooks/resend.ts. */
const resendRequested = (
  services: Services,
  { key, value }: Configured<'webhooks'>,
  { caller, now, after }: { caller: Person; now: number; after: Record<string, string> },
): HandlerResult<{ eventId: string }> => {
  if (!value.enabled) throw disabled('webhook', key);
  const eventId = services.newId(now);
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: 'Webhook Resend Requested',
    occurredAt: iso(now),
    subject: { kind: 'configuration', id: `webhooks/${key}` },
    actor: actorOf(caller),
    cause: { depth: 0 },
    changed: [],
    before: {},
    after,
  };
  const place = { kind: 'webhook' as const, id: key };
  return { writes: [{ put: { ...eventBesideVersions(place, eventId), event } }], body: { eventId } };
};

// POST /v1/webhooks/{key}/replay
export const replayWebhook = routeHandler(replayWebhookRoute, async (services, { path, body, caller, now }) => {
  const webhook = await webhookIn(services, path.key);
  if ('deliveryId' in body && !(await services.table.get(deliveryKey(webhook.key, body.deliveryId))))
    throw unknownReference('/deliveryId', 'delivery', body.deliveryId);
  return resendRequested(services, webhook, { caller, now, after: { ...body } });
});

// POST /v1/webhooks/{key}/recover
export const recoverWebhook = routeHandler(recoverWebhookRoute, async (services, { path, body, caller, now }) => {
  const webhook = await webhookIn(services, path.key);
  if (epoch(body.since) > now)
    throw invalid([{ pointer: '/since', code: 'in-the-future', detail: 'lies in the future' }]);
  return resendRequested(services, webhook, { caller, now, after: { ...body } });
});
