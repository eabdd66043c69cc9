import { Webhook as Verifier } from 'standardwebhooks';
import { beforeEach, describe, expect, test } from 'vitest';
import { idempotencyKey } from '#shared/core/table/keys.ts';
import { anEndpoint, type EndpointAnswer, type GotMessage } from './endpoint.ts';
import { aCase, aContact, act, anAlert, expectRefused, here, historyOf, put, signIn, unique } from './world.ts';

// What other systems are sent of what happens, and what is done where they do not take it.

interface DeliveryAnswer {
  id: string;
  messageId: string;
  eventId: string;
  status: string;
  attempts: number;
  outcome?: string;
}

const admin = () => signIn('ada', 'admins');

/** A webhook of the test's own. @returns its key and secret */
const aWebhook = async (url: string, more: object = {}) => {
  const key = unique('hook-');
  const { secret } = await put<{ secret: string }>(`/v1/webhooks/${key}`, {
    name: 'The data warehouse',
    url,
    events: ['Case Created'],
    ...more,
  });
  return { key, secret };
};

const deliveriesTo = async (key: string): Promise<DeliveryAnswer[]> =>
  (await (await admin()).get<{ items: DeliveryAnswer[] }>(`/v1/webhooks/${key}/deliveries?limit=200`)).items;
const stateOf = async (key: string) => (await (await admin()).get<{ state: string }>(`/v1/webhooks/${key}`)).state;
const { idle, advance, mails } = {
  idle: () => here().local.idle(),
  advance: (by: string) => here().local.advance(by),
  mails: async () => (await here().local.mails('ada@staff.example.edu')).map(({ subject }) => subject),
};
const subjectsOf = (got: readonly GotMessage[]) => got.map(({ body }) => (body.data.subject as { id: string }).id);
/** Deliveries go out in a wake-up, which the house begins when time goes on. */
const settled = async () => {
  await idle();
  await advance('PT1S');
  await idle();
};

beforeEach(async () => {
  await put('/v1/groups/admins', {
    name: 'Administrators',
    members: [{ id: 'ada', name: 'Ada', email: 'ada@staff.example.edu' }],
  });
});

