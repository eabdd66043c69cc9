import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  anAlert,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  notificationOf,
  signIn,
} from './world.ts';

const on = (id: string, verb: string, body?: object, by = here().as.manager) =>
  act<CaseAnswer>(by, `/v1/cases/${id}/${verb}`, body);

describe('[IN-1] what is wrong with an action', () => {
  test('[IN-1] [CA-13] [AL-6] [TA-2] is said all at once: what every body breaks, and what only this type breaks', async () => {
    const { manager, admin } = here().as;
    const { id } = await aCase();
    const alert = await anAlert();
    const task = await manager.post<{ id: string }>(`/v1/cases/${id}/tasks`, { type: 'check-in' });
    const wrong: [path: string, body: object, pointers: string[]][] = [
      [`cases/${id}/close`, { reason: 'nonsense', colour: 'red' }, ['/reason', '/colour']],
      [`cases/${id}/close`, { details: 5 }, ['/reason', '/details']],
      [`cases/${id}/close`, { reason: 5 }, ['/reason']],
      [`cases/${id}/status`, { status: 'nonsense', note: 'x' }, ['/status', '/note']],
      [`cases/${id}/escalate`, { reason: 'nonsense', note: 5 }, ['/reason', '/note']],
      [`cases/${id}/assign`, { user: 'ben', reason: 'nonsense', note: 5 }, ['/reason', '/note']],
      [
        `cases/${id}/tasks/${task.id}/complete`,
        { outcome: 'nonsense', fields: { x: 1 }, y: 1 },
        ['/outcome', '/fields/x', '/y'],
      ],
      [`alerts/${alert.id}/resolve`, { outcome: 'nonsense', note: '' }, ['/outcome', '/note']],
    ];
    for (const [path, body, pointers] of wrong)
      expectRefused(await act(manager, `/v1/${path}`, body), 400, 'invalid-request', pointers);
    const conversion = { type: 'hazard-report', targets: 'keep', fields: { x: 1 }, y: 1 };
    expectRefused(await on(id, 'convert', conversion, admin), 400, undefined, ['/fields/x', '/fields/kind', '/y']);
    expect((await manager.get<CaseAnswer>(`/v1/cases/${id}`)).status.key).toBe('new');
  });

  test('[IN-1] [CA-12] tells nobody more of a case that they do not see', async () => {
    const { id } = await aCase();
    const body = { reason: 'nonsense', colour: 'red' };
    expectRefused(await on(id, 'close', body, here().as['other staff']), 400, undefined, ['/colour']);
  });
});

describe('[CA-7] who has a case', () => {
  test('[CA-7] [NT-2] an adviser claims a case that nobody has, and is told', async () => {
    const record = await aCase({}, here().as.admin);
    const { status, body, headers } = await on(record.id, 'claim');
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    expect(body).toMatchObject({ assignee: { user: 'amara' }, version: 2, status: { key: 'new' } });
    expect(await mailsAbout(record)).toContain(`case-assigned-person → ${addresses.amara}`);
  });

  test('[CA-7] of twenty who claim at the same moment exactly one wins, the others get 409', async () => {
    const record = await aCase();
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => signIn(`adviser-${i}`, 'advisers')));
    const answers = await Promise.all(people.map((person) => on(record.id, 'claim', undefined, person)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefused(answer, 409, 'already-assigned');
    const read = await here().as.admin.get<CaseAnswer>(`/v1/cases/${record.id}`);
    expect(read.assignee).toEqual(won[0]?.body.assignee);
    const assigned = (await historyOf('cases', record.id)).filter(({ type }) => type === 'Case Assigned');
    expect(assigned).toHaveLength(1);
  });

  test('[CA-7] a case of a team is there to be claimed; one that somebody has is not', async () => {
    const { id } = await aCase({ assignee: { group: 'tutors' } });
    expect((await on(id, 'claim', undefined, here().as.reassignment)).body.assignee).toEqual({ user: 'dev' });
    expectRefused(await on(id, 'claim'), 409, 'already-assigned');
    expect((await on(id, 'claim', undefined, here().as.reassignment)).status).toBe(200);
  });

  test('[CA-7] releasing puts it back for the others', async () => {
    const { id } = await aCase();
    expectRefused(await on(id, 'release'), 409, 'not-assigned');
    await on(id, 'claim');
    const { status, body } = await on(id, 'release');
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('assignee');
    expect((await on(id, 'claim', undefined, here().as['another manager'])).body.assignee).toEqual({ user: 'ben' });
  });

  test('[CA-7] a manager gives it to anybody, with a reason that the type knows and a note', async () => {
    const record = await aCase();
    const said = { reason: 'knows-student', note: 'You had her last year.' };
    expect((await on(record.id, 'assign', { user: 'ben', ...said })).body.assignee).toEqual({ user: 'ben' });
    expect((await historyOf('cases', record.id)).at(-1)).toMatchObject({
      type: 'Case Assigned',
      actor: { kind: 'user', id: 'amara' },
      after: { assignee: { user: 'ben' }, ...said },
    });
    expect((await on(record.id, 'assign', { group: 'tutors' })).body.assignee).toEqual({ group: 'tutors' });
    expectRefused(await on(record.id, 'assign', { user: 'ben', reason: 'nonsense' }), 400, undefined, ['/reason']);
    expectRefused(await on(record.id, 'assign', { group: 'nonsense' }), 422, undefined, ['/group']);
    expectRefused(await on(record.id, 'assign', { user: 'ben', group: 'tutors' }), 400);
    expectRefused(await on(record.id, 'assign', {}), 400);
  });

  test('[CA-7] who works on it without managing gives it to the groups that the type allows, and no further', async () => {
    const { id } = await aCase({ assignee: { user: 'dev' } });
    const { reassignment } = here().as;
    expectRefused(await on(id, 'assign', { group: 'estates' }, reassignment), 403);
    expect((await on(id, 'assign', { group: 'advisers' }, reassignment)).body.assignee).toEqual({ group: 'advisers' });
    expectRefused(await on(id, 'assign', { group: 'tutors' }, reassignment), 403);
  });

  test('[CA-7] who may only read it may not take it, and who may not see it finds nothing', async () => {
    const { id } = await aCase();
    const { as } = here();
    for (const verb of ['claim', 'release'] as const) {
      expectRefused(await on(id, verb, undefined, as.enquiry), 403, 'not-allowed');
      expectRefused(await on(id, verb, undefined, as['view-all']), 403, 'not-allowed');
      expectRefused(await on(id, verb, undefined, as['other staff']), 404, 'not-found');
      expectRefused(await on(id, verb, undefined, as['requester, a starter']), 403);
    }
  });

  test('[CA-7] nobody claims, releases or assigns what is closed', async () => {
    const { id } = await aCase({ assignee: { user: 'amara' } });
    await on(id, 'close', { reason: 'solved' });
    for (const [verb, body] of [['claim'], ['release'], ['assign', { user: 'ben' }]] as const)
      expectRefused(await on(id, verb, body), 409, 'already-closed');
  });
});

