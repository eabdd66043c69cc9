import type { Services } from '#functions/services.ts';
import { standingOfWebhook } from '#functions/webhooks/standing.ts';
import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';

/** The state of a webhook, and since when it has been failing. */
export const stateOfWebhook = ({ enabled }: Pick<Webhook, 'enabled'>, failingSince?: string) => ({
  state: enabled ? (failingSince === undefined ? 'enabled' : 'failing') : 'disabled',
  ...(failingSince !== undefined && { failingSince }),
});

/** What a webhook answers beside its configuration. */
export const partsOfWebhook = async (
  services: Services,
  { key, value }: Configuration,
): Promise<Record<string, unknown>> => {
  const webhook = value as Webhook;
  const { failingSince } = webhook.enabled ? await standingOfWebhook(services, key) : {};
  return stateOfWebhook(webhook, failingSince);
};