describe('[WH-1] a webhook', () => {
  test('is sent each event that it wants, signed by Standard Webhooks, with the detail of the bus', async () => {
    const { url, got } = await anEndpoint();
    const { key, secret } = await aWebhook(url);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { id } = await aCase({ contactId: 'S101' });
    await settled();
    expect(got).toHaveLength(1);
    const [message] = got as [GotMessage];
    const [event] = await historyOf('cases', id);
    const { type, ...detail } = event as NonNullable<typeof event>;
    expect(message.body).toEqual({ type, timestamp: detail.occurredAt, data: detail });
    const { headers, text } = message;
    expect(headers['content-type']).toBe('application/json');
    // Its time is the virtual one, which no verifier of today believes: so the signature by itself.
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(Math.abs(at.getTime() - Date.parse(await here().local.now()))).toBeLessThan(60_000);
    expect(headers['webhook-signature']).toBe(new Verifier(secret).sign(String(headers['webhook-id']), at, text));
    expect(await deliveriesTo(key)).toEqual([
      expect.objectContaining({
        messageId: headers['webhook-id'],
        eventId: detail.eventId,
        status: 'delivered',
        attempts: 1,
        outcome: '204',
      }),
    ]);
    expect(await stateOf(key)).toBe('enabled');
  });

  test('is sent a thin message where it wants no more, and only what its condition holds of', async () => {
    const { url, got } = await anEndpoint();
    await aWebhook(url, { payload: 'thin', condition: { field: 'case.priority', op: 'is', value: 'high' } });
    await aCase({ priority: 'low' });
    const { id, reference } = await aCase({ priority: 'high', subject: 'Nobody else’s business' });
    await settled();
    expect(got.map(({ body }) => Object.keys(body.data).sort())).toEqual([
      ['eventId', 'occurredAt', 'schemaVersion', 'subject'],
    ]);
    expect(got[0]?.body.data.subject).toEqual({ kind: 'case', id, reference });
    expect(got[0]?.text).not.toContain('Nobody');
  });

  test('[CA-12] is sent nothing of a private case or alert, unless it is said to be for that', async () => {
    const { url, got } = await anEndpoint();
    const { url: other, got: gotAll } = await anEndpoint();
    const events = ['Case Created', 'Alert Created', 'Note Added'];
    await aWebhook(url, { events });
    await aWebhook(other, { events, private: true });
    const hidden = await aCase({ private: true });
    await act(here().as.manager, `/v1/cases/${hidden.id}/notes`, { text: 'Between us' });
    const alert = await anAlert({ contactId: 'S102', private: true });
    const open = await aCase();
    await settled();
    expect(subjectsOf(got)).toEqual([open.id]);
    expect(new Set(subjectsOf(gotAll))).toEqual(new Set([hidden.id, alert.id, open.id]));
  });

  test('is sent everything once while everything on the bus comes twice, late and dies', async () => {
    const { url, got } = await anEndpoint();
    const { key } = await aWebhook(url, { events: ['Case Created', 'Case Assigned', 'Case Closed'] });
    const failing = ['publish', 'webhooks'].map((name) => ({ function: name, rate: 0.4 }));
    await here().local.faults({ duplicate: 1, reorder: true, delayMs: 300, fail: failing, seed: 5 });
    const cases = await Promise.all(Array.from({ length: 5 }, () => aCase({ contactId: 'S101' })));
    for (const { id } of cases) {
      await act(here().as.manager, `/v1/cases/${id}/claim`);
      await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
    }
    await advance('PT30M');
    await here().local.faults({});
    await advance('PT30M');
    await idle();
    const events = got.map(({ body }) => body.data.eventId);
    expect(new Set(events).size).toBe(events.length);
    expect(got.map(({ body }) => body.type).sort()).toEqual(
      ['Case Assigned', 'Case Closed', 'Case Created'].flatMap((type) => cases.map(() => type)),
    );
    expect((await deliveriesTo(key)).map(({ status }) => status)).toEqual(events.map(() => 'delivered'));
  });

  test('is sent each message, also where the wake-up dies at any of its calls: then once more under the same id', async () => {
    const { url, got } = await anEndpoint();
    const { key } = await aWebhook(url);
    await here().local.faults({
      fail: ['wake', 'sweep'].map((name) => ({ function: name, rate: 0.5 })),
      seed: 9,
    });
    const cases = await Promise.all(Array.from({ length: 8 }, () => aCase()));
    await advance('PT30M');
    await here().local.faults({});
    await advance('PT30M');
    await idle();
    expect([...new Set(subjectsOf(got))].sort()).toEqual(cases.map(({ id }) => id).sort());
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(cases.length);
    expect((await deliveriesTo(key)).map(({ status }) => status)).toEqual(cases.map(() => 'delivered'));
  });

  test('is tried again under the same id by its schedule, to the second, until it takes the message', async () => {
    const at: number[] = [];
    const now = async () => Date.parse(await here().local.now());
    const { url, got } = await anEndpoint(() => 500);
    const { key } = await aWebhook(url);
    await aCase();
    await settled();
    const start = Number(got[0]?.headers['webhook-timestamp']);
    for (const by of ['PT10S', 'PT10M', 'PT1H', 'PT3H', 'PT6H', 'PT11H', 'PT11H', 'PT20H']) {
      await advance(by);
      await idle();
      at.push(await now());
    }
    const offsets = got.map(({ headers }) => Number(headers['webhook-timestamp']) - start);
    const minutes = 60;
    const hours = 60 * minutes;
    expect(offsets).toEqual([
      0,
      5,
      5 + 5 * minutes,
      5 + 35 * minutes,
      5 + 35 * minutes + 2 * hours,
      5 + 35 * minutes + 7 * hours,
      5 + 35 * minutes + 17 * hours,
      5 + 35 * minutes + 27 * hours,
    ]);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveriesTo(key)).toEqual([expect.objectContaining({ status: 'dead', attempts: 8, outcome: '500' })]);
  });

  test('that asks for time gets it, and only an answer of 2xx counts', async () => {
    const answers: EndpointAnswer[] = [
      { status: 503, headers: { 'retry-after': '3600' } },
      { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
      204,
    ];
    const { url, got } = await anEndpoint((_message, index) => answers[index] ?? 500);
    const { key } = await aWebhook(url);
    await aCase();
    await settled();
    await advance('PT59M');
    expect(got).toHaveLength(1);
    await advance('PT2M');
    expect(got).toHaveLength(2);
    expect(await stateOf(key)).toBe('failing');
    await advance('PT6M');
    expect(got).toHaveLength(3);
    expect(await deliveriesTo(key)).toEqual([expect.objectContaining({ status: 'delivered', attempts: 3 })]);
    expect(await stateOf(key)).toBe('enabled');
  });

  test('that is down holds no other up', async () => {
    const { url: down } = await anEndpoint(() => 500);
    const { url, got } = await anEndpoint();
    const { key } = await aWebhook(down);
    await aWebhook(url);
    const cases = await Promise.all(Array.from({ length: 15 }, () => aCase()));
    await settled();
    expect(subjectsOf(got).sort()).toEqual(cases.map(({ id }) => id).sort());
    expect((await deliveriesTo(key)).map(({ status }) => status)).toEqual(cases.map(() => 'pending'));
  });

  test('[CA-20] is not sent what was purged before it took it', async () => {
    let status = 500;
    const { url, got } = await anEndpoint(() => status);
    const { key } = await aWebhook(url);
    const { id } = await aCase({ subject: 'Never mind' });
    await settled();
    const remove = async (query: string) => {
      const etag = String((await here().as.admin.send('GET', `/v1/cases/${id}`)).headers.get('etag'));
      return here().as.admin.send('DELETE', `/v1/cases/${id}${query}`, { headers: { 'if-match': etag } });
    };
    await remove('');
    await remove('?permanent=true');
    status = 204;
    const before = got.length;
    await advance('PT6H');
    expect(got).toHaveLength(before);
    expect(await deliveriesTo(key)).toEqual([expect.objectContaining({ status: 'dead', outcome: 'purged' })]);
  });
});

