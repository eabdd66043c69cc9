import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { raiseAlerts } from '#functions/events/signals.ts';

export const handler = deployedConsumer(raiseAlerts);
