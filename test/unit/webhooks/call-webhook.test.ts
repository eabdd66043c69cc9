import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { callWebhooks } from '#functions/webhooks/call-webhook.ts';
import { noReplyReasonOf } from '#functions/webhooks/no-reply-reason.ts';
import { NoReply } from '#functions/webhooks/webhook-call.ts';
import { faultsOfTarget } from '#shared/automation/webhooks/target.ts';
import { nextAttempt } from '#shared/automation/webhooks/webhook-delivery.ts';

// What somebody may try by the address of a webhook, or by what answers there.

const listening = async (server: ReturnType<typeof createTcpServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

const aServer = async (answer: RequestListener) => {
  const server = createServer(answer);
  const port = await listening(server);
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${port}/hook`;
};

const message = {
  headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
  body: '{"type":"Case Created"}',
};
const here = callWebhooks({ targets: 'this-machine-too', within: 2_000 });

/** Why there was no reply. */
const whyNot = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NoReply);
  return (error as NoReply).reason;
};

const privateOnes = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://172.16.3.4/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://169.254.170.2/v2/credentials/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[ff02::1]/',
  'https://localhost/',
  'https://localhost./',
  'https://LOCALHOST:8443/',
  'https://db.internal/',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://printer.local/',
  'https://intranet/',
  'https://①②⑦.⓪.⓪.①/',
  'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'https://127。0。0。1/',
];

describe('[WH-1] an address that is not public', () => {
  test.each(privateOnes)('%s is refused when it is saved, and when it is called', async (url) => {
    expect(faultsOfTarget(url, 'public')).toEqual([
      { pointer: '/url', code: 'private-address', detail: 'does not lead to a public address' },
    ]);
    expect(await whyNot(callWebhooks({ targets: 'public' })({ url, ...message }))).toBe('private-address');
  });

  test.each(['http://10.0.0.1/', 'http://169.254.169.254/latest', 'http://[fd00:ec2::254]/', 'http://0.0.0.0/'])(
    'nor is %s taken on a machine of one’s own, where this machine is',
    async (url) => {
      expect(faultsOfTarget(url, 'this-machine-too')).toMatchObject([{ pointer: '/url', code: 'private-address' }]);
      expect(await whyNot(here({ url, ...message }))).toBe('private-address');
    },
  );

  test('a name that leads to another machine of the network is not called from a machine of one’s own', async () => {
    const lookup: LookupFunction = (_name, { all }, found) =>
      all ? found(null, [{ address: '10.0.0.1', family: 4 }]) : found(null, '10.0.0.1', 4);
    const call = callWebhooks({ targets: 'this-machine-too', within: 2_000, lookup });
    expect(faultsOfTarget('http://localhost:9000/', 'this-machine-too')).toEqual([]);
    expect(await whyNot(call({ url: 'http://hooks.example.org/', ...message }))).toBe('private-address');
  });

  test.each([
    ['http://hooks.example.org/', 'not-https'],
    ['ftp://hooks.example.org/', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://me:secret@hooks.example.org/', 'credentials'],
    ['https://me@hooks.example.org/', 'credentials'],
    ['https://', 'invalid-url'],
    ['//hooks.example.org/', 'invalid-url'],
    ['https://hooks.example.org:99999/', 'invalid-url'],
  ])('nor is %s taken', async (url, code) => {
    expect(faultsOfTarget(url, 'public').map((fault) => fault.code)).toEqual([code]);
    expect(await whyNot(callWebhooks({ targets: 'public' })({ url, ...message }))).toBe(code);
  });

  test.each([
    'https://hooks.example.org/x?y=1#z',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
    'https://bücher.example.net/',
  ])('%s is one', (url) => expect(faultsOfTarget(url, 'public')).toEqual([]));

  test('is refused where a name leads to it, whatever the name led to before: it is looked up once a call', async () => {
    let asked = 0;
    let reached = 0;
    const port = new URL(
      await aServer((_request, response) => {
        reached++;
        response.end();
      }),
    ).port;
    // A public address first, of a network that answers nobody.
    const lookup = ((_host: string, options: { all?: boolean }, answer: (...of: unknown[]) => void) => {
      const address = asked++ === 0 ? '11.0.0.1' : '127.0.0.1';
      if (options.all) answer(null, [{ address, family: 4 }]);
      else answer(null, address, 4);
    }) as unknown as LookupFunction;
    const call = callWebhooks({ targets: 'public', lookup, within: 300 });
    const url = `https://rebinding.example.org:${port}/`;
    expect(await whyNot(call({ url, ...message }))).not.toBe('private-address');
    expect(asked).toBe(1);
    expect(await whyNot(call({ url, ...message }))).toBe('private-address');
    expect([asked, reached]).toEqual([2, 0]);
  });

  test('is refused where it is one of several that a name leads to', async () => {
    const lookup = ((_host: string, options: { all?: boolean }, answer: (...of: unknown[]) => void) =>
      options.all
        ? answer(null, [
            { address: '11.0.0.1', family: 4 },
            { address: '::ffff:127.0.0.1', family: 6 },
          ])
        : answer(null, '::ffff:127.0.0.1', 6)) as unknown as LookupFunction;
    const call = callWebhooks({ targets: 'public', lookup, within: 300 });
    expect(await whyNot(call({ url: 'https://two.example.org/', ...message }))).toBe('private-address');
  });
});

