import type { EventDraft } from '#shared/core/events/event.ts';

/**
 * The event by which an automation calls one webhook, written in the transaction of what else it
 * does and delivered once. Its receiver finds `data` as `after.data`.
 */
export const webhookRequested = (webhook: string, data: Record<string, unknown>): EventDraft => ({
  type: 'Webhook Requested',
  changed: [],
  before: {},
  after: { webhook, data },
});
