import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeFeedback } from '#functions/events/mail-feedback.ts';
import type { PortBuilders } from '#functions/services.ts';

export const ports = {} satisfies PortBuilders;

export const handler = deployedConsumer(takeFeedback, ports);
