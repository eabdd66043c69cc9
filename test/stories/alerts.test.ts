import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import {
  aContact,
  act,
  addresses,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  put,
} from './world.ts';

const post = (body: object, by = here().as.manager) => by.send<AlertAnswer>('POST', '/v1/alerts', { body });

describe('[AL-1] creating an alert', () => {
  test('[AL-1] keeps everything that is said, and answers the record with its ETag', async () => {
    const contact = await aContact();
    const said = {
      type: 'attendance',
      priority: 'high',
      contactId: contact.id,
      reviewer: { user: 'ben' },
      dueAt: '2027-01-05T15:00:00.000Z',
      description: 'Three weeks without a sign.',
      course: { code: 'MATH-101', section: 'A' },
      source: 'lms',
      tags: ['autumn', 'first-term'],
      private: false,
    };
    const answer = await post(said);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      ...said,
      version: 1,
      status: 'triage',
      category: 'open',
      repeats: 0,
      fields: {},
      createdBy: { kind: 'user', id: 'amara' },
    });
    expect(answer.body.createdAt).toBe(answer.body.updatedAt);
    expect(answer.body).not.toHaveProperty('caseId');
    const read = await here().as.manager.send<AlertAnswer>('GET', `/v1/alerts/${answer.body.id}`);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).toEqual(answer.body);
  });

  test('[AL-1] needs type and priority, and takes the priority from the type where that has one', async () => {
    const bare = await anAlertType({ defaultPriority: undefined });
    expectRefused(await post({ priority: 'high' }), 400, 'invalid-request', ['/type']);
    expectRefused(await post({ type: bare }), 400, 'invalid-request', ['/priority']);
    expect((await post({ type: bare, priority: 'low' })).body).toMatchObject({ priority: 'low', tags: [] });
    expect((await post({ type: await anAlertType({ defaultPriority: 'high' }) })).body.priority).toBe('high');
  });

  test('[AL-1] has the default reviewer of its type, a person or a team, unless another is said', async () => {
    const type = await anAlertType({ defaultReviewer: { group: 'tutors' } });
    expect((await post({ type })).body.reviewer).toEqual({ group: 'tutors' });
    expect((await post({ type, reviewer: { user: 'ben' } })).body.reviewer).toEqual({ user: 'ben' });
  });

  test('[AL-1] is due after the time of its type, counted in its calendar, unless another instant is said', async () => {
    const hour = { amount: 90, unit: 'minutes', time: 'calendar' };
    const { createdAt, dueAt } = (await post({ type: await anAlertType({ due: hour }) })).body;
    expect(Date.parse(dueAt ?? '') - Date.parse(createdAt)).toBe(90 * 60 * 1000);
    const timeless = await anAlertType({ due: undefined });
    expect((await post({ type: timeless })).body).not.toHaveProperty('dueAt');
  });

  test('[AL-1] needs the course where the type is about courses', async () => {
    expectRefused(await post({ type: 'attendance' }), 400, 'invalid-request', ['/course']);
  });

  test('[AL-1] says every fault at once, and 422 with the pointer for what is not there', async () => {
    const faulty = { type: 'attendance', priority: 'urgent', dueAt: 'tomorrow', tags: [''], colour: 'red' };
    expectRefused(await post(faulty), 400, 'invalid-request', ['/priority', '/dueAt', '/tags/0', '/colour', '/course']);
    expectRefused(await post({ type: 'nonsense' }), 422, 'unknown-reference', ['/type']);
    const nobody = { type: 'attendance', course: { code: 'X' }, contactId: 'nobody', reviewer: { group: 'nobody' } };
    expectRefused(await post(nobody), 422, 'unknown-reference', ['/contactId', '/reviewer/group']);
  });

  test('[AL-1] is for the raisers and reviewers of the type, and is refused for a type that is disabled', async () => {
    const { as } = here();
    const alert = { type: 'attendance', course: { code: 'X' } };
    expect((await post(alert, as.enquiry)).status).toBe(201);
    expectRefused(await post(alert, as['other staff']), 403);
    expectRefused(await post(alert, as['requester, a starter']), 403);
    expect((await post(alert, as.nobody)).status).toBe(401);
    expectRefused(await post({ type: await anAlertType({ enabled: false }) }), 409, 'disabled');
  });

  test('[AL-1] follows a change of its type at once', async () => {
    const type = await anAlertType();
    expect((await post({ type })).body.priority).toBe('medium');
    const path = `/v1/alert-types/${type}`;
    await put(path, await likeness(path, { defaultPriority: 'critical' }));
    expect((await post({ type })).body.priority).toBe('critical');
  });
});

