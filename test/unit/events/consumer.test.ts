import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { consumer, type EventDelivery } from '#functions/events/consumer.ts';
import { buildDeadLetters, CannotHandle } from '#functions/events/dead-letters.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';

const queue = mockClient(SQSClient);
const definitions = { refreshWhenRead: () => {} } as unknown as Services['definitions'];
const body = '{"id": "e1", "source": "lms", "detail-type": "Seen", "detail": {"user": 74140000000965463}}';

const consumed = async (consume: (delivery: EventDelivery) => Promise<void>, attempt = 1, text = body) => {
  const record = { messageId: 'm1', body: text, attributes: { ApproximateReceiveCount: String(attempt) } };
  const event = { Records: [record] } as unknown as SQSEvent;
  const { batchItemFailures } = await consumer({ definitions, deadLetters: buildDeadLetters(process.env) }, consume)(
    event,
    {} as Context,
  );
  const buried = queue.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => ({
    body: input.MessageBody,
    reason: input.MessageAttributes?.reason?.StringValue,
  }));
  return { failed: batchItemFailures.length, buried };
};
const failing = (error: Error) => async () => {
  throw error;
};

describe('[AL-12] a message that a consumer cannot handle', () => {
  beforeEach(() => {
    queue.reset();
    vi.spyOn(logger, 'warn').mockReturnValue();
    vi.spyOn(logger, 'error').mockReturnValue();
    vi.stubEnv('DEAD_LETTERS_URL', 'https://sqs.example/dead-letters');
    vi.stubEnv('MOST_TRIES', '5');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test('[AL-12] goes to the dead letters at once where no further try would help, word for word and with its reason', async () => {
    expect(await consumed(failing(new CannotHandle('there is no contact S9')))).toEqual({
      failed: 0,
      buried: [{ body, reason: 'there is no contact S9' }],
    });
  });

  test('[AL-12] is tried again before its last try, and then goes there with what failed', async () => {
    const broken = failing(new TypeError('it broke'));
    expect(await consumed(broken, 4)).toEqual({ failed: 1, buried: [] });
    expect(await consumed(broken, 5)).toEqual({ failed: 0, buried: [{ body, reason: 'TypeError: it broke' }] });
  });

  test('[AL-12] is left to its queue where even that fails', async () => {
    queue.on(SendMessageCommand).rejects(new Error('no queue'));
    expect(await consumed(failing(new CannotHandle('x')))).toMatchObject({ failed: 1 });
  });

  test('[AL-12] has a reason that SQS takes, whatever characters it is made of', async () => {
    const reason = `a\u0000b\ud800c${'x'.repeat(2000)}`;
    const { buried } = await consumed(failing(new CannotHandle(reason)));
    expect(buried[0]?.reason).toMatch(/^a\ufffdb\ufffdcx+$/);
    expect(buried[0]?.reason).toHaveLength(1000);
  });

  test('[AL-12] has the digits of its numbers, and is no event at all where it is no JSON', async () => {
    const seen: unknown[] = [];
    await consumed(async ({ envelope }) => void seen.push(envelope.detail));
    expect(seen).toEqual([{ user: '74140000000965463' }]);
    const { buried } = await consumed(async () => {}, 5, 'no JSON');
    expect(buried[0]?.reason).toMatch(/^SyntaxError/);
  });
});
