import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { startAwsEndpoint } from '#local/aws-api/endpoint.ts';
import { startMailIn } from '#local/mail/incoming.ts';
import { startObjects } from '#local/objects/objects.ts';
import { atTheEnd, createContext, day, deploymentOf, stateFolder } from './local-services.ts';

const pages = {
  CorsConfiguration: {
    CorsRules: [
      { AllowedOrigins: ['https://portal.example'], AllowedMethods: ['PUT', 'GET'], AllowedHeaders: ['content-type'] },
    ],
  },
};
const told = {
  ...pages,
  NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
};
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

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

async function started(folder?: string) {
  const context = createContext({ folder });
  const events: { source: string; detailType: string; detail: object }[] = [];
  const bus = { emit: (event: (typeof events)[number]) => void events.push(event) };
  const objects = startObjects(context, resources, { bus, credentials });
  const { port, close } = await startAwsEndpoint(context, { services: [], objects }, 0);
  atTheEnd(close);
  const url = `http://127.0.0.1:${port}`;
  const s3 = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
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

  it('copies an object to where there is none, and leaves what is there', async () => {
    const { put, get, s3 } = await started();
    const copy = () =>
      s3.send(
        new CopyObjectCommand({ Bucket: 'files', CopySource: 'files/pending/a', Key: 'kept/a', IfNoneMatch: '*' }),
      );
    await expect(copy()).rejects.toThrow('The specified key does not exist.');
    await put('files', 'pending/a', 'first');
    await copy();
    await put('files', 'pending/a', 'second');
    await expect(copy()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await get('files', 'kept/a')).toBe('first');
  });
});

describe('a URL that is signed', () => {
  const upload = new PutObjectCommand({ Bucket: 'files', Key: 'a b', ContentLength: 5, ContentType: 'text/plain' });
  const signedFor = async ({ s3, clock }: Awaited<ReturnType<typeof started>>, command = upload) =>
    getSignedUrl(s3, command, {
      expiresIn: 900,
      signingDate: new Date(clock.now()),
      signableHeaders: new Set(['host', 'content-length', 'content-type']),
    });
  const send = (url: string, body: string, type = 'text/plain') =>
    fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });

  it('uploads exactly what it was signed for, until it runs out by the clock of the stack', async () => {
    const s3 = await started();
    const url = await signedFor(s3);
    expect((await send(url, 'hello')).status).toBe(200);
    expect(await s3.get('files', 'a b')).toBe('hello');
    for (const wrong of [
      send(url, 'longer than said'),
      send(url, 'hello', 'text/html'),
      send(url.replace('a%20b', 'b'), 'hello'),
      send(url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000'), 'hello'),
      fetch(url),
    ])
      expect([(await wrong).status, await (await wrong).text()]).toEqual([
        403,
        expect.stringContaining('SignatureDoesNotMatch'),
      ]);
    await s3.passes(day);
    expect(await (await send(url, 'hello')).text()).toContain('Request has expired');
    expect(await s3.get('files', 'a b')).toBe('hello');
  });

  it('downloads under the name and type that it was signed with', async () => {
    const s3 = await started();
    await s3.put('files', 'a', 'x');
    const download = new GetObjectCommand({
      Bucket: 'files',
      Key: 'a',
      ResponseContentDisposition: 'attachment; filename="a \'b\'.csv"',
      ResponseContentType: 'text/csv',
    });
    const answer = await fetch(await getSignedUrl(s3.s3, download, { signingDate: new Date(s3.clock.now()) }));
    expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('content-type')]).toEqual([
      200,
      'attachment; filename="a \'b\'.csv"',
      'text/csv',
    ]);
    expect((await fetch(`${s3.url}/files/a`)).status).toBe(403);
  });

  it('lets pages of the deployment upload, and no others', async () => {
    const s3 = await started();
    const asks = (origin: string) =>
      fetch(`${s3.url}/files/a`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
      });
    const allowed = await asks('https://portal.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://portal.example',
    ]);
    expect((await asks('https://elsewhere.example')).status).toBe(403);
    const sent = await fetch(await signedFor(s3), {
      method: 'PUT',
      body: 'hello',
      headers: { 'content-type': 'text/plain', origin: 'https://portal.example' },
    });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, 'https://portal.example']);
  });
});

describe('SES receiving a mail', () => {
  const mail = (to: string, more = '') =>
    Buffer.from(`From: a@b.example\r\nTo: ${to}\r\n${more}Subject: Hi\r\n\r\nHello\r\n`);

  it('puts it into the bucket of the rule that is for one of its recipients, with its verdicts on top', async () => {
    const { objects, events, get } = await started();
    const { messageId, accepted } = await startMailIn(resources, objects, () => 0).receive(
      mail('reply+x@Mail.example'),
      {},
    );
    expect(accepted).toBe(true);
    expect(await get('files', `inbound/${messageId}`)).toMatch(
      /^Received: from localhost by inbound-smtp[^\n]* for reply\+x@Mail.example; [^\n]*\nX-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\nAuthentication-Results: amazonses.com; spf=pass smtp.mailfrom=a@b.example; dkim=pass header.d=b.example; dmarc=pass header.from=b.example\r\nFrom:/,
    );
    expect(events).toHaveLength(1);
  });

  it('refuses what no rule is for, and takes the recipients that it is told', async () => {
    const { objects, events } = await started();
    const { receive } = startMailIn(resources, objects, () => 0);
    expect(await receive(mail('a@sub.mail.example'), {})).toMatchObject({ accepted: false });
    expect(events).toEqual([]);
    expect(await receive(mail('a@elsewhere.example'), { to: ['b@mail.example'] })).toMatchObject({ accepted: true });
  });

  it('[ME-2] puts what it is told of the sender on top of what the mail says itself', async () => {
    const { objects, get } = await started();
    const { messageId } = await startMailIn(resources, objects, () => 0).receive(
      mail('a@mail.example', 'Authentication-Results: mx.elsewhere.example; dmarc=pass\r\n'),
      { authentication: 'none' },
    );
    expect(await get('files', `inbound/${messageId}`)).toMatch(
      /Authentication-Results: amazonses.com; none\r\nFrom:[\s\S]*mx.elsewhere.example/,
    );
  });

  it('leaves a verdict that the mail brings itself', async () => {
    const { objects, get } = await started();
    const { messageId } = await startMailIn(resources, objects, () => 0).receive(
      mail('a@mail.example', 'X-SES-Spam-Verdict: FAIL\r\nAuthentication-Results: amazonses.com; spf=fail\r\n'),
      {},
    );
    expect(await get('files', `inbound/${messageId}`)).toMatch(
      /^Received:[^\n]*\nX-SES-Virus-Verdict: PASS\r\nFrom:[\s\S]*X-SES-Spam-Verdict: FAIL/,
    );
  });
});
