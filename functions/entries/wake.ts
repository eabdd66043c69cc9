import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { wakeUpStep } from '#functions/steps/wake.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { buildWebhookCaller } from '#functions/webhooks/webhook-caller.ts';

export const ports = {
  files: () => filesWhenAsked(process.env),
  wakeUps: () => buildWakeUps(process.env),
  webhooks: () => buildWebhookCaller(process.env),
} satisfies PortBuilders;

export const handler = wakeUpStep(buildServices(process.env, ports));
