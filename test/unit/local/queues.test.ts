import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createComplaints } from '#local/functions/complaints.ts';
import { startQueues } from '#local/queues/queues.ts';
import { arnOf, createContext, deploymentOf, type Handlers, minute, stateFolder } from './local-services.ts';

const work = arnOf.queue('work');
const bodies = (event: SQSEvent) => event.Records.map(({ body }) => body);

function deployment(mapping: Record<string, unknown> = {}, queue: Record<string, unknown> = {}) {
  return deploymentOf(
    { type: 'AWS::SQS::Queue', name: 'work-dlq' },
    {
      type: 'AWS::SQS::Queue',
      name: 'work',
      properties: {
        VisibilityTimeout: 180,
        RedrivePolicy: { deadLetterTargetArn: arnOf.queue('work-dlq'), maxReceiveCount: 3 },
        ...queue,
      },
    },
    { type: 'AWS::Lambda::Function', name: 'worker' },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      name: 'mapping',
      properties: {
        EventSourceArn: work,
        FunctionName: 'worker',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...mapping,
      },
    },
  );
}

function started(handlers: Handlers, { mapping, folder }: { mapping?: Record<string, unknown>; folder?: string } = {}) {
  const context = createContext({ handlers, folder });
  const queues = startQueues(context, deployment(mapping));
  return { ...context, context, queues };
}

const failing = (ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('A function that is fed from a queue', () => {
  it('gets the message as Lambda gives it, and then it is gone', async () => {
    const { queues, invocations, settled, activity } = started({ worker: () => undefined });
    queues.send(work, { body: 'one', attributes: { reason: { DataType: 'String', StringValue: 'because' } } });
    await settled();
    expect(invocations).toEqual([
      {
        name: 'worker',
        payload: {
          Records: [
            expect.objectContaining({
              body: 'one',
              eventSource: 'aws:sqs',
              eventSourceARN: work,
              attributes: expect.objectContaining({ ApproximateReceiveCount: '1' }),
              messageAttributes: { reason: expect.objectContaining({ stringValue: 'because', dataType: 'String' }) },
            }),
          ],
        },
      },
    ]);
    expect(activity.idle()).toBe(true);
  });

  it('gets again only what it reported as failed, after the visibility timeout', async () => {
    const seen: string[][] = [];
    const counts: string[] = [];
    const { queues, settled, passes, activity } = started({
      worker(event: SQSEvent) {
        seen.push(bodies(event));
        counts.push(...event.Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
        return failing(
          event.Records.filter(({ body }) => body === 'bad' && seen.length === 1).map(({ messageId }) => messageId),
        );
      },
    });
    for (const body of ['good', 'bad', 'also good']) queues.send(work, { body });
    await settled();
    expect(seen).toEqual([['good', 'bad', 'also good']]);
    expect(activity.idle()).toBe(false);
    await passes(3 * minute - 1000);
    expect(seen).toHaveLength(1);
    await passes(1000);
    expect(seen.at(-1)).toEqual(['bad']);
    expect(counts.at(-1)).toBe('2');
    expect(activity.idle()).toBe(true);
  });

  it('that always fails leaves the message in the dead-letter queue, with its error as the reason', async () => {
    const { queues, invocations, settled, passes, activity } = started({
      worker() {
        throw new TypeError('no such case');
      },
    });
    queues.send(work, { body: 'one' });
    await settled();
    expect(queues.dlq()).toEqual([]);
    await passes(10 * minute);
    expect(invocations).toHaveLength(3);
    expect(queues.dlq()).toEqual([{ queue: 'work-dlq', body: 'one', reason: 'TypeError: no such case' }]);
    expect(activity.idle()).toBe(true);
  });

  it.each([
    ['names a message of another batch', { batchItemFailures: [{ itemIdentifier: 'elsewhere' }] }],
    ['is of another shape', { batchItemFailures: [{}] }],
  ])('fails the whole batch when its answer %s', async (_what, answer) => {
    const { queues, invocations, settled, passes } = started({ worker: () => answer });
    queues.send(work, { body: 'one' });
    queues.send(work, { body: 'two' });
    await settled();
    await passes(3 * minute);
    expect(invocations.map(({ payload }) => bodies(payload))).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
  });

  it('gets dead letters again when they are given back, as new ones', async () => {
    let isMended = false;
    const { queues, invocations, settled, passes } = started({
      worker: ({ Records }: SQSEvent) => (isMended ? undefined : failing(Records.map(({ messageId }) => messageId))),
    });
    queues.send(work, { body: 'one' });
    await passes(20 * minute);
    expect(queues.dlq()).toHaveLength(1);
    expect(queues.redrive('work')).toBeUndefined();
    isMended = true;
    expect([queues.redrive('work-dlq'), queues.redrive()]).toEqual([1, 0]);
    await settled();
    expect(queues.dlq()).toEqual([]);
    expect(invocations.at(-1)?.payload).toMatchObject({
      Records: [{ body: 'one', attributes: { ApproximateReceiveCount: '1' } }],
    });
  });

  it('succeeds or fails as a whole where it does not report failures', async () => {
    const { queues, invocations, settled, passes } = started(
      { worker: () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }) },
      { mapping: { FunctionResponseTypes: [] } },
    );
    queues.send(work, { body: 'one' });
    await settled();
    await passes(10 * minute);
    expect(invocations).toHaveLength(1);
  });

  it('gets no more at once than the batch size and the concurrency allow', async () => {
    let running = 0;
    let most = 0;
    const { queues, invocations, settled } = started(
      {
        async worker() {
          running += 1;
          most = Math.max(most, running);
          await new Promise(setImmediate);
          running -= 1;
        },
      },
      { mapping: { BatchSize: 2, ScalingConfig: { MaximumConcurrency: 2 } } },
    );
    for (let number = 0; number < 9; number += 1) queues.send(work, { body: String(number) });
    await settled();
    expect(most).toBe(2);
    expect(invocations.map(({ payload }) => bodies(payload)).map(({ length }) => length)).toEqual([2, 2, 2, 2, 1]);
  });

  it('waits for a batch to fill, but no longer than the batching window', async () => {
    const { queues, invocations, settled, passes } = started(
      { worker: () => undefined },
      { mapping: { BatchSize: 3, MaximumBatchingWindowInSeconds: 30 } },
    );
    queues.send(work, { body: 'one' });
    await passes(29_000);
    expect(invocations).toEqual([]);
    await passes(1000);
    expect(invocations.map(({ payload }) => bodies(payload))).toEqual([['one']]);
    for (const body of ['two', 'three', 'four']) queues.send(work, { body });
    await settled();
    expect(invocations.map(({ payload }) => bodies(payload)).at(-1)).toEqual(['two', 'three', 'four']);
  });

  it('gets the messages in another order when that is asked for, the same for the same seed', async () => {
    const orderWith = async (seed: number) => {
      const { queues, faults, invocations, settled } = started(
        { worker: () => undefined },
        { mapping: { BatchSize: 1 } },
      );
      faults.set({ reorder: true, seed });
      for (let number = 0; number < 8; number += 1) queues.send(work, { body: String(number) });
      await settled();
      return invocations.flatMap(({ payload }) => bodies(payload)).join('');
    };
    const order = await orderWith(7);
    expect([...order].sort().join('')).toBe('01234567');
    expect(order).not.toBe('01234567');
    expect(await orderWith(7)).toBe(order);
  });
});

