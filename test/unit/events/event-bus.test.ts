import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { accessOf } from '#shared/core/aws/environment.ts';
import { putEventsOf } from '#shared/core/events/event-bus.ts';
import { answeringServer } from '../answering-server.ts';

const answer = {
  FailedEntryCount: 1,
  Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'No' }],
};
const server = await answeringServer({ status: 200, body: JSON.stringify(answer) });
const { heard, answers } = server;
// Locally who puts events is part of the address.
const endpoint = `${server.endpoint}/by/publish`;
const put = putEventsOf(
  accessOf(
    {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    },
    'events',
  ),
);
afterAll(() => void server.close());
beforeEach(server.forget);

const entries = [
  {
    EventBusName: 'bus',
    Source: 'caseward',
    DetailType: 'Case Created',
    Time: new Date(1_800_000_000_123),
    Detail: '{}',
  },
  { EventBusName: 'bus', Source: 'caseward', DetailType: 'Case Closed', Detail: '{"text":"\u00c4"}' },
];

describe('EventBridge is asked', () => {
  test('for the same as by the client of the SDK, and answers which events it did not take', async () => {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    expect(await put(entries)).toEqual(answer);
    const client = new EventBridgeClient({ endpoint, region: 'eu-west-1', credentials });
    await client.send(new PutEventsCommand({ Entries: entries }));
    const [ours, theirs] = heard.map(({ path, headers, scope, body }) => ({
      path,
      scope,
      body,
      type: headers['content-type'],
      target: headers['x-amz-target'],
    }));
    expect(ours).toEqual(theirs);
  });

  test('again where it is throttled', async () => {
    answers.push({ status: 400, body: '{"__type":"ThrottlingException","message":"slower"}' });
    expect(await put(entries)).toEqual(answer);
    expect(heard).toHaveLength(2);
  });
});