describe('[WH-1] an endpoint', () => {
  test('that leads on elsewhere is not followed', async () => {
    let reached = 0;
    const elsewhere = await aServer((_request, response) => {
      reached++;
      response.end();
    });
    const url = await aServer((_request, response) => void response.writeHead(307, { location: elsewhere }).end());
    expect(await here({ url, ...message })).toEqual({ status: 307, retryAfter: undefined });
    expect(reached).toBe(0);
  });

  test('that answers without end is left when its status is known', async () => {
    let isClosed: (value: unknown) => void = () => undefined;
    const closed = new Promise((resolve) => {
      isClosed = resolve;
    });
    const url = await aServer((_request, response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.write(Buffer.alloc(64 * 1024))) if (response.destroyed) return;
      };
      response.on('drain', pour);
      response.on('close', isClosed);
      pour();
    });
    expect(await here({ url, ...message })).toMatchObject({ status: 200 });
    await closed;
  });

  test('whose answer would fill the memory once unpacked is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const url = await aServer(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(await here({ url, ...message })).toMatchObject({ status: 200 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  test('that answers a letter at a time, or not at all, has its time and no more', async () => {
    const sockets = new Set<Socket>();
    const drip = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      const letters = [...'HTTP/1.1 200 OK\r\nx-padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'];
      const timer = setInterval(() => void (letters.length > 0 && socket.write(letters.shift() ?? '')), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const port = await listening(drip);
    const impatient = callWebhooks({ targets: 'this-machine-too', within: 200 });
    expect(await whyNot(impatient({ url: `http://127.0.0.1:${port}/`, ...message }))).toBe('timeout');
    for (const socket of sockets) socket.destroy();
  });

  test('gets the headers of the message and no others, whatever its address says', async () => {
    const got: { url: string | undefined; headers: object }[] = [];
    const base = await aServer(({ url, headers }, response) => {
      got.push({ url, headers });
      response.writeHead(204).end();
    });
    await here({ url: `${base}?x=%0d%0aX-Evil:%201`, ...message });
    await here({ url: `${base}?x=\r\nX-Evil: 1`, ...message });
    expect(got.map(({ url }) => url)).toEqual(['/hook?x=%0d%0aX-Evil:%201', '/hook?x=X-Evil:%201']);
    for (const { headers } of got)
      expect(Object.keys(headers).sort()).toEqual([
        'connection',
        'content-length',
        'content-type',
        'host',
        'webhook-id',
      ]);
  });

  test('that asks to be left alone says for how long, in seconds or until when', async () => {
    const now = Date.parse('2026-11-29T12:00:00Z');
    const answers = ['120', 'Sun, 29 Nov 2026 12:01:00 GMT', 'Sun, 29 Nov 2026 11:00:00 GMT', 'soon', '-5'];
    let index = 0;
    const url = await aServer(
      (_request, response) => void response.writeHead(503, { 'retry-after': answers[index++] }).end(),
    );
    const call = callWebhooks({ targets: 'this-machine-too', now: () => now });
    const said = [];
    for (const _ of answers) said.push((await call({ url, ...message })).retryAfter);
    expect(said).toEqual([120_000, 60_000, undefined, undefined, undefined]);
  });

  test('that does not answer says why by a reason with words, and not by a code of the system', async () => {
    expect(await whyNot(here({ url: 'http://127.0.0.1:1/', ...message }))).toBe('connection-refused');
    const lookup: LookupFunction = (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND hooks.university.edu'), { code: 'ENOTFOUND' }), '');
    const lost = callWebhooks({ targets: 'public', lookup });
    expect(await whyNot(lost({ url: 'https://hooks.university.edu/', ...message }))).toBe('host-not-found');
    const mute = createTcpServer((socket) => socket.on('error', () => undefined).end('SMTP 220 ready\r\n\r\n'));
    const port = await listening(mute);
    expect(await whyNot(here({ url: `http://127.0.0.1:${port}/`, ...message }))).toBe('not-http');
    expect(await whyNot(here({ url: `https://127.0.0.1:${port}/`, ...message }))).toBe('tls-failed');
  });

  test.each([
    ['EAI_AGAIN', 'host-not-found'],
    ['ECONNRESET', 'connection-lost'],
    ['EHOSTUNREACH', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-not-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-not-valid'],
    ['CERT_HAS_EXPIRED', 'certificate-not-valid'],
    ['EPROTO', 'tls-failed'],
    ['EMFILE', 'failed'],
  ])('of whose failing Node says %s is %s', (code, reason) => {
    expect(noReplyReasonOf(code)).toBe(reason);
  });
});

test('[WH-1] the next attempt follows the schedule, or what the endpoint asks for, up to a day', () => {
  const seconds = (milliseconds: number | undefined) => milliseconds && milliseconds / 1000;
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => seconds(nextAttempt(attempts, 0)))).toEqual([
    5,
    300,
    1800,
    7200,
    18_000,
    36_000,
    36_000,
    undefined,
  ]);
  expect(seconds(nextAttempt(1, 0, 3_600_000))).toBe(3600);
  expect(seconds(nextAttempt(4, 0, 60_000))).toBe(7200);
  expect(seconds(nextAttempt(1, 0, 1e12))).toBe(86_400);
  expect(nextAttempt(8, 0, 3_600_000)).toBeUndefined();
});
