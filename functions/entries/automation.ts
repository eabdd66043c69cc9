import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { automate } from '#functions/events/automation.ts';

export const handler = deployedConsumer(automate);
