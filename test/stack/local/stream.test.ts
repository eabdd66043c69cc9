import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startFixture } from '#test/stack/local/fixture/stack.ts';

let stack: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack?.stop());

let run = 0;
beforeEach(() => {
  run++;
});
const write = (id: string, attributes: object = {}) => stack.post('/items', { id: `${run}-${id}`, ...attributes });
const ids = async (queue: string) =>
  (await stack.queue(queue)).map(({ id }) => String(id)).filter((id) => id.startsWith(`${run}-`));

test('what a request wrote has gone through the stream once the stack is idle', async () => {
  for (let round = 0; round < 10; round++) {
    await write(`item-${round}`);
    await stack.idle();
    expect(await ids('seen')).toContain(`${run}-item-${round}`);
  }
});

test('records come in order, in the shape that Lambda gives them', async () => {
  const wanted = Array.from({ length: 25 }, (_, index) => `item-${index}`);
  for (const id of wanted) await write(id);
  await stack.idle();
  expect(await ids('seen')).toEqual(wanted.map((id) => `${run}-${id}`));
  const [first] = (await stack.queue('seen')).filter(({ id }) => id === `${run}-item-0`);
  expect(first).toMatchObject({
    eventName: 'INSERT',
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/Data-Table/stream/local',
    change: {
      Keys: { pk: { S: `${run}-item-0` }, sk: { S: `${run}-item-0` } },
      NewImage: { pk: { S: `${run}-item-0` } },
      SequenceNumber: expect.stringMatching(/^\d+$/),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ApproximateCreationDateTime: expect.any(Number),
    },
  });
});

/** So much at once that several records come in one batch. */
const writeTogether = (items: [string, object][]) =>
  Promise.all(items.map(([id, attributes]) => write(id, attributes)));

test('a record that always fails is bisected out, retried, and goes to the failure destination; the others go through', async () => {
  await writeTogether([
    ['a', {}],
    ['b', {}],
    ['bad', { poison: 'yes' }],
    ['c', {}],
    ['d', {}],
  ]);
  await write('after');
  await stack.post('/_local/clock', { advance: 'PT10M' });
  expect(new Set(await ids('seen'))).toEqual(new Set(['a', 'b', 'c', 'd', 'after'].map((id) => `${run}-${id}`)));
  const failed = await stack.queue('failed');
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

test('after a partial failure only the records from the first failed one come again', async () => {
  const before = (await stack.queue('failed')).length;
  await write('one');
  await write('two', { refuse: 'yes' });
  await write('three');
  await stack.post('/_local/clock', { advance: 'PT10M' });
  const seen = await ids('seen');
  expect(seen.filter((id) => id === `${run}-one`)).toHaveLength(1);
  expect(await stack.queue('failed')).toHaveLength(before + 1);
});

test('items whose time has passed are removed', async () => {
  const { now } = (await (await stack.get('/_local/clock')).json()) as { now: string };
  await write('short-lived', { expiresAt: Math.floor(Date.parse(now) / 1000) + 3600 });
  await stack.post('/_local/clock', { advance: 'P2D' });
  const removal = (await stack.queue('seen')).find(
    ({ id, eventName }) => id === `${run}-short-lived` && eventName === 'REMOVE',
  );
  expect(removal).toBeDefined();
});
