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

// What SQS takes of a message, its attributes with their names and kinds among it.
const largestMessage = 1_048_576;
const reasonAround = 'reasonString'.length;

/** As much of the reason as a message of SQS has room for beside the body. */
const fitting = (body: string, reason: string): string => {
  const room = Math.max(largestMessage - reasonAround - Buffer.byteLength(body), 0);
  return Buffer.from(reason)
    .subarray(0, room)
    .toString('utf8')
    .replace(/\u{FFFD}$/u, '');
};

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
      const text = fitting(body, asAttribute(reason));
      await new SQSClient({}).send(
        new SendMessageCommand({
          QueueUrl: DEAD_LETTERS_URL,
          MessageBody: body,
          ...(text !== '' && { MessageAttributes: { reason: { DataType: 'String', StringValue: text } } }),
        }),
      );
    },
  };
};
