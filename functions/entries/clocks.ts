import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { startWakeUps } from '#functions/events/clocks.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = deployedConsumer(startWakeUps, { wakeUps: () => buildWakeUps(process.env) });