describe('[WH-2] a webhook that fails', () => {
  test('has the administrators mailed after a day, and is switched off after five, each once and with an event', async () => {
    const { url } = await anEndpoint(() => 500);
    const { key } = await aWebhook(url);
    await aCase();
    await settled();
    expect(await stateOf(key)).toBe('failing');
    await advance('PT23H59M');
    expect(await mails()).toEqual([]);
    await advance('PT2M');
    await idle();
    expect(await mails()).toEqual(['The webhook The data warehouse has failed for a day']);
    expect((await here().local.mails({ about: 'has failed for a day' })).map(({ text }) => text)).toEqual([
      expect.stringMatching(new RegExp(`has arrived since [^]* UTC\\.[^]*/staff/admin/webhooks/${key}\n`)),
    ]);
    await advance('P4D');
    await idle();
    expect(await mails()).toEqual([
      'The webhook The data warehouse has failed for a day',
      'The webhook The data warehouse was switched off',
    ]);
    expect(await stateOf(key)).toBe('disabled');
    const types = (await here().local.busEvents())
      .filter(({ detail }) => detail.subject?.id === `webhooks/${key}`)
      .map((event) => event['detail-type']);
    expect([...new Set(types)]).toEqual(['Configuration Changed', 'Webhook Failing', 'Webhook Switched Off']);
    await advance('P10D');
    expect(await mails()).toHaveLength(2);
  });

  test('is switched off at once where its endpoint says that it is gone', async () => {
    const { url, got } = await anEndpoint(() => 410);
    const { key } = await aWebhook(url);
    await aCase();
    await settled();
    await idle();
    expect(await stateOf(key)).toBe('disabled');
    expect(await mails()).toEqual(['The webhook The data warehouse was switched off']);
    await aCase();
    await advance('P2D');
    expect(got).toHaveLength(1);
  });

  test.each([
    [
      'switched off and on again',
      async (path: string, value: object) => {
        await put(path, { ...value, enabled: false });
        await settled();
      },
    ],
    [
      'deleted and made again',
      async (path: string) => {
        const by = await admin();
        const etag = String((await by.send('GET', path)).headers.get('etag'));
        expect((await by.send('DELETE', path, { headers: { 'if-match': etag } })).status).toBe(204);
      },
    ],
  ])('%s is not sent what waited before, nor held to have failed since then', async (_how, end) => {
    const { url } = await anEndpoint(() => 500);
    let status = 500;
    const { url: other, got } = await anEndpoint(() => status);
    const { key } = await aWebhook(url);
    const path = `/v1/webhooks/${key}`;
    const value = { name: 'Another', url: other, events: ['Case Created'] };
    const since = await here().local.now();
    const before = await aCase();
    await settled();
    expect(await stateOf(key)).toBe('failing');
    await end(path, value);
    await put(path, value);
    await settled();
    expect(await stateOf(key)).toBe('enabled');
    await advance('P6D');
    expect(got).toEqual([]);
    expect(await deliveriesTo(key)).toMatchObject([{ status: 'dead', outcome: 'switched-off', attempts: 1 }]);
    const { id } = await aCase({}, await signIn('amara', 'advisers'));
    await settled();
    expect(await stateOf(key)).toBe('failing');
    expect(await mails()).toEqual([]);
    status = 204;
    await (await admin()).post(`${path}/recover`, { since });
    await settled();
    expect(subjectsOf(got).slice(1).sort()).toEqual([before.id, id].sort());
  });

  test('recovers what has not arrived, under the ids that its messages had', async () => {
    let status = 500;
    const { url, got } = await anEndpoint(() => status);
    const { key } = await aWebhook(url);
    const since = await here().local.now();
    const { id } = await aCase();
    await settled();
    await advance('P2D');
    const ids = new Set(got.map(({ headers }) => headers['webhook-id']));
    status = 200;
    const arrived = await aCase({}, await signIn('amara', 'advisers'));
    await settled();
    const before = got.length;
    const answer = await (await admin()).send('POST', `/v1/webhooks/${key}/recover`, { body: { since } });
    expect(answer.status).toBe(202);
    await settled();
    expect(subjectsOf(got.slice(before))).toEqual([id]);
    expect(ids).toContain(got.at(-1)?.headers['webhook-id']);
    expect((await deliveriesTo(key)).map(({ status: one }) => one)).toEqual(['delivered', 'delivered']);
    expect(subjectsOf(got)).toContain(arrived.id);
  });

  test('recovers nothing of a time to come, and replays nothing of it', async () => {
    const { url, got } = await anEndpoint();
    const { key } = await aWebhook(url);
    const ask = async (what: string, body: object) =>
      (await admin()).send('POST', `/v1/webhooks/${key}/${what}`, { body });
    const later = { from: '2100-01-01T00:00:00Z', to: '2101-01-01T00:00:00Z' };
    expectRefused(await ask('recover', { since: later.from }), 400, 'invalid-request', ['/since']);
    expectRefused(await ask('replay', { from: later.to, to: later.from }), 400, 'invalid-request', ['/to']);
    expect((await ask('replay', later)).status).toBe(202);
    await settled();
    expect(await here().local.deadLetters()).toEqual([]);
    expect(got).toEqual([]);
  });

  test('replays one message, or those of a time, as new ones, once for each request', async () => {
    const { url, got } = await anEndpoint();
    const { key } = await aWebhook(url);
    const from = await here().local.now();
    const [one, two] = [await aCase(), await aCase()];
    await settled();
    const to = await here().local.now();
    const [latest] = await deliveriesTo(key);
    const by = await admin();
    await here().local.faults({ duplicate: 1, seed: 2 });
    await by.post(`/v1/webhooks/${key}/replay`, { deliveryId: latest?.id });
    await settled();
    expect(subjectsOf(got)).toEqual([one.id, two.id, two.id]);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    await by.post(`/v1/webhooks/${key}/replay`, { from, to });
    await settled();
    expect(subjectsOf(got).slice(3).sort()).toEqual([one.id, two.id].sort());
    expectRefused(
      await by.send('POST', `/v1/webhooks/${key}/replay`, { body: { deliveryId: 'none' } }),
      422,
      'unknown-reference',
      ['/deliveryId'],
    );
  });
});

