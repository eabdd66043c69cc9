import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CannotHandle, type DeadLetters } from '#functions/events/dead-letters.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';

/** An event as EventBridge hands it over. */
export interface Envelope {
  id: string;
  source: string;
  'detail-type': string;
  time: string;
  detail: unknown;
}

/** One delivery of an event: a message that arrives at least once, late, and in any order. */
export interface EventDelivery {
  /** A number in it that no double holds is the text of its digits. */
  envelope: Envelope;
  /** The envelope as JSON, as it came. */
  body: string;
  /** Of the message. A redelivery has the same one; a duplicate that the bus made has another. */
  messageId: string;
  /**
   * Above 1: an earlier attempt at this message did not end. By then it is over, since the queue
   * waits longer than the function may run.
   */
  attempt: number;
  /** There is no attempt after this one. */
  isLast: boolean;
}

/** What a consumer does with one delivery. */
export type Consume = (delivery: EventDelivery) => Promise<void>;

/**
 * A consumer of the bus; failed messages alone are tried again, so `consume` counts once by a
 * marker or a name. What no try helps goes to the dead letters from here, with its reason.
 */
export const consumer = (
  { definitions, deadLetters }: { definitions: Services['definitions']; deadLetters: DeadLetters },
  consume: Consume,
) => {
  const one = async ({ body, messageId, attributes }: SQSRecord): Promise<void> => {
    const attempt = Number(attributes.ApproximateReceiveCount);
    let envelope: Envelope | undefined;
    try {
      envelope = parseExactly(body) as Envelope;
      await consume({ envelope, body, messageId, attempt, isLast: attempt >= deadLetters.mostTries });
    } catch (error) {
      const about = { eventId: envelope?.id, detailType: envelope?.['detail-type'], messageId };
      const { name, message } = error as Error;
      if (error instanceof CannotHandle) logger.warn('an event cannot be handled', about);
      else logger.error('an event was not handled', { ...about, error: error as Error });
      if (error instanceof CannotHandle) {
        for (const letter of error.letters ?? [{ body, reason: message }])
          await deadLetters.bury(letter.body, letter.reason);
        return;
      }
      if (attempt >= deadLetters.mostTries) return deadLetters.bury(body, `${name}: ${message}`);
      throw error;
    }
  };

  return (
    middy<SQSEvent, SQSBatchResponse, Error, Context>()
      // A batch decides by the current rules and types, and one that needs none does not ask.
      .before(() => definitions.refreshWhenRead())
      .handler(async (event, context) => {
        const processor = new BatchProcessor(EventType.SQS);
        return processPartialResponse(event, one, processor, {
          context: { ...context },
          throwOnFullBatchFailure: false,
        });
      })
  );
};
