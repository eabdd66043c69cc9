import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Institution, startInstitution } from '#test/house/institution.ts';

let institution: Institution;
let manager: Client;
let other: Client;

beforeAll(async () => {
  institution = await startInstitution();
  manager = institution.as.manager;
  other = institution.as['another manager'];
});

interface Case {
  id: string;
  reference: string;
  version: number;
  subject: string;
  assignee?: object;
}
interface Page {
  items: Case[];
  nextCursor?: string;
}
interface Problem {
  code: string;
  errors?: { pointer: string }[];
}

const concern = { type: 'academic-concern', subject: 'Missed three classes', contactId: 'S110' };
const withKey = (key: string) => ({ 'idempotency-key': key });
const raise = (client: Client, body: object = concern, headers = {}) =>
  client.send<Case>('POST', '/v1/cases', { body, headers });
const casesOf = async (contactId: string) =>
  (await manager.get<Page>(`/v1/cases?contactId=${contactId}&limit=200`)).items;
const newCase = async (more: object = {}): Promise<Case> => (await raise(manager, { ...concern, ...more })).body;

describe('[IN-1] an Idempotency-Key', () => {
  it('gets the first answer again, marked as such', async () => {
    const first = await raise(manager, concern, withKey('again'));
    const second = await raise(manager, concern, withKey('again'));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect([first.headers.get('idempotent-replayed'), second.headers.get('idempotent-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });

  it('gets the answer of then also where the record has changed since', async () => {
    const { body } = await raise(manager, concern, withKey('then'));
    await manager.post(`/v1/cases/${body.id}/claim`);
    expect((await raise(manager, concern, withKey('then'))).body).toEqual(body);
  });

  it('is refused with another body, and with the same body elsewhere', async () => {
    await raise(manager, concern, withKey('mine'));
    const events = await institution.eventsSoFar();
    const changed = await manager.send<Problem>('POST', '/v1/cases', {
      body: { ...concern, subject: 'Other' },
      headers: withKey('mine'),
    });
    const elsewhere = await manager.send<Problem>('POST', '/v1/alerts', {
      body: { type: 'attendance', course: { code: 'MATH-101' } },
      headers: withKey('mine'),
    });
    expect([changed.status, changed.body.code]).toEqual([409, 'idempotency-key-reused']);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'idempotency-key-reused']);
    expect(await institution.eventsSoFar()).toBe(events);
  });

  it('is each caller’s own', async () => {
    const [mine, theirs] = [
      await raise(manager, concern, withKey('shared')),
      await raise(other, concern, withKey('shared')),
    ];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('raises one case of twenty at once', async () => {
    const contactId = 'S111';
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => raise(manager, { ...concern, contactId }, withKey('twenty'))),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of answers)
      if (status !== 201) expect([status, (body as unknown as Problem).code]).toEqual([409, 'in-progress']);
    expect(await casesOf(contactId)).toHaveLength(1);
  });

  it('keeps no refusal: after the fault is gone the same key works', async () => {
    const body = { ...concern, contactId: 'S-late' };
    expect((await raise(manager, body, withKey('later'))).status).toBe(422);
    await institution.as.admin.send('PUT', '/v1/contacts/S-late', { body: { name: 'Late Comer' } });
    expect((await raise(manager, body, withKey('later'))).status).toBe(201);
  });

  it('counts for actions: a claim that is sent again is no second claim', async () => {
    const { id } = await newCase();
    const claim = () => manager.send<Case>('POST', `/v1/cases/${id}/claim`, { headers: withKey(`claim ${id}`) });
    const [first, second] = [await claim(), await claim()];
    expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 200, 'true']);
    expect(second.body.version).toBe(first.body.version);
  });

  it('is forgotten after a day', async () => {
    const { body } = await raise(manager, concern, withKey('a day'));
    await institution.local.advance('PT23H');
    expect((await raise(manager, concern, withKey('a day'))).body.id).toBe(body.id);
    await institution.local.advance('PT2H');
    // The token has run out with the key.
    const again = await raise(
      await institution.local.as({ sub: 'amara', groups: ['advisers'] }),
      concern,
      withKey('a day'),
    );
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(body.id);
    manager = await institution.local.as({ sub: 'amara', groups: ['advisers'] });
    other = await institution.local.as({ sub: 'ben', groups: ['advisers'] });
  });
});

describe('[IN-1] a dry run', () => {
  it('tells what would happen, and nothing is written', async () => {
    const events = await institution.eventsSoFar();
    const cases = await casesOf('S112');
    const answer = await manager.send<{ events: { type: string }[]; record: Case }>('POST', '/v1/cases?dryRun=true', {
      body: { ...concern, contactId: 'S112' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.events.map(({ type }) => type)).toEqual(['Case Created']);
    expect(answer.body.record).toMatchObject({ subject: concern.subject, status: { key: 'new', category: 'to-do' } });
    expect((await manager.send('GET', `/v1/cases/${answer.body.record.id}`)).status).toBe(404);
    expect(await casesOf('S112')).toEqual(cases);
    expect(await institution.eventsSoFar()).toBe(events);
  });

  it('of an action leaves the record as it is', async () => {
    const record = await newCase();
    const answer = await manager.send<{ events: { type: string }[]; record: Case }>(
      'POST',
      `/v1/cases/${record.id}/claim?dryRun=true`,
    );
    expect(answer.body.events.map(({ type }) => type)).toEqual(['Case Assigned']);
    expect(answer.body.record.assignee).toEqual({ user: 'amara' });
    expect(await manager.get<Case>(`/v1/cases/${record.id}`)).toMatchObject({ version: record.version });
    expect((await manager.get<Case>(`/v1/cases/${record.id}`)).assignee).toBeUndefined();
  });

  it('is refused as the real one would be', async () => {
    const answer = await manager.send<Problem>('POST', '/v1/cases?dryRun=true', {
      body: { ...concern, contactId: 'S999' },
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown-reference']);
  });

  it('uses no Idempotency-Key up', async () => {
    await manager.send('POST', '/v1/cases?dryRun=true', { body: concern, headers: withKey('tried') });
    const real = await raise(manager, concern, withKey('tried'));
    expect([real.status, real.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  it('of a configuration put, changed and deleted leaves the configuration as it is', async () => {
    const admin = await institution.local.as({ sub: 'ada', groups: ['admins'] });
    const put = await admin.send<{ record: { version: number } }>('PUT', '/v1/priorities/urgent?dryRun=true', {
      body: { name: 'Urgent' },
    });
    expect([put.status, put.body.record.version]).toEqual([200, 1]);
    expect((await admin.send('GET', '/v1/priorities/urgent')).status).toBe(404);
    const made = await admin.send('PUT', '/v1/priorities/urgent', { body: { name: 'Urgent' } });
    const etag = made.headers.get('etag') ?? '';
    expect([made.status, etag]).toEqual([201, '"1"']);
    expect(
      (await admin.send('DELETE', '/v1/priorities/urgent?dryRun=true', { headers: { 'if-match': etag } })).status,
    ).toBe(200);
    expect((await admin.send('GET', '/v1/priorities/urgent')).status).toBe(200);
    expect((await admin.send('DELETE', '/v1/priorities/urgent', { headers: { 'if-match': etag } })).status).toBe(204);
  });
});

describe('[IN-1] a path that nothing answers', () => {
  const refused = async (client: Client, method: string, path: string) => {
    const { status, headers, body } = await client.send<Partial<Problem & { message: string }>>(method, path);
    return [status, headers.get('content-type'), body.code ?? body.message];
  };

  it.each([
    '/v1/nothing',
    '/v1/cases/',
    '/v1//cases',
    '/v1/cases/1/nothing',
    '/v1/cases/1/tasks/',
    '/v1/cases/1/tasks/2/3',
    '/v1/contacts/S101%2Fcases%2F1',
    '/v1/me/nothing',
  ])('is refused as a problem to who has a token, and by the gateway to who has none: %s', async (path) => {
    expect(await refused(manager, 'GET', path)).toEqual([404, 'application/problem+json', 'not-found']);
    expect(await refused(institution.as.nobody, 'GET', path)).toEqual([401, 'application/json', 'Unauthorized']);
  });

  it('is refused as a problem to anybody where no route needs a token', async () => {
    const problem = [404, 'application/problem+json', 'not-found'];
    expect(await refused(institution.as.nobody, 'GET', '/v1/public/nothing')).toEqual(problem);
    expect(await refused(institution.as.nobody, 'GET', '/v1/public/links/x/nothing')).toEqual(problem);
  });

  it('is refused by the gateway where it is no path of the API, or is none at all', async () => {
    expect(await refused(manager, 'GET', '/nothing')).toEqual([404, 'application/json', 'Not Found']);
    expect(await refused(manager, 'GET', '/v1/cases/%zz')).toEqual([400, 'application/json', 'Bad Request']);
  });

  it('takes the methods that its refusal of another one names', async () => {
    const { status, headers, body } = await manager.send<Problem>('DELETE', '/v1/cases');
    expect([status, headers.get('allow'), body.code]).toEqual([405, 'POST, GET', 'method-not-allowed']);
    const head = await manager.send('HEAD', '/v1/cases/1');
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, PATCH, DELETE']);
  });
});

describe('[IN-1] an ETag', () => {
  it('lets one of two changes through that were made to the same version', async () => {
    const { id } = await newCase();
    const change = (subject: string) =>
      manager.send<Case & Problem>('PATCH', `/v1/cases/${id}`, { body: { subject }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all([change('One'), change('Two')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const refused = answers.find(({ status }) => status === 412);
    expect(refused?.headers.get('etag')).toBe('"2"');
    const won = answers.find(({ status }) => status === 200);
    expect((await manager.get<Case>(`/v1/cases/${id}`)).subject).toBe(won?.body.subject);
    expect(won?.headers.get('etag')).toBe('"2"');
  });
});

describe('[IN-1] a cursor', () => {
  const pageOf = (client: Client, query: string) => client.send<Page & Problem>('GET', `/v1/cases?${query}`);

  it('goes through everything once', async () => {
    for (let made = 0; made < 5; made++) await newCase({ contactId: 'S113' });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await pageOf(manager, `contactId=S113&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }) => id));
      if (!body.nextCursor) break;
      cursor = encodeURIComponent(body.nextCursor);
    }
    expect(seen).toEqual((await casesOf('S113')).map(({ id }) => id));
    expect(new Set(seen).size).toBe(5);
  });

  it('holds for its query and its caller, and for nothing else', async () => {
    const { body } = await pageOf(manager, 'limit=1');
    const cursor = encodeURIComponent(body.nextCursor ?? '');
    const [position = '', signature = ''] = (body.nextCursor ?? '').split('.');
    const attempts = {
      'another filter': await pageOf(manager, `limit=1&priority=high&cursor=${cursor}`),
      'another order': await pageOf(manager, `limit=1&sort=createdAt&cursor=${cursor}`),
      'another caller': await pageOf(other, `limit=1&cursor=${cursor}`),
      'another list': await manager.send<Problem>('GET', `/v1/alerts?limit=1&cursor=${cursor}`),
      'a list that everybody sees': await manager.send<Problem>('GET', `/v1/priorities?limit=1&cursor=${cursor}`),
      'another position': await pageOf(
        manager,
        `limit=1&cursor=${encodeURIComponent(`${Buffer.from('A').toString('base64url')}.${signature}`)}`,
      ),
      'no signature': await pageOf(manager, `limit=1&cursor=${encodeURIComponent(position)}`),
    };
    for (const [what, answer] of Object.entries(attempts)) {
      expect([answer.status, answer.body.code], what).toEqual([400, 'invalid-cursor']);
      expect(
        answer.body.errors?.map(({ pointer }) => pointer),
        what,
      ).toEqual(['/query/cursor']);
    }
    expect((await pageOf(manager, `limit=7&cursor=${cursor}`)).status).toBe(200);
  });
});

describe('[CA-3] a case that runs', () => {
  it('goes on under the calendar of its type also where both have been changed and the calendar deleted', async () => {
    const admin = await institution.local.as({ sub: 'ada', groups: ['admins'] });
    const week = { monday: [['09:00', '17:00']] };
    const statuses = [
      { key: 'new', name: 'New', category: 'to-do' },
      { key: 'done', name: 'Done', category: 'resolved' },
    ];
    // Its clock has not begun when the calendar goes.
    const target = { amount: 1, unit: 'days', time: 'working' };
    const type = { name: 'Letter', statuses, defaultStatus: 'new', defaultPriority: 'medium' };
    const targets = [{ key: 'next-reply', target, calendar: 'mondays' }];
    const put = async (path: string, body: object, headers = {}) =>
      expect((await admin.send('PUT', path, { body, headers })).status).toBeLessThan(300);

    await put('/v1/calendars/mondays', { name: 'Mondays', timeZone: 'Europe/London', week });
    await put('/v1/case-types/letter', { ...type, targets });
    const { body } = await raise(admin, { type: 'letter', subject: 'A letter', contactId: 'S114' });
    await put('/v1/case-types/letter', { ...type, targets: [] }, { 'if-match': '"1"' });
    const gone = await admin.send('DELETE', '/v1/calendars/mondays', { headers: { 'if-match': '"1"' } });
    expect(gone.status).toBe(204);

    expect(await admin.get<Case>(`/v1/cases/${body.id}`)).toMatchObject({ id: body.id });
    expect((await admin.get<Page>('/v1/cases?type=letter')).items).toHaveLength(1);
    await admin.post(`/v1/cases/${body.id}/notes`, { text: 'Written back', public: true });
  });
});
