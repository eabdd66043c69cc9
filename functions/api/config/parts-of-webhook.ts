import type { Services } from '#functions/services.ts';
import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import type { WebhookStanding } from '#shared/automation/webhooks/webhook-delivery.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import { webhookStandingKey } from '#shared/core/table/keys.ts';

/** What a webhook answers beside its configuration: its state, and its secret when it is made. */
export const partsOfWebhook = async (
  { table }: Services,
  { key, value }: Configuration,
  made?: { secret: string },
): Promise<Record<string, unknown>> => {
  const { enabled } = value as Webhook;
  const standing = enabled && !made ? (await table.get(webhookStandingKey(key)))?.standing : undefined;
  const { failingSince } = (standing ?? {}) as WebhookStanding;
  return {
    state: enabled ? (failingSince === undefined ? 'enabled' : 'failing') : 'disabled',
    ...(failingSince !== undefined && { failingSince }),
    ...(made && { secret: made.secret }),
  };
};
