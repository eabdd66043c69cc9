import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { deliverToWebhooks } from '#functions/events/webhooks.ts';
import type { PortBuilders } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const ports = { wakeUps: () => buildWakeUps(process.env) } satisfies PortBuilders;

export const handler = deployedConsumer(deliverToWebhooks, ports);
