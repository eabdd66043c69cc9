import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';

/** An event as EventBridge hands it over. */
export interface Envelope {
  id: string;
  source: string;
  'detail-type': string;
  time: string;
  detail: unknown;
}

/** One delivery of an event: a message that arrives at least once, late, and in any order. */
export interface Delivery {
  envelope: Envelope;
  /** Of the message. A redelivery has the same one; a duplicate that the bus made has another. */
  messageId: string;
  /** Above 1: an earlier attempt at this message did not end. By then it is over, since the queue waits longer than the function may run. */
  attempt: number;
}

/**
 * A consumer of the bus: each message by itself, and the failed ones alone are tried again. `consume` makes its effect count once, by a marker in the same
 * transaction or by a name that can be taken once.
 */
export const consumer = (services: Services, consume: (delivery: Delivery) => Promise<void>) =>
  middy<SQSEvent, SQSBatchResponse, Error, Context>()
    // Configuration first, so that a batch decides on the rules and types of now.
    .before(() => services.definitions.refresh())
    .handler(async (event, context) => {
      const processor = new BatchProcessor(EventType.SQS);
      const one = async (record: SQSRecord): Promise<void> => {
        const envelope = JSON.parse(record.body) as Envelope;
        try {
          await consume({
            envelope,
            messageId: record.messageId,
            attempt: Number(record.attributes.ApproximateReceiveCount),
          });
        } catch (error) {
          logger.error('an event was not handled', {
            eventId: envelope.id,
            detailType: envelope['detail-type'],
            messageId: record.messageId,
            error: error as Error,
          });
          throw error;
        }
      };
      return processPartialResponse(event, one, processor, { context: { ...context }, throwOnFullBatchFailure: false });
    });
