import { consumerEnvironment } from '#shared/core/events/environment.ts';

/**
 * An event that cannot be handled however often it is tried. Its message says why; it may name
 * people, so it stands in no log.
 */
export class CannotHandle extends Error {
  override name = 'CannotHandle';
  /** What is set aside where it is not the whole message with this reason. */
  readonly letters: readonly BuriedMessage[] | undefined;

  constructor(reason: string, letters?: readonly BuriedMessage[]) {
    super(reason);
    this.letters = letters;
  }
}

/** A message as it is given back when its cause is mended, and why it was set aside. */
export interface BuriedMessage {
  body: string;
  reason: string;
}

export interface DeadLetters {
  /** Tries after which the queue would put a message here itself. */
  mostTries: number;
  /** Puts a message among the dead letters, with the attribute `reason`. */
  bury: (body: string, reason: string) => Promise<void>;
}

// A reason is read by people; the rest of a longer one is in the event itself.
const longestReason = 1000;

/** SQS refuses an attribute that is empty or has a character that XML 1.0 has not. */
const asAttribute = (reason: string): string =>
  reason
    .slice(0, longestReason)
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}') || 'no reason was given';

/**
 * The dead letters of the function at hand. The client is loaded with the first of them: on most
 * days there is none.
 */
export const buildDeadLetters = (environment: Record<string, string | undefined>): DeadLetters => {
  const { DEAD_LETTERS_URL, MOST_TRIES } = consumerEnvironment.parse(environment);
  return {
    mostTries: MOST_TRIES,
    async bury(body, reason) {
      const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
      const MessageAttributes = { reason: { DataType: 'String', StringValue: asAttribute(reason) } };
      await new SQSClient({}).send(
        new SendMessageCommand({ QueueUrl: DEAD_LETTERS_URL, MessageBody: body, MessageAttributes }),
      );
    },
  };
};
