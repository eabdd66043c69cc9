import type { WebhookCaller } from '#functions/webhooks/webhook-call.ts';
import { webhookEnvironment } from '#shared/automation/webhooks/environment.ts';

/** The caller of a deployed function. What it calls with is loaded with the first message. */
export const buildWebhookCaller = (environment: Record<string, string | undefined>): WebhookCaller => {
  const { WEBHOOK_TARGETS: targets } = webhookEnvironment.parse(environment);
  let call: WebhookCaller['call'] | undefined;
  return {
    targets,
    call: async (message) => {
      call ??= (await import('#functions/webhooks/call-webhook.ts')).callWebhooks({ targets });
      return call(message);
    },
  };
};