describe('[WH-1] the secret of a webhook', () => {
  test('comes back once; while it is rotated two are good for a day', async () => {
    const { url, got } = await anEndpoint();
    const { key, secret } = await aWebhook(url);
    const by = await admin();
    expect(JSON.stringify(await by.get(`/v1/webhooks/${key}`))).not.toContain('whsec_');
    const { secret: next } = await by.post<{ secret: string }>(`/v1/webhooks/${key}/rotate`);
    expect(next).not.toBe(secret);
    await aCase();
    await settled();
    await advance('PT25H');
    await aCase({}, await signIn('amara', 'advisers'));
    await settled();
    const signatures = got.map(({ headers, text }) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const by = (one: string) => new Verifier(one).sign(String(headers['webhook-id']), at, text);
      const signed = String(headers['webhook-signature']).split(' ');
      return [signed.length, signed.includes(by(next)), signed.includes(by(secret))];
    });
    expect(signatures).toEqual([
      [2, true, true],
      [1, true, false],
    ]);
  });

  test('is given by rotating it, of a webhook that a configuration file brought', async () => {
    const { url, got } = await anEndpoint();
    const key = unique('hook-');
    const file = { webhooks: { [key]: { name: 'Brought', url, events: ['Case Created'] } } };
    const brought = await (await admin()).send('POST', '/v1/configuration/import', { body: file });
    expect(brought, JSON.stringify(brought.body)).toMatchObject({ status: 200 });
    expect(JSON.stringify(brought.body)).not.toContain('whsec_');
    const { secret } = await (await admin()).post<{ secret: string }>(`/v1/webhooks/${key}/rotate`);
    await aCase();
    await settled();
    const { headers, text } = got[0] as GotMessage;
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(new Verifier(secret).sign(String(headers['webhook-id']), at, text)).toBe(headers['webhook-signature']);
  });

  test('is good for its day also where it is rotated again', async () => {
    const { url, got } = await anEndpoint();
    const { key, secret } = await aWebhook(url);
    const rotate = async () => (await (await admin()).post<{ secret: string }>(`/v1/webhooks/${key}/rotate`)).secret;
    const isSignedBy = async (one: string): Promise<boolean> => {
      await (await admin()).post(`/v1/webhooks/${key}/test`);
      const { headers, text } = got.at(-1) as GotMessage;
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const signature = new Verifier(one).sign(String(headers['webhook-id']), at, text);
      return String(headers['webhook-signature']).split(' ').includes(signature);
    };
    const next = await rotate();
    await advance('PT23H');
    const last = await rotate();
    expect(await Promise.all([secret, next, last].map(isSignedBy))).toEqual([true, true, true]);
    await advance('PT2H');
    expect(await Promise.all([secret, next, last].map(isSignedBy))).toEqual([false, true, true]);
  });

  test('is in no kept answer, and yet comes again with the same Idempotency-Key', async () => {
    const { url } = await anEndpoint();
    const { key } = await aWebhook(url);
    const by = await admin();
    const headers = { 'idempotency-key': unique('once-') };
    const rotate = () => by.send<{ secret: string }>('POST', `/v1/webhooks/${key}/rotate`, { headers });
    const [first, again] = [await rotate(), await rotate()];
    expect(first.body.secret).toMatch(/^whsec_/);
    expect(again.body).toEqual(first.body);
    const marker = await here().table.get(idempotencyKey('ada', headers['idempotency-key']));
    expect(marker).toMatchObject({ answer: { status: 200 } });
    expect(JSON.stringify(marker)).not.toContain('whsec_');
  });

  test('is in no version, export, event, delivery or feed', async () => {
    const { url } = await anEndpoint();
    const { key, secret } = await aWebhook(url);
    await aCase();
    await settled();
    const by = await admin();
    const places = [
      `/v1/webhooks/${key}/versions`,
      '/v1/configuration/export',
      `/v1/webhooks/${key}/deliveries`,
      '/v1/webhooks',
      '/v1/events?limit=200',
    ];
    for (const place of places) {
      const text = JSON.stringify(await by.get(place));
      expect(text, place).not.toContain(secret);
      expect(text, place).not.toContain('whsec_');
    }
    expect(JSON.stringify(await here().local.busEvents())).not.toContain('whsec_');
    expect((await here().as.manager.send('GET', `/v1/webhooks/${key}`)).status).toBe(403);
  });

  test('is another one where the webhook is made again', async () => {
    const { url } = await anEndpoint();
    const { key, secret } = await aWebhook(url);
    const by = await admin();
    const etag = String((await by.send('GET', `/v1/webhooks/${key}`)).headers.get('etag'));
    await by.send('DELETE', `/v1/webhooks/${key}`, { headers: { 'if-match': etag } });
    const again = await put<{ secret: string }>(`/v1/webhooks/${key}`, {
      name: 'Again',
      url,
      events: ['Case Created'],
    });
    expect(again.secret).toMatch(/^whsec_/);
    expect(again.secret).not.toBe(secret);
  });
});

