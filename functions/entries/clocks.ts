import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { startWakeUps } from '#functions/events/clocks.ts';
import type { PortBuilders } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const ports = { wakeUps: () => buildWakeUps(process.env) } satisfies PortBuilders;

export const handler = deployedConsumer(startWakeUps, ports);
