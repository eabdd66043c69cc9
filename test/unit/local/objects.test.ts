import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { startAwsEndpoint } from '#local/aws-json.ts';
import { startMailIn } from '#local/mail-in.ts';
import { startObjects } from '#local/objects.ts';
import { atTheEnd, createContext, day, deploymentOf, stateFolder } from './local-services.ts';

const told = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };
const rule = (Recipients: string[], ObjectKeyPrefix: string, Enabled = true) => ({
  Rule: {
    Enabled,
    Recipients,
    ScanEnabled: true,
    TlsPolicy: 'Require',
    Actions: [{ S3Action: { BucketName: 'files', ObjectKeyPrefix } }],
  },
});
const resources = deploymentOf(
  { type: 'AWS::S3::Bucket', name: 'files', properties: told },
  { type: 'AWS::S3::Bucket', name: 'quiet' },
  { type: 'AWS::SES::ReceiptRule', name: 'replies', properties: rule(['mail.example'], 'inbound/') },
  { type: 'AWS::SES::ReceiptRule', name: 'off', properties: rule([], 'never/', false) },
);

async function started(folder?: string) {
  const context = createContext({ folder });
  const events: { source: string; detailType: string; detail: object }[] = [];
  const objects = startObjects(context, resources, { emit: (event) => void events.push(event) });
  const { port, close } = await startAwsEndpoint(context, { services: [], objects }, 0);
  atTheEnd(close);
  const url = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  const put = (Bucket: string, Key: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain' }));
  const get = async (Bucket: string, Key: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  return { ...context, events, objects, url, s3, put, get };
}

describe('S3 as the SDK uses it', () => {
  it('keeps an object under any key, and replaces it', async () => {
    const { put, get, s3 } = await started();
    const key = 'inbound/a b/ü+%?.txt';
    await put('files', key, 'first');
    await put('files', key, 'second');
    expect(await get('files', key)).toBe('second');
    expect(await s3.send(new HeadObjectCommand({ Bucket: 'files', Key: key }))).toMatchObject({
      ContentLength: 6,
      ContentType: 'text/plain',
    });
    await s3.send(new DeleteObjectCommand({ Bucket: 'files', Key: key }));
    await expect(get('files', key)).rejects.toThrow('The specified key does not exist.');
  });

  it('tells EventBridge of what arrives, where the bucket does', async () => {
    const { put, events } = await started();
    await put('quiet', 'a', 'x');
    await put('files', 'inbound/1', 'hello');
    expect(events).toMatchObject([
      {
        source: 'aws.s3',
        detailType: 'Object Created',
        detail: { bucket: { name: 'files' }, object: { key: 'inbound/1', size: 5 } },
      },
    ]);
  });

  it('keeps objects over a restart', async () => {
    const folder = stateFolder();
    const first = await started(folder);
    await first.put('files', 'a', 'kept');
    first.store.close();
    expect(await (await started(folder)).get('files', 'a')).toBe('kept');
  });

  it('answers a signed URL until it runs out, by the clock of the stack', async () => {
    const { put, url, clock, passes } = await started();
    await put('files', 'a', 'x');
    const date = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const signed = `${url}/files/a?X-Amz-Date=${date}&X-Amz-Expires=900&response-content-disposition=attachment`;
    const answer = await fetch(signed);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, 'attachment']);
    await passes(day);
    expect((await fetch(signed)).status).toBe(403);
  });
});

describe('SES receiving a mail', () => {
  const mail = (to: string, more = '') =>
    Buffer.from(`From: a@b.example\r\nTo: ${to}\r\n${more}Subject: Hi\r\n\r\nHello\r\n`);

  it('puts it into the bucket of the rule that is for one of its recipients, with its verdicts on top', async () => {
    const { objects, events, get } = await started();
    const { messageId, accepted } = await startMailIn(resources, objects).receive(mail('reply+x@Mail.example'));
    expect(accepted).toBe(true);
    expect(await get('files', `inbound/${messageId}`)).toMatch(
      /^X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\nFrom:/,
    );
    expect(events).toHaveLength(1);
  });

  it('refuses what no rule is for, and takes the recipients that it is told', async () => {
    const { objects, events } = await started();
    const { receive } = startMailIn(resources, objects);
    expect(await receive(mail('a@sub.mail.example'))).toMatchObject({ accepted: false });
    expect(events).toEqual([]);
    expect(await receive(mail('a@elsewhere.example'), ['b@mail.example'])).toMatchObject({ accepted: true });
  });

  it('leaves a verdict that the mail brings itself', async () => {
    const { objects, get } = await started();
    const { messageId } = await startMailIn(resources, objects).receive(
      mail('a@mail.example', 'X-SES-Spam-Verdict: FAIL\r\n'),
    );
    expect(await get('files', `inbound/${messageId}`)).toMatch(
      /^X-SES-Virus-Verdict: PASS\r\nFrom:[\s\S]*X-SES-Spam-Verdict: FAIL/,
    );
  });
});
