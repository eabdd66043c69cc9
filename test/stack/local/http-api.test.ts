import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFixture } from '#test/stack/local/fixture/stack.ts';

let stack: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack?.stop());

const tokenFor = async (claims: object): Promise<string> =>
  ((await (await stack.post('/_local/token', claims)).json()) as { token: string }).token;
const ada = { sub: 'ada', email: 'ada@example.edu', name: 'Ada', groups: ['advisers', 'admins'] };

interface Echo {
  event: {
    rawPath: string;
    rawQueryString: string;
    routeKey: string;
    body?: string;
    isBase64Encoded: boolean;
    cookies?: string[];
    headers: Record<string, string>;
    pathParameters: Record<string, string>;
    queryStringParameters: Record<string, string>;
    requestContext: {
      authorizer?: { jwt: { claims: Record<string, string> } };
      http: Record<string, string>;
      timeEpoch: number;
    };
  };
}
const echoed = async (response: Response) => ((await response.json()) as Echo).event;

test('a request reaches its function in payload format 2.0', async () => {
  const token = await tokenFor(ada);
  const response = await stack.get('/echo/a%20b?x=1&x=2&y=%20', {
    authorization: `Bearer ${token}`,
    cookie: 'c=1; d=2',
    'X-Mixed': 'Case',
  });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('x-seen')).toBe('yes');
  const event = await echoed(response);
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /echo/{id}',
    rawQueryString: 'x=1&x=2&y=%20',
    queryStringParameters: { x: '1,2', y: ' ' },
    pathParameters: { id: 'a b' },
    cookies: ['c=1', 'd=2'],
    headers: { 'x-mixed': 'Case' },
    isBase64Encoded: false,
    requestContext: {
      http: { method: 'GET', sourceIp: expect.stringMatching(/^127\.0\.0\.1|::1$/) },
      stage: '$default',
    },
  });
  // As API Gateway hands claims over: all of them text, lists in brackets.
  expect(event.requestContext.authorizer?.jwt.claims).toMatchObject({ sub: 'ada', groups: '[advisers admins]' });
});

test('text bodies come as they are, all others in base64', async () => {
  const text = await echoed(await stack.post('/echo/1', { name: 'Zoë' }));
  expect(text).toMatchObject({ body: '{"name":"Zoë"}', isBase64Encoded: false });
  const bytes = new Uint8Array([0xff, 0x00]);
  const binary = await fetch(`${stack.url}/echo/1`, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/zip' },
  });
  expect(await echoed(binary)).toMatchObject({ body: '/wA=', isBase64Encoded: true });
});

test('a fixed path comes before one with a variable', async () => {
  expect(await echoed(await stack.get('/echo/fixed'))).toMatchObject({ routeKey: 'GET /echo/fixed' });
});

const tokens: [string, () => Promise<string>][] = [
  ['no token', async () => ''],
  ['what is no token', async () => 'Bearer nonsense'],
  ['an expired token', async () => `Bearer ${await tokenFor({ ...ada, expiresIn: -1 })}`],
  ['a token of another issuer', async () => `Bearer ${await tokenFor({ ...ada, iss: 'https://elsewhere.example' })}`],
  ['a token for another audience', async () => `Bearer ${await tokenFor({ ...ada, aud: 'somebody-else' })}`],
  ['an unsigned token', async () => `Bearer ${new UnsecuredJWT({ ...ada, ...(await claimsOf()) }).encode()}`],
  ['a token that somebody else signed', async () => `Bearer ${await forged()}`],
];

async function claimsOf(): Promise<Record<string, unknown>> {
  const [, payload = ''] = (await tokenFor(ada)).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

async function forged(): Promise<string> {
  const { keys } = (await (await stack.get('/_local/jwks')).json()) as { keys: { kid: string }[] };
  const { privateKey } = await generateKeyPair('RS256');
  const header = { alg: 'RS256', kid: String(keys[0]?.kid) };
  return new SignJWT(await claimsOf()).setProtectedHeader(header).sign(privateKey);
}

test.each(tokens)('%s is refused by the authoriser', async (_, authorization) => {
  const response = await stack.get('/echo/1', { authorization: await authorization() });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ message: 'Unauthorized' });
  expect(response.headers.get('x-request-id')).toBeTruthy();
});

test('a token lasts a day of the clock at most', async () => {
  const { iat, exp } = await (async () => {
    const [, payload = ''] = (await tokenFor({ ...ada, expiresIn: 1_000_000 })).split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number; exp: number };
  })();
  expect(exp - iat).toBe(86_400);
  const token = await tokenFor(ada);
  expect((await stack.get('/echo/1', { authorization: token })).status).toBe(200);
  await stack.post('/_local/clock', { advance: 'PT24H1S' });
  expect((await stack.get('/echo/1', { authorization: token })).status).toBe(401);
});

test.each(['/nowhere', '/echo', '/echo/1/more', '/echo/'])('the gateway knows no route for GET %s', async (path) => {
  const response = await stack.get(path);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ message: 'Not Found' });
});

test('a path that is not valid is refused', async () => {
  expect((await stack.get('/echo/%E0%A4%A')).status).toBe(400);
});

test('a body over the limits of the gateway and of Lambda is refused', async () => {
  for (const megabytes of [7, 11]) {
    const response = await fetch(`${stack.url}/echo/1`, {
      method: 'POST',
      body: 'x'.repeat(megabytes * 2 ** 20),
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
  }
});

test('an answer that Lambda would not hand over is a 500 of the gateway', async () => {
  // Each time it is written into a JSON text a quotation mark takes twice as much.
  const response = await stack.post('/echo/1', '"'.repeat(1.2 * 2 ** 20));
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
});

test('request line and headers over 10,240 bytes are turned away', async () => {
  expect((await stack.get('/echo/fixed', { 'x-long': 'x'.repeat(9000) })).status).toBe(200);
  const response = await stack.get('/echo/fixed', { 'x-long': 'x'.repeat(10_240) });
  expect(response.status).toBe(431);
  expect(await response.json()).toEqual({ message: 'Request Header Fields Too Large' });
});

test('the throttle of the stage answers 429', async () => {
  const statuses = [];
  for (let request = 0; request < 3; request++) statuses.push((await stack.get('/throttled')).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect(await (await stack.get('/throttled')).json()).toEqual({ message: 'Too Many Requests' });
});

test('browsers of an allowed origin are let in, others get no permission', async () => {
  const ask = { origin: 'https://staff.example', 'access-control-request-method': 'GET' };
  const allowed = await fetch(`${stack.url}/echo/fixed`, { method: 'OPTIONS', headers: ask });
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://staff.example');
  expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization');
  const answer = await stack.get('/echo/fixed', { origin: 'https://staff.example' });
  expect(answer.headers.get('access-control-expose-headers')).toBe('etag');
  const stranger = await stack.get('/echo/fixed', { origin: 'https://elsewhere.example' });
  expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
});
