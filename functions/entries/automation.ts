import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { runRules } from '#functions/events/automation.ts';

export const handler = deployedConsumer(runRules);
