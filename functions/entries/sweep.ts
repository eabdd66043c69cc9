import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { sweepStep } from '#functions/steps/sweep.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { buildWebhookCaller } from '#functions/webhooks/webhook-caller.ts';

export const ports = {
  files: () => filesWhenAsked(process.env),
  wakeUps: () => buildWakeUps(process.env),
  webhooks: () => buildWebhookCaller(process.env),
} satisfies PortBuilders;

export const handler = sweepStep(buildServices(process.env, ports));
