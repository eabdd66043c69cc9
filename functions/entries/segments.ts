import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { keepSegments } from '#functions/events/segments.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = deployedConsumer(keepSegments, { wakeUps: () => buildWakeUps(process.env) });