describe('[CA-13] closing and reopening', () => {
  test('[CA-13] closes with a reason and details: status of the reason, who and when, and the requester is told', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id });
    const { status, body } = await on(record.id, 'close', { reason: 'solved', details: 'We agreed on a plan.' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: { key: 'resolved', category: 'resolved' },
      closure: { reason: 'solved', details: 'We agreed on a plan.', by: { kind: 'user', id: 'amara' } },
    });
    expect(body.closedAt).toBe(body.updatedAt);
    expect(await mailsAbout(record)).toContain(`case-closed-requester → ${contact.email}`);
    const mails = await here().local.mails(contact.email);
    const mail = mails.find((one) => notificationOf(one) === 'case-closed-requester');
    expect(mail?.subject).toBe(`Your request ${record.reference} has been solved`);
    expect(mail?.text).toContain('We agreed on a plan.');
  });

  test('[CA-13] a reason may lead to a status of its own', async () => {
    const { id } = await aCase();
    const { body } = await on(id, 'close', { reason: 'student-left' });
    expect(body.status).toEqual({ key: 'withdrawn', category: 'cancelled' });
  });

  test('[CA-13] needs a reason that the type knows, where it has reasons', async () => {
    const { id } = await aCase();
    expectRefused(await on(id, 'close', {}), 400, 'invalid-request', ['/reason']);
    expectRefused(await on(id, 'close', { reason: 'nonsense' }), 400, 'invalid-request', ['/reason']);
    const free = await aCase({ type: await aCaseType({ closureReasons: [] }) });
    expect((await on(free.id, 'close', {})).body.status.category).toBe('resolved');
  });

  test('[CA-13] [CA-4] a closing status is reached by closing only', async () => {
    const { id } = await aCase();
    for (const status of ['resolved', 'withdrawn']) expectRefused(await on(id, 'status', { status }), 409, 'use-close');
    expect((await on(id, 'status', { status: 'open' })).body.status).toEqual({ key: 'open', category: 'in-progress' });
    expectRefused(await on(id, 'status', { status: 'new' }), 409, 'illegal-transition');
    expectRefused(await on(id, 'status', { status: 'nonsense' }), 400, undefined, ['/status']);
    expect((await on(id, 'close', { reason: 'solved' })).status).toBe(200);
    expectRefused(await on(id, 'status', { status: 'open' }), 409, 'already-closed');
  });

  test('[CA-4] of many who move it at the same moment none writes what the graph forbids', async () => {
    const graph: Record<string, string[]> = { new: ['open', 'waiting'], open: ['waiting'], waiting: [] };
    const { id } = await aCase({ type: await aCaseType({ transitions: graph }) });
    const moves = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'open' : 'waiting'));
    const answers = await Promise.all(moves.map((status) => on(id, 'status', { status })));
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectRefused(answer, 409, 'illegal-transition');
    const moved = (await historyOf('cases', id)).filter(({ type }) => type === 'Case Status Changed');
    const keyOf = (side: Record<string, unknown>) => (side.status as { key: string }).key;
    expect(moved.length).toBeGreaterThan(0);
    for (const { before, after } of moved) expect(graph[keyOf(before)]).toContain(keyOf(after));
  });

  test('[CA-13] stops the clock, and reopening lets it run on with what was left', async () => {
    const { id } = await aCase();
    const closed = (await on(id, 'close', { reason: 'solved' })).body;
    expect(closed.clocks).toMatchObject([{ key: 'completion', state: 'met', stoppedAt: closed.closedAt }]);
    expect(closed.clocks[0]).not.toHaveProperty('nextReminderAt');
    const open = (await on(id, 'reopen', { note: 'He came back.' })).body;
    expect(open.clocks).toMatchObject([{ key: 'completion', state: 'running' }]);
    expect(open.clocks[0]?.nextReminderAt).toBeDefined();
    expect(open.dueAt).toBe(open.clocks[0]?.dueAt);
  });

  test('[CA-13] reopens with a note, to the first status in progress, whatever the graph says; nothing of the closing stays', async () => {
    const { id } = await aCase();
    expectRefused(await on(id, 'reopen', { note: 'Why not.' }), 409, 'not-closed');
    await on(id, 'close', { reason: 'solved' });
    expectRefused(await on(id, 'close', { reason: 'solved' }), 409, 'already-closed');
    expectRefused(await on(id, 'reopen', {}), 400, undefined, ['/note']);
    const { body } = await on(id, 'reopen', { note: 'He came back.' });
    expect(body.status).toEqual({ key: 'open', category: 'in-progress' });
    for (const gone of ['closedAt', 'closure']) expect(body).not.toHaveProperty(gone);
    expect((await historyOf('cases', id)).at(-1)).toMatchObject({
      type: 'Case Reopened',
      after: { note: 'He came back.' },
    });
  });

  test('[CA-13] is for those who work on it', async () => {
    const { id } = await aCase();
    const { as } = here();
    expectRefused(await on(id, 'close', { reason: 'solved' }, as.enquiry), 403);
    expectRefused(await on(id, 'close', { reason: 'solved' }, as['other staff']), 404);
    expectRefused(await on(id, 'close', { reason: 'solved' }, as.reassignment), 403);
    await on(id, 'claim', undefined, as.reassignment);
    expect((await on(id, 'close', { reason: 'solved' }, as.reassignment)).status).toBe(200);
  });

  test('[CA-13] [AL-6] settles the alerts of the case where its type says so', async () => {
    const { id: contactId } = await aContact();
    const alert = await anAlert({ contactId });
    const { id } = await aCase({ contactId, alertIds: [alert.id] });
    await on(id, 'close', { reason: 'solved' });
    const settled = await here().as.admin.get(`/v1/alerts/${alert.id}`);
    expect(settled).toMatchObject({ status: 'resolved', category: 'closed', caseId: id });
  });
});

