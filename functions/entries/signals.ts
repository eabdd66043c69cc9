import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeSignals } from '#functions/events/signals.ts';

export const handler = deployedConsumer(takeSignals);
