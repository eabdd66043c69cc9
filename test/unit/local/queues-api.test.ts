import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { startQueues } from '#local/queues/queues.ts';
import { arnOf, clientConfiguration, createContext, deploymentOf, minute } from './local-services.ts';

describe('SQS by the SDK', () => {
  async function connected() {
    const context = createContext();
    const queues = startQueues(
      context,
      deploymentOf({ type: 'AWS::SQS::Queue', name: 'work', properties: { DelaySeconds: 0 } }),
    );
    const client = new SQSClient(await clientConfiguration(context, queues.service));
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'work' }));
    // The endpoint of the queue's own URL is that of the template; the test's is another.
    client.config.useQueueUrlAsEndpoint = false;
    return { ...context, queues, client, QueueUrl };
  }

  it('sends, receives, hides, and deletes', async () => {
    const { client, QueueUrl, passes } = await connected();
    const attributes = { reason: { DataType: 'String', StringValue: 'wrong type' } };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one', MessageAttributes: attributes }));
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      VisibilityTimeout: 60,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    const { Messages: [message] = [] } = await client.send(receive);
    expect(message).toMatchObject({
      Body: 'one',
      MessageAttributes: attributes,
      Attributes: { ApproximateReceiveCount: '1' },
    });
    expect((await client.send(receive)).Messages).toEqual([]);
    const { ReceiptHandle } = message ?? {};
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 600 }));
    await passes(5 * minute);
    expect((await client.send(receive)).Messages).toEqual([]);
    await passes(5 * minute);
    const [again] = (await client.send(receive)).Messages ?? [];
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    await passes(minute);
    expect((await client.send(receive)).Messages).toEqual([]);
  });

  it('sends and deletes batches, delays, counts, and keeps messages no longer than four days', async () => {
    const { client, QueueUrl, passes } = await connected();
    const Entries = [
      { Id: 'a', MessageBody: 'now' },
      { Id: 'b', MessageBody: 'later', DelaySeconds: 300 },
      { Id: 'c', MessageBody: 'x'.repeat(1_048_577) },
    ];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
    expect(sent.Failed).toEqual([expect.objectContaining({ Id: 'c', Code: 'InvalidParameterValue' })]);
    const counted = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(counted.Attributes).toMatchObject({
      QueueArn: arnOf.queue('work'),
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['now']);
    const deleted = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: deleted }));
    await passes(4 * 24 * 60 * minute);
    expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toEqual([]);
  });

  it('has errors as AWS names them', async () => {
    const { client, QueueUrl } = await connected();
    const nowhere = QueueUrl?.replace('work', 'nowhere');
    const send = (command: SendMessageCommand) => client.send(command).catch((error: Error) => error.name);
    expect(await send(new SendMessageCommand({ QueueUrl: nowhere, MessageBody: 'x' }))).toBe('QueueDoesNotExist');
    expect(await send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', DelaySeconds: 901 }))).toBe(
      'InvalidParameterValue',
    );
  });

  it('fails when that is asked for', async () => {
    const { client, QueueUrl, faults } = await connected();
    faults.set({ fail: [{ service: 'sqs', rate: 1 }] });
    await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toThrow('Made to fail');
  });

  it('delivers twice when that is asked for', async () => {
    const { client, QueueUrl, faults, queues } = await connected();
    faults.set({ duplicate: 1 });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(queues.dlq()).toHaveLength(2);
  });
});
