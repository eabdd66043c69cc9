import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { automate } from '#functions/events/automation.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = deployedConsumer(automate, { wakeUps: () => buildWakeUps(process.env) });
