import * as z from 'zod';
import { noReplyReason } from '#shared/automation/webhooks/no-reply.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant } from '#shared/core/records/primitives.ts';

const family = 'config' as const;
const who = 'admin' as const;
const params = z.strictObject({ key: z.string().min(1).max(128) });

const deliveryAnswer = z
  .strictObject({
    id: z.string(),
    messageId: z.string().meta({ description: 'What its receiver knows the message by: `webhook-id`.' }),
    eventId: z.string(),
    type: z.string(),
    subject: z.strictObject({ kind: z.string(), id: z.string() }),
    status: z.enum(['pending', 'delivered', 'dead']),
    attempts: z.int(),
    createdAt: instant,
    dueAt: instant.optional().meta({ description: 'Of the next attempt.' }),
    outcome: z.string().optional().meta({ description: 'The status of the last answer, or why there was none.' }),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookDeliveriesRoute = defineRoute({
  name: 'webhookDeliveries',
  method: 'GET',
  path: '/v1/webhooks/{key}/deliveries',
  family,
  who,
  summary: 'What became of the events that it was to be sent, newest first',
  params,
  query: plainPageQuery,
  answer: pageOf(deliveryAnswer),
  refusals: ['not-found'],
});

export const rotateWebhookRoute = defineRoute({
  name: 'rotateWebhook',
  method: 'POST',
  path: '/v1/webhooks/{key}/rotate',
  family,
  who,
  summary: 'Give it a new secret; messages are signed with the one before too, for a day',
  params,
  answer: z.strictObject({ secret: z.string(), previousUntil: instant.optional() }),
  refusals: ['not-found'],
});

export const testWebhookRoute = defineRoute({
  name: 'testWebhook',
  method: 'POST',
  path: '/v1/webhooks/{key}/test',
  family,
  who,
  summary: 'Send it a message at once, and say what it answers',
  params,
  answer: z.strictObject({
    status: z.int().meta({ description: 'The HTTP status of its answer; 0 where there was none.' }),
    reason: noReplyReason.optional().meta({ description: 'Why there was no answer.' }),
    detail: z.string().optional().meta({ description: 'The same in words.' }),
  }),
  refusals: ['not-found'],
});

const resendAnswer = z.strictObject({
  eventId: z.string().meta({ description: 'The event by which they are sent: see the deliveries in a moment.' }),
});

export const replayWebhookRoute = defineRoute({
  name: 'replayWebhook',
  method: 'POST',
  path: '/v1/webhooks/{key}/replay',
  family,
  who,
  summary: 'Send again what was sent: one delivery, or those of a time, as new messages',
  params,
  body: z.union([
    z.strictObject({ deliveryId: z.string().min(1).max(64) }),
    z.strictObject({ from: instant, to: instant }).refine(({ from, to }) => from <= to, {
      path: ['to'],
      message: 'lies before the beginning',
      params: { code: 'before-beginning' },
    }),
  ]),
  answer: resendAnswer,
  status: 202,
  refusals: ['not-found', 'disabled', 'unknown-reference'],
});

export const recoverWebhookRoute = defineRoute({
  name: 'recoverWebhook',
  method: 'POST',
  path: '/v1/webhooks/{key}/recover',
  family,
  who,
  summary: 'Send what has not arrived since an instant, under the ids that its messages had',
  params,
  body: z.strictObject({ since: instant }),
  answer: resendAnswer,
  status: 202,
  refusals: ['not-found', 'disabled'],
});

export const webhookRoutes = [
  webhookDeliveriesRoute,
  rotateWebhookRoute,
  testWebhookRoute,
  replayWebhookRoute,
  recoverWebhookRoute,
] as const;
