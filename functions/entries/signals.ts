import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeSignals } from '#functions/events/signals.ts';
import type { PortBuilders } from '#functions/services.ts';

export const ports = {} satisfies PortBuilders;

export const handler = deployedConsumer(takeSignals, ports);
