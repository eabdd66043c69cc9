import { deployedConsumer } from '#functions/entries/deployed-consumer.ts';
import { takeFeedback } from '#functions/events/mail-feedback.ts';

export const handler = deployedConsumer(takeFeedback);