describe('[NO-1] notes', () => {
  test('[NO-1] are public or private, private unless it is said, and are read in their order', async () => {
    const { id } = await aCase();
    const write = (body: object) => act<Note>(here().as.manager, `/v1/cases/${id}/notes`, body);
    const first = await write({ text: 'Called twice.' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      text: 'Called twice.',
      public: false,
      createdBy: { kind: 'user', id: 'amara' },
    });
    await write({ text: 'We are on it.', public: true });
    for (const more of ['a', 'b', 'c']) await write({ text: more });
    const notes = await everyPage<Note>(here().as.enquiry, `/v1/cases/${id}/notes`, 2);
    expect(notes.map(({ text, public: isPublic }) => [text, isPublic])).toEqual([
      ['Called twice.', false],
      ['We are on it.', true],
      ['a', false],
      ['b', false],
      ['c', false],
    ]);
    expect(notes[0]).toEqual(first.body);
    expectRefused(await write({ text: '' }), 400, undefined, ['/text']);
    expectRefused(await write({ text: 'x'.repeat(20_001) }), 400, undefined, ['/text']);
    expectRefused(await write({ text: 'x', secret: true }), 400, undefined, ['/secret']);
  });

  test('[NO-1] are taken on a closed case too, and are for those who work on it', async () => {
    const { id } = await aCase();
    await on(id, 'close', { reason: 'solved' });
    const { as } = here();
    expect((await on(id, 'notes', { text: 'Thanked us.' })).status).toBe(201);
    expectRefused(await on(id, 'notes', { text: 'x' }, as.enquiry), 403);
    expectRefused(await on(id, 'notes', { text: 'x' }, as['other staff']), 404);
    expectRefused(await as['other staff'].send('GET', `/v1/cases/${id}/notes`), 404);
  });

  test('[NO-1] [NT-2] reach the assignee, a public one the requester too, and nobody who wrote it', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } });
    const mails = async () => (await mailsAbout(record)).filter((mail) => mail.startsWith('note-'));
    await on(record.id, 'notes', { text: 'Inside.' });
    expect(await mails()).toEqual([`note-by-staff → ${addresses.ben}`]);
    await on(record.id, 'notes', { text: 'Outside.', public: true });
    expect(await mails()).toEqual(
      [addresses.ben, addresses.ben, contact.email].map((address) => `note-by-staff → ${address}`).sort(),
    );
    await on(record.id, 'notes', { text: 'Mine.' }, here().as['another manager']);
    expect(await mails()).toHaveLength(3);
  });

  test('[NO-1] [AL-8] make the discussion of an alert, also for whoever raised it', async () => {
    const { id } = await anAlert({}, here().as.enquiry);
    const write = (text: string, by = here().as.enquiry) => act(by, `/v1/alerts/${id}/notes`, { text });
    expect((await write('Asked twice.')).status).toBe(201);
    expect((await write('Thank you.', here().as.manager)).status).toBe(201);
    expectRefused(await write('x', here().as['other staff']), 404);
    const notes = await everyPage<Note>(here().as.manager, `/v1/alerts/${id}/notes`);
    expect(notes.map(({ text, createdBy }) => [text, createdBy.id])).toEqual([
      ['Asked twice.', 'grace'],
      ['Thank you.', 'amara'],
    ]);
  });
});

