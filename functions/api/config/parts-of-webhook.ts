import type { Services } from '#functions/services.ts';
import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import type { WebhookStanding } from '#shared/automation/webhooks/webhook-delivery.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import { webhookStandingKey } from '#shared/core/table/automation-keys.ts';

/** The state of a webhook, and since when it has been failing. */
export const stateOfWebhook = ({ enabled }: Pick<Webhook, 'enabled'>, failingSince?: string) => ({
  state: enabled ? (failingSince === undefined ? 'enabled' : 'failing') : 'disabled',
  ...(failingSince !== undefined && { failingSince }),
});

/** What a webhook answers beside its configuration. */
export const partsOfWebhook = async (
  { table }: Services,
  { key, value }: Configuration,
): Promise<Record<string, unknown>> => {
  const webhook = value as Webhook;
  const standing = webhook.enabled ? (await table.get(webhookStandingKey(key)))?.standing : undefined;
  return stateOfWebhook(webhook, (standing as WebhookStanding | undefined)?.failingSince);
};