describe('[WH-1] what is refused', () => {
  test('when it is saved: unknown events, addresses that are none, with every pointer at once', async () => {
    const by = await admin();
    const saved = (body: object) =>
      by.send('PUT', `/v1/webhooks/${unique('bad-')}`, {
        body: { name: 'Bad', events: ['Case Created'], url: 'https://hooks.example.org/x', ...body },
      });
    expectRefused(
      await saved({
        url: 'nowhere',
        events: ['Case Painted', 'Case Created'],
        condition: { field: 'case.colour', op: 'is', value: 'red' },
      }),
      400,
      'invalid-request',
      ['/condition/field', '/events/0', '/url'],
    );
    expectRefused(await saved({ url: 'ftp://hooks.example.org/x' }), 400, 'invalid-request', ['/url']);
    expectRefused(await saved({ url: 'https://me:secret@hooks.example.org/x' }), 400, 'invalid-request', ['/url']);
    expectRefused(await saved({ events: [], colour: 'red' }), 400, 'invalid-request', ['/colour', '/events']);
  });

  test('a webhook that there is not, and one that is off', async () => {
    const by = await admin();
    for (const path of ['deliveries'])
      expectRefused(await by.send('GET', `/v1/webhooks/none/${path}`), 404, 'not-found');
    for (const path of ['rotate', 'test'])
      expectRefused(await by.send('POST', `/v1/webhooks/none/${path}`), 404, 'not-found');
    const { key } = await aWebhook('http://127.0.0.1:1/', { enabled: false });
    expectRefused(
      await by.send('POST', `/v1/webhooks/${key}/recover`, { body: { since: '2026-01-01T00:00:00Z' } }),
      409,
      'disabled',
    );
    const backwards = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expectRefused(await by.send('POST', `/v1/webhooks/${key}/replay`, { body: backwards }), 400, undefined, ['/to']);
    expect(await stateOf(key)).toBe('disabled');
  });
});

test('[WH-1] a test says what the endpoint answers, and why it does not', async () => {
  const { url, got } = await anEndpoint(() => 201);
  const by = await admin();
  const { key } = await aWebhook(url);
  expect(await by.post(`/v1/webhooks/${key}/test`)).toEqual({ status: 201 });
  expect(got[0]?.body).toMatchObject({ type: 'Webhook Test', data: { webhook: key } });
  const { key: nobody } = await aWebhook('http://127.0.0.1:1/');
  expect(await by.post(`/v1/webhooks/${nobody}/test`)).toEqual({
    status: 0,
    reason: 'connection-refused',
    detail: 'nothing listens at its address',
  });
  expect(await deliveriesTo(key)).toEqual([]);
});

test('[WH-1] contacts are sent too', async () => {
  const { url, got } = await anEndpoint();
  await aWebhook(url, { events: ['Contact Created'] });
  const { id } = await aContact();
  await settled();
  expect(subjectsOf(got)).toEqual([id]);
});