describe('After a kill', () => {
  it('what was being worked on is visible at once, with its count kept, and what was waiting is there', async () => {
    const folder = stateFolder();
    const before = started({ worker: () => new Promise(() => {}) }, { folder });
    before.queues.send(work, { body: 'held' });
    await new Promise(setImmediate);
    expect(before.invocations).toHaveLength(1);
    before.kill();

    const after = started({ worker: () => undefined }, { folder });
    after.queues.resume();
    await after.settled();
    const held = expect.objectContaining({
      body: 'held',
      attributes: expect.objectContaining({ ApproximateReceiveCount: '2' }),
    });
    expect(after.invocations).toEqual([{ name: 'worker', payload: { Records: [held] } }]);
    expect(after.activity.idle()).toBe(true);
  });
});

describe('What a queue or mapping asks for and cannot have stops the start', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a filter', { FilterCriteria: { Filters: [] } }, /Test\/mapping .*FilterCriteria/s],
    ['retries of a stream', { MaximumRetryAttempts: 3 }, /Test\/mapping .*MaximumRetryAttempts/s],
    ['a function that is not there', { FunctionName: 'nobody' }, /refers to nobody .*not in the template/],
    ['a large batch without a window', { BatchSize: 100 }, /BatchSize over 10/],
  ])('%s', (_what, mapping, message) => {
    expect(() => startQueues(createContext(), deployment(mapping))).toThrow(message);
  });

  it('a dead-letter queue that is not there', () => {
    const redrive = { RedrivePolicy: { deadLetterTargetArn: arnOf.queue('nowhere'), maxReceiveCount: 3 } };
    expect(() => startQueues(createContext(), deployment({}, redrive))).toThrow(/Test\/work .*nowhere/);
  });
});

describe('[IN-1] What keeps the stack from being idle', () => {
  it('[IN-1] is told with the queue, the function, the next try and why the last one failed', async () => {
    const { queues, activity, clock, settled } = started({
      worker: (event: SQSEvent) => failing(event.Records.map(({ messageId }) => messageId)),
    });
    expect(activity.waiting()).toEqual([]);
    const before = clock.now();
    queues.send(work, { body: 'one' });
    await settled();
    expect(activity.idle()).toBe(false);
    const [wait, ...others] = activity.waiting();
    expect(others).toEqual([]);
    expect(wait).toMatchObject({
      what: 'messages of work for worker: 1',
      why: 'tried 1 of 3 times: worker reported the message as failed',
    });
    expect((wait?.until ?? 0) - before).toBeGreaterThanOrEqual(3 * minute);
    expect((wait?.until ?? 0) - before).toBeLessThan(4 * minute);
  });
});

describe('What a function writes into its log', () => {
  it('says why a message failed, the last time', () => {
    const complaints = createComplaints();
    const line = (message: string) => JSON.stringify({ messageId: 'm1', error: { name: 'Error', message } });
    complaints.read(`nothing\n${line('first')}\n{"messageId": "m2"}\n{"messageId`);
    complaints.read(line('second'));
    expect(complaints.about('m1')).toBe('Error: second');
    expect(complaints.about('m2')).toBeUndefined();
  });
});