describe('[AL-4] the lifecycle of an alert', () => {
  const go = (id: string, verb: string, body?: object) =>
    act<AlertAnswer>(here().as.manager, `/v1/alerts/${id}/${verb}`, body);

  test('[AL-4] leads from triage to being looked at, which counts as reviewed', async () => {
    const { id } = await anAlert();
    const started = await go(id, 'start');
    expect(started.status).toBe(200);
    expect(started.headers.get('etag')).toBe('"2"');
    expect(started.body).toMatchObject({ status: 'in-progress', category: 'open', version: 2 });
    expect(started.body.reviewedAt).toBe(started.body.updatedAt);
  });

  test.each([
    ['resolve', 'resolved', 'resolvedAt'],
    ['dismiss', 'dismissed', 'dismissedAt'],
    ['cancel', 'cancelled', undefined],
  ] as const)(
    '[AL-4] %s closes it, from triage and from being looked at, and records when',
    async (verb, status, at) => {
      for (const first of [undefined, 'start']) {
        const { id } = await anAlert();
        if (first) await go(id, first);
        const { body } = await go(id, verb);
        expect(body).toMatchObject({ status, category: 'closed' });
        expect(body.reviewedAt).toBeDefined();
        if (at) expect(body[at]).toBe(body.updatedAt);
      }
    },
  );

  test('[AL-4] escalating records when, and leaves it open', async () => {
    const { body } = await go((await anAlert()).id, 'escalate', { case: { type: 'academic-concern', subject: 'X' } });
    expect(body).toMatchObject({ status: 'escalated', category: 'open' });
    expect(body.escalatedAt).toBe(body.updatedAt);
  });

  test('[AL-4] refuses with 409 what it does not allow: nothing leads back to triage, and closed is closed', async () => {
    const { id } = await anAlert();
    expectRefused(await go(id, 'reopen'), 409, 'illegal-transition');
    await go(id, 'start');
    expectRefused(await go(id, 'start'), 409, 'illegal-transition');
    expectRefused(await go(id, 'reopen'), 409, 'illegal-transition');
    await go(id, 'dismiss');
    for (const verb of ['start', 'resolve', 'dismiss', 'cancel'])
      expectRefused(await go(id, verb), 409, 'illegal-transition');
    expectRefused(await go(id, 'escalate', { case: { type: 'academic-concern', subject: 'X' } }), 409);
    const { headers } = await here().as.manager.send('GET', `/v1/alerts/${id}`);
    const patch = { body: { status: 'triage' }, headers: { 'if-match': headers.get('etag') ?? '' } };
    expectRefused(await here().as.manager.send('PATCH', `/v1/alerts/${id}`, patch), 400, 'invalid-request', [
      '/status',
    ]);
  });

  test('[AL-4] is taken up again from closed, and then nothing of the closing is left', async () => {
    const { id } = await anAlert();
    await go(id, 'resolve', { outcome: 'contacted', note: 'Will come on Monday.' });
    const { body } = await go(id, 'reopen');
    expect(body).toMatchObject({ status: 'in-progress', category: 'open' });
    for (const gone of ['resolvedAt', 'outcome']) expect(body).not.toHaveProperty(gone);
    expect((await go(id, 'dismiss', { outcome: 'excused' })).body).toMatchObject({ outcome: 'excused' });
  });

  test('[AL-4] never ends by itself, and its history says who led it where', async () => {
    const { id } = await anAlert();
    await go(id, 'start');
    await go(id, 'resolve', { note: 'Done.' });
    const history = await historyOf('alerts', id);
    expect(history.map(({ type, after }) => [type, after.status])).toEqual([
      ['Alert Created', 'triage'],
      ['Alert Status Changed', 'in-progress'],
      ['Alert Status Changed', 'resolved'],
    ]);
    expect(history.at(-1)).toMatchObject({ before: { status: 'in-progress' }, actor: { kind: 'user', id: 'amara' } });
  });

  test('[AL-4] [NT-2] goes from reviewer to reviewer while it is open, and each is told', async () => {
    const { id } = await anAlert({ reviewer: { user: 'ben' } });
    const { body } = await go(id, 'assign', { group: 'tutors' });
    expect(body.reviewer).toEqual({ group: 'tutors' });
    expectRefused(await go(id, 'assign', { group: 'nonsense' }), 422, 'unknown-reference', ['/group']);
    expect(await mailsAbout({ id })).toEqual(
      [addresses.ben, addresses.dev, addresses.elin].map((address) => `alert-assigned → ${address}`),
    );
    await go(id, 'dismiss');
    expectRefused(await go(id, 'assign', { user: 'ben' }), 409, 'already-closed');
  });
});