describe('[CA-21] sections of additional details', () => {
  const sections = [
    {
      key: 'finances',
      name: 'Finances',
      fields: [
        { key: 'income', name: 'Income', type: 'money', required: true },
        { key: 'arrears', name: 'Arrears', type: 'boolean', default: false },
        { key: 'sponsor', name: 'Sponsor', type: 'contact' },
      ],
    },
  ];
  const income = { amount: '1250.50', currency: 'EUR' };

  test('[CA-21] are filled in by staff, merge field by field, and are theirs alone', async () => {
    const type = await aCaseType({ sections });
    const { id: contactId } = await aContact();
    const { id } = await aCase({ type, contactId });
    const path = `/v1/cases/${id}`;
    const fill = (details: object) =>
      here().as.admin.send<CaseAnswer>('PATCH', path, { body: { details }, headers: { 'if-match': '*' } });
    expect((await fill({ finances: { income } })).body.details).toEqual({ finances: { income, arrears: false } });
    expect((await fill({ finances: { arrears: true, sponsor: contactId } })).body.details).toEqual({
      finances: { income, arrears: true, sponsor: contactId },
    });
    expect((await fill({ finances: { sponsor: null } })).body.details).toEqual({ finances: { income, arrears: true } });
    expect((await historyOf('cases', id)).at(-1)).toMatchObject({ type: 'Case Updated', changed: ['details'] });
    const requester = await signIn(contactId);
    expectRefused(await requester.send('GET', path), 403);
  });

  test('[CA-21] are refused with every fault at its pointer: unknown sections and fields, wrong values, what is owed', async () => {
    const { id } = await aCase({ type: await aCaseType({ sections }) });
    const fill = (details: object) =>
      here().as.admin.send('PATCH', `/v1/cases/${id}`, { body: { details }, headers: { 'if-match': '*' } });
    expectRefused(await fill({ finances: { arrears: 'yes', other: 1 }, health: {} }), 400, undefined, [
      '/details/finances/arrears',
      '/details/finances/other',
      '/details/finances/income',
      '/details/health',
    ]);
    expectRefused(await fill({ finances: { income, sponsor: 'nobody-there' } }), 422, undefined, [
      '/details/finances/sponsor',
    ]);
    expect(await here().as.admin.get(`/v1/cases/${id}`)).not.toHaveProperty('details');
  });

  test('[CA-21] [CA-3] are checked with their type', async () => {
    const twice = [{ ...sections[0] }, { ...sections[0] }];
    const shownWhen = { field: 'case.fields.nothing', op: 'is', value: 'x' };
    const unsound = [
      ...twice,
      { key: 'more', name: 'More', fields: [{ key: 'a', name: 'A', type: 'text', shownWhen }] },
    ];
    const body = await likeness('/v1/case-types/academic-concern', { sections: unsound });
    const put = here().as.admin.send('PUT', '/v1/case-types/with-sections', { body });
    expectRefused(await put, 400, undefined, ['/sections/1/key', '/sections/2/fields/0/shownWhen/field']);
  });
});
