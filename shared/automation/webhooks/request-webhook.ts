import type { EventDraft } from '#shared/core/events/event.ts';

/**
 * The draft of the event by which an automation calls a webhook: written in the transaction of what
 * else it does, and delivered like every other event, once, to this one webhook, whatever that
 * listens to. `data` is what its receiver finds as `after.data`.
 */
export const webhookRequested = (webhook: string, data: Record<string, unknown>): EventDraft => ({
  type: 'Webhook Requested',
  changed: [],
  before: {},
  after: { webhook, data },
});
