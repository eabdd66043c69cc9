import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { deliverToWebhooks } from '#functions/events/webhooks.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = deployedConsumer(deliverToWebhooks, { wakeUps: () => buildWakeUps(process.env) });
