import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { importing, jobDone, lines, sendFile } from './importing.ts';
import {
  aCaseType,
  aContact,
  addresses,
  anAlertType,
  everyPage,
  expectRefused,
  here,
  historyOf,
  unique,
} from './world.ts';

const getCase = (id: string | undefined, query = '') => here().as.admin.get<CaseAnswer>(`/v1/cases/${id}${query}`);
interface ReadNote {
  id: string;
  text: string;
  public: boolean;
  createdAt: string;
  createdBy: { kind: string; id: string };
}
const notesOf = async (id: string | undefined): Promise<ReadNote[]> =>
  (await here().as.admin.get<{ items: ReadNote[] }>(`/v1/cases/${id}/notes?limit=200`)).items.filter(
    (note) => !('system' in note),
  );

describe('[BU-2] cases are imported', () => {
  test('[BU-2] with the instants and authors of then: record, notes, history, and as of any day', async () => {
    const contact = await aContact();
    const externalId = unique('x-');
    const row = {
      externalId,
      type: 'academic-concern',
      subject: 'Missed the deadline',
      description: 'Long ago',
      status: 'resolved',
      priority: 'high',
      contactId: contact.id,
      createdAt: '2019-03-04 09:12',
      createdBy: contact.email,
      updatedAt: '2019-03-09T08:00:00+01:00',
      closedAt: '2019-03-08',
      closure: { reason: 'solved', details: 'All handed in', by: 'ben' },
      tags: ['old'],
      fields: { course: 'MATH-101' },
      notes: [
        { text: 'Called her', at: '2019-03-05T10:00:00', author: addresses.ben },
        { text: 'I am back', at: '2019-03-06', author: contact.id, public: true },
        { text: 'By somebody who left', at: '2019-03-07', author: 'j.doe' },
      ],
    };
    const [result] = await importing('/v1/cases/import', lines(row));
    expect(result).toMatchObject({ row: 1, status: 201, change: 'created' });
    const record = await getCase(result?.id);
    expect(record).toMatchObject({
      externalId,
      subject: 'Missed the deadline',
      status: { key: 'resolved', category: 'resolved' },
      priority: 'high',
      contactId: contact.id,
      createdAt: '2019-03-04T09:12:00.000Z',
      createdBy: { kind: 'requester', id: contact.id },
      updatedAt: '2019-03-09T07:00:00.000Z',
      closedAt: '2019-03-08T00:00:00.000Z',
      closure: { reason: 'solved', details: 'All handed in', by: { kind: 'user', id: 'ben' } },
      tags: ['old'],
      fields: { course: 'MATH-101' },
      clocks: [],
    });
    expect(
      (await notesOf(result?.id)).map(({ text, createdAt, createdBy, public: isPublic }) => [
        text,
        createdAt,
        createdBy,
        isPublic,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['Called her', '2019-03-05T10:00:00.000Z', { kind: 'user', id: 'ben' }, false],
        ['I am back', '2019-03-06T00:00:00.000Z', { kind: 'requester', id: contact.id }, true],
        ['By somebody who left', '2019-03-07T00:00:00.000Z', { kind: 'user', id: 'j.doe' }, false],
      ]),
    );
    const history = await historyOf('cases', result?.id ?? '');
    expect(
      history.map(({ type, occurredAt, actor, cause }) => [
        type,
        occurredAt,
        actor.id,
        cause.silent,
        cause.imported?.by.id,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['Case Created', '2019-03-04T09:12:00.000Z', contact.id, true, 'ada'],
        ['Note Added', '2019-03-05T10:00:00.000Z', 'ben', true, 'ada'],
        ['Note Added', '2019-03-06T00:00:00.000Z', contact.id, true, 'ada'],
        ['Note Added', '2019-03-07T00:00:00.000Z', 'j.doe', true, 'ada'],
        ['Case Closed', '2019-03-08T00:00:00.000Z', 'ben', true, 'ada'],
      ]),
    );
    expect(history).toHaveLength(5);
    expect(await getCase(result?.id, '?asOf=2019-03-05T12:00:00Z')).toMatchObject({ status: { key: 'new' } });
    expectRefused(await here().as.admin.send('GET', `/v1/cases/${result?.id}?asOf=2019-03-04T00:00:00Z`), 404);
  });

  test('[BU-4] silently: no mail, no rule, no clock, no webhook; lists and history have it', async () => {
    await here().local.idle();
    const contact = await aContact();
    const mails = (await here().local.mails()).length;
    const before = await here().local.invocations();
    const row = {
      externalId: unique('x-'),
      type: 'academic-concern',
      subject: 'Open since the summer',
      contactId: contact.id,
      priority: 'critical',
      assignee: { user: 'ben' },
      createdAt: '2026-07-01',
      dueAt: '2026-08-01',
      notes: [{ text: 'Hello', at: '2026-07-02', author: contact.id, public: true }],
    };
    const [result] = await importing('/v1/cases/import', lines(row));
    await here().local.idle();
    expect(await here().local.mails()).toHaveLength(mails);
    const after = await here().local.invocations();
    for (const name of ['automation', 'notify', 'webhooks', 'clocks'])
      expect(after.get(name) ?? 0, name).toBe(before.get(name) ?? 0);
    expect(await getCase(result?.id)).toMatchObject({
      clocks: [],
      dueAt: '2026-08-01T00:00:00.000Z',
      status: { key: 'new' },
    });
    const overdue = await here().as.admin.get<{ items: CaseAnswer[] }>('/v1/cases?overdue=true&limit=200');
    expect(overdue.items.map(({ id }) => id)).toContain(result?.id);
    const bens = await here().as['another manager'].get<{ items: CaseAnswer[] }>('/v1/cases?assignee=me&limit=200');
    expect(bens.items.map(({ id }) => id)).toContain(result?.id);
    await here().local.advance('PT12H');
    await here().local.idle();
    expect(await here().local.mails({ about: result?.id ?? '' })).toEqual([]);
  });

  test('[BU-2] twice changes nothing; what changed there is taken over, what changed here stays', async () => {
    const base = {
      externalId: unique('x-'),
      type: 'academic-concern',
      subject: 'First',
      description: 'As it was',
      createdAt: '2024-01-01',
      updatedAt: '2024-01-02',
      tags: ['a'],
      notes: [{ text: 'one', at: '2024-01-02', author: 'ben' }],
    };
    const [made] = await importing('/v1/cases/import', lines(base));
    const record = await getCase(made?.id);
    const events = await here().eventsSoFar();
    expect(await importing('/v1/cases/import', lines(base))).toEqual([
      { row: 1, status: 200, change: 'unchanged', id: made?.id },
    ]);
    expect(await here().eventsSoFar()).toBe(events);
    const edited = await here().as.admin.send('PATCH', `/v1/cases/${made?.id}`, {
      body: { subject: 'Called so here' },
      headers: { 'if-match': `"${record.version}"` },
    });
    expect(edited.status).toBe(200);
    const next = {
      ...base,
      description: 'As it is now',
      status: 'open',
      updatedAt: '2026-11-01',
      notes: [...base.notes, { text: 'two', at: '2024-02-02', author: 'ben', public: true }],
    };
    expect(await importing('/v1/cases/import', lines(next))).toMatchObject([{ status: 200, change: 'updated' }]);
    expect(await getCase(made?.id)).toMatchObject({
      subject: 'Called so here',
      description: 'As it is now',
      status: { key: 'open' },
      tags: ['a'],
    });
    expect((await notesOf(made?.id)).map(({ text }) => text).sort()).toEqual(['one', 'two']);
    const { description: _gone, ...closed } = { ...next, status: 'withdrawn', closedAt: '2026-11-02' };
    expect(await importing('/v1/cases/import', lines(closed))).toMatchObject([{ change: 'updated' }]);
    const after = await getCase(made?.id);
    expect(after).toMatchObject({ subject: 'Called so here', status: { key: 'withdrawn' }, closure: {} });
    expect(after.description).toBeUndefined();
    expect(await importing('/v1/cases/import', lines(next))).toMatchObject([{ change: 'updated' }]);
    expect(await getCase(made?.id)).toMatchObject({ status: { key: 'open' } });
    expect(await importing(`/v1/cases/import?updatedSince=2026-11-15`, lines(closed))).toMatchObject([
      { status: 200, change: 'skipped', id: made?.id },
    ]);
  });
});

describe('[BU-2] whoever imports cases', () => {
  test('[BU-2] administers, or manages their type; and changes only what they may change', async () => {
    const foreign = await aCaseType({ groups: { managers: ['estates'] } });
    const row = (type: string) => ({ externalId: unique('x-'), type, subject: 'A row', createdAt: '2024-01-01' });
    const { manager } = here().as;
    const rows = [row('academic-concern'), row(foreign)];
    expect(await importing('/v1/cases/import', lines(...rows), { by: manager })).toMatchObject([
      { status: 201 },
      { status: 403, error: { code: 'not-allowed' } },
    ]);
    for (const by of [here().as.reassignment, here().as['view-all'], here().as.enquiry])
      expectRefused(await sendFile('/v1/cases/import', lines(row('academic-concern')), { by }), 403, 'not-allowed');
    expectRefused(await sendFile(`/v1/cases/import?type=${foreign}`, lines(row(foreign)), { by: manager }), 403);
    expect(await sendFile('/v1/cases/import', lines(row(foreign)), { by: here().as.nobody })).toMatchObject({
      status: 401,
    });
    expectRefused(await sendFile('/v1/alerts/import', lines(row(foreign)), { by: manager }), 403);
    // A private case of somebody else's: to a manager who takes no part in it, it is not there.
    const hidden = { ...row('academic-concern'), private: true, createdBy: 'chloe' };
    await importing('/v1/cases/import', lines(hidden));
    expect(await importing('/v1/cases/import', lines({ ...hidden, subject: 'Seen' }), { by: manager })).toMatchObject([
      { status: 404 },
    ]);
    expect(await importing('/v1/cases/import', lines({ ...hidden, subject: 'Seen' }))).toMatchObject([
      { change: 'updated' },
    ]);
  });

  test('[BU-2] hears of each row what is wrong with it, all at once, and the others count', async () => {
    const good = { externalId: unique('x-'), type: 'academic-concern', subject: 'Good' };
    const body = [
      lines(good),
      '{"externalId": "x", "subject"',
      lines(
        { externalId: unique('x-'), type: 'no-type', subject: 'x' },
        {
          ...good,
          externalId: unique('x-'),
          status: 'nowhere',
          priority: 'none',
          fields: { course: 7, colour: 'red' },
          closure: { reason: 'none' },
          createdAt: '2999-01-01',
          notes: [{ text: 'x', at: '2999-01-01' }],
        },
        { ...good, externalId: unique('x-'), status: 'open', closedAt: '2020-01-01', createdAt: '2021-01-01' },
        { subject: '', colour: 'red', createdAt: 'yesterday' },
        { ...good, externalId: unique('x-'), contactId: 'nobody-here', assignee: { group: 'nowhere' } },
      ),
    ].join('\n');
    const results = await importing('/v1/cases/import', body);
    const pointers = (row: number) => results[row - 1]?.error?.errors?.map(({ pointer }) => pointer).sort();
    expect(results.map(({ row, status }) => [row, status])).toEqual([
      [1, 201],
      [2, 400],
      [3, 422],
      [4, 400],
      [5, 400],
      [6, 400],
      [7, 422],
    ]);
    expect(pointers(3)).toEqual(['/type']);
    expect(pointers(4)).toEqual([
      '/closure/reason',
      '/createdAt',
      '/fields/colour',
      '/fields/course',
      '/notes/0/at',
      '/priority',
      '/status',
    ]);
    expect(pointers(5)).toEqual(['/closedAt', '/closedAt']);
    expect(pointers(6)).toEqual(['/colour', '/createdAt', '/externalId', '/subject', '/type']);
    expect(pointers(7)).toEqual(['/assignee/group', '/contactId']);
  });

  test('[BU-2] sends a table in the encoding that it has, and hears of a header that is none', async () => {
    const ids = [unique('x-'), unique('x-'), unique('x-')] as const;
    const table = [
      'externalId;subject;priority;tags;assignee.group;fields.course;closedAt;createdAt;location.lat;location.lon',
      `${ids[0]};Zoë – „Prüfung“;high;a, b;tutors;MÄTH-101;;2024-01-05 10:00;51.5;-0.1`,
      `${ids[1]};Plain;;;;;2024-02-01;2024-01-05;;`,
      `${ids[2]};Broken;none;;;;;2024-01-05;north;`,
    ].join('\r\n');
    const path = '/v1/cases/import?type=academic-concern';
    const utf16 = Buffer.from(`\uFEFF${table}`, 'utf16le');
    const results = await importing(path, utf16, { type: 'text/csv' });
    expect(results.map(({ row, status }) => [row, status])).toEqual([
      [1, 201],
      [2, 201],
      [3, 400],
    ]);
    expect(await getCase(results[0]?.id)).toMatchObject({
      subject: 'Zoë – „Prüfung“',
      priority: 'high',
      tags: ['a', 'b'],
      assignee: { group: 'tutors' },
      fields: { course: 'MÄTH-101' },
      location: { lat: 51.5, lon: -0.1 },
    });
    expect(await getCase(results[1]?.id)).toMatchObject({
      status: { key: 'resolved' },
      closedAt: '2024-02-01T00:00:00.000Z',
    });
    const windows = Buffer.from(table.replaceAll(/[–„“]/g, '?'), 'latin1');
    expect(await importing(path, windows, { type: 'text/csv' })).toMatchObject([
      { change: 'updated' },
      { change: 'unchanged' },
      {},
    ]);
    expect(await getCase(results[0]?.id)).toMatchObject({ subject: 'Zoë ? ?Prüfung?', fields: { course: 'MÄTH-101' } });
    expectRefused(
      await sendFile('/v1/cases/import', 'externalId,subject,colour\n1,2,3\n', { type: 'text/csv' }),
      400,
      'invalid-request',
      ['/colour', '/type'],
    );
    expectRefused(await sendFile(path, 'externalId,subject,subject\n', { type: 'text/csv' }), 400, undefined, [
      '/subject',
    ]);
    expectRefused(await sendFile(path, '<x/>', { type: 'text/xml' }), 415);
    expectRefused(await sendFile(path, 'x'.repeat(4 * 1024 * 1024 + 1), { type: 'text/csv' }), 413);
    expectRefused(await sendFile('/v1/cases/import?type=no-type', '{}'), 422, undefined, ['/query/type']);
    expectRefused(await sendFile('/v1/cases/import?format=rt', 'id\tSubject\n'), 400, undefined, ['/query/type']);
    expectRefused(await sendFile('/v1/cases/import?since=1', '{}'), 400, undefined, ['/query/since']);
  });

  test('[BU-2] may look first: a dry run says what would become of each row, and writes nothing', async () => {
    const before = await here().eventsSoFar();
    const row = { externalId: unique('x-'), type: 'academic-concern', subject: 'Perhaps' };
    const answer = await sendFile('/v1/cases/import?dryRun=true', lines(row, { ...row, subject: '' }));
    expect(answer.body.results).toMatchObject([
      { row: 1, status: 201, change: 'created' },
      { row: 2, status: 400 },
    ]);
    expect(await here().eventsSoFar()).toBe(before);
  });

  test('[BU-4] asks for effects: then rules, mail and clocks follow from what was', async () => {
    const contact = await aContact();
    const row = {
      externalId: unique('x-'),
      type: 'academic-concern',
      subject: 'With all that follows',
      contactId: contact.id,
      createdAt: '2026-11-10T15:00:00Z',
    };
    const [made] = await importing('/v1/cases/import?effects=true', lines(row));
    await here().local.idle();
    const record = await getCase(made?.id);
    expect(record.clocks).toMatchObject([{ key: 'completion', state: 'running' }]);
    expect(record.dueAt).toBeDefined();
    expect((await here().local.mails({ to: contact.email, about: made?.id ?? '' })).length).toBeGreaterThan(0);
  });

  test('[BU-2] brings in a case with more notes than a transaction takes', async () => {
    const notes = Array.from({ length: 130 }, (_, index) => ({
      text: `note ${index}`,
      at: new Date(Date.UTC(2024, 0, 1) + index * 60_000).toISOString(),
      author: 'ben',
    }));
    const row = {
      externalId: unique('x-'),
      type: 'academic-concern',
      subject: 'A long story',
      status: 'resolved',
      createdAt: '2024-01-01',
      closedAt: '2024-02-01',
      notes,
    };
    const [made] = await importing('/v1/cases/import', lines(row));
    expect(made).toMatchObject({ status: 201, change: 'created' });
    expect(await notesOf(made?.id)).toHaveLength(130);
    expect(await getCase(made?.id)).toMatchObject({ status: { category: 'resolved' } });
    expect(await importing('/v1/cases/import', lines(row))).toMatchObject([{ change: 'unchanged' }]);
  });
});

describe('[BU-2] alerts are imported', () => {
  test('[BU-2] with the instants of then; silently, and once', async () => {
    const type = await anAlertType();
    const contact = await aContact();
    const row = {
      externalId: unique('a-'),
      type,
      contactId: contact.id,
      status: 'resolved',
      outcome: 'contacted',
      createdAt: '2023-05-01',
      closedAt: '2023-05-03T10:00',
      updatedAt: '2023-05-04',
      description: 'Missed a week',
      reviewer: { group: 'advisers' },
      notes: [{ text: 'Rang her', at: '2023-05-02', author: 'ben' }],
    };
    const open = {
      externalId: unique('a-'),
      type,
      contactId: contact.id,
      createdAt: '2026-11-01',
      dueAt: '2026-11-28',
    };
    const [made, second] = await importing('/v1/alerts/import', lines(row, open));
    expect([made, second]).toMatchObject([{ status: 201 }, { status: 201 }]);
    await here().local.idle();
    expect(await here().as.admin.get<AlertAnswer>(`/v1/alerts/${made?.id}`)).toMatchObject({
      externalId: row.externalId,
      status: 'resolved',
      outcome: 'contacted',
      createdAt: '2023-05-01T00:00:00.000Z',
      resolvedAt: '2023-05-03T10:00:00.000Z',
      updatedAt: '2023-05-04T00:00:00.000Z',
      noteCount: 1,
    });
    const types = (await historyOf('alerts', made?.id ?? '')).map(({ type: name, cause }) => [name, cause.silent]);
    expect(types).toEqual(
      expect.arrayContaining([
        ['Alert Created', true],
        ['Note Added', true],
        ['Alert Status Changed', true],
      ]),
    );
    expect(await importing('/v1/alerts/import', lines(row, open))).toMatchObject([
      { change: 'unchanged', id: made?.id },
      { change: 'unchanged', id: second?.id },
    ]);
    const started = { ...open, status: 'in-progress', reviewer: { user: 'ben' }, updatedAt: '2026-11-10' };
    expect(await importing('/v1/alerts/import', lines(started))).toMatchObject([{ change: 'updated' }]);
    expect(await here().as.admin.get<AlertAnswer>(`/v1/alerts/${second?.id}`)).toMatchObject({
      status: 'in-progress',
      reviewer: { user: 'ben' },
    });
    expect(await here().local.mails({ about: second?.id ?? '' })).toEqual([]);
    const [refused] = await importing(
      '/v1/alerts/import',
      lines({ ...row, externalId: unique('a-'), outcome: 'none' }),
    );
    expect(refused?.error?.errors?.map(({ pointer }) => pointer)).toEqual(['/outcome']);
  });
});

describe('[BU-2] a large import', () => {
  const rows = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => ({
      externalId: `${prefix}${index}`,
      type: 'academic-concern',
      subject: `Row ${index}`,
      createdAt: '2024-01-01',
    }));

  test('[BU-2] is a job with the same report, which can be undone', async () => {
    const prefix = unique('many-');
    const answer = await sendFile('/v1/cases/import', lines(...rows(210, prefix), { externalId: 'x', subject: 'y' }));
    expect(answer.status).toBe(202);
    const { job, report } = await jobDone(answer.body.jobId ?? '');
    expect(job).toMatchObject({ status: 'finished', total: 211, done: 211, failed: 1, undo: true });
    expect(report[1]?.slice(0, 3)).toEqual(['1', '201', 'created']);
    const id = report[1]?.[3] ?? '';
    const other = report[2]?.[3] ?? '';
    expect(await getCase(id)).toMatchObject({ subject: 'Row 0', createdAt: '2024-01-01T00:00:00.000Z' });
    await here().as.admin.post(`/v1/cases/${other}/notes`, { text: 'Looked at', public: false });
    const undo = await here().as.admin.post<{ id: string }>(`/v1/jobs/${answer.body.jobId}/undo`);
    const undone = await jobDone(undo.id);
    expect(undone.job).toMatchObject({ status: 'finished', done: 210, failed: 1 });
    expect(await getCase(id)).toMatchObject({ trashedAt: expect.any(String) });
    expect((await getCase(other)).trashedAt).toBeUndefined();

    // A better file after that: the same cases come back by it, and can be undone once more.
    const better = rows(210, prefix).map((row) => ({ ...row, subject: `Better ${row.subject}` }));
    const again = await jobDone((await sendFile('/v1/cases/import', lines(...better))).body.jobId ?? '');
    expect(again.job).toMatchObject({ total: 210, failed: 0, undo: true });
    expect(again.report[1]?.slice(0, 4)).toEqual(['1', '201', 'created', id]);
    const back = await getCase(id);
    expect([back.subject, back.trashedAt]).toEqual(['Better Row 0', undefined]);
    const { id: second } = await here().as.admin.post<{ id: string }>(`/v1/jobs/${again.job.id}/undo`);
    expect((await jobDone(second)).job).toMatchObject({ done: 209, failed: 0 });
    expect(await getCase(id)).toMatchObject({ trashedAt: expect.any(String) });
    // What a person puts into the trash stays there.
    await here().as.admin.send('DELETE', `/v1/cases/${other}`, { headers: { 'if-match': '*' } });
    const [left] = await importing('/v1/cases/import', lines({ ...better[1], subject: 'Once more' }));
    expect(left).toMatchObject({ status: 409, error: { code: 'in-trash' } });
  });

  test('[BU-2] of alerts is undone, and imported again', async () => {
    const contact = await aContact();
    const alerts = rows(201, unique('worries-')).map(({ subject, ...row }) => ({
      ...row,
      ...{ type: 'attendance', contactId: contact.id, course: { code: 'MATH-101' }, description: subject },
    }));
    const run = async () => jobDone((await sendFile('/v1/alerts/import', lines(...alerts))).body.jobId ?? '');
    const { job } = await run();
    const open = async () =>
      (await everyPage(here().as.admin, `/v1/alerts?contactId=${contact.id}&category=open`)).length;
    expect(await open()).toBe(201);
    await jobDone((await here().as.admin.post<{ id: string }>(`/v1/jobs/${job.id}/undo`)).id);
    expect(await open()).toBe(0);
    expect((await run()).job).toMatchObject({ total: 201, failed: 0 });
    expect(await open()).toBe(201);
  });

  test('[BU-2] is uploaded where it has more than four megabytes, and begins when it is there', async () => {
    const prefix = unique('up-');
    const content = Buffer.from(lines(...rows(30, prefix)));
    const body = { kind: 'cases', format: 'json-lines', name: 'cases.ndjson', size: content.length };
    const { manager } = here().as;
    const announced = await manager.send<{
      jobId: string;
      upload: { url: string; headers: Record<string, string> };
    }>('POST', '/v1/imports', { body });
    expect(announced.status).toBe(201);
    const { jobId, upload } = announced.body;
    await here().local.idle();
    expect(await manager.get(`/v1/jobs/${jobId}`)).toMatchObject({ status: 'queued', done: 0 });
    for (const _twice of [1, 2]) {
      const put = await here().fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content });
      expect(put.status).toBe(200);
    }
    const { job } = await jobDone(jobId);
    expect(job).toMatchObject({ status: 'finished', total: 30, done: 30, failed: 0 });
    expectRefused(
      await manager.send('POST', '/v1/imports', { body: { ...body, kind: 'contacts' } }),
      403,
      'not-allowed',
    );
    expectRefused(
      await manager.send('POST', '/v1/imports', { body: { ...body, format: 'rt', size: 0 } }),
      400,
      'invalid-request',
      ['/size'],
    );
    expectRefused(await manager.send('POST', '/v1/imports', { body: { ...body, format: 'rt' } }), 400, undefined, [
      '/type',
    ]);
  });

  test('[BU-2] ends where its file is none, and says why', async () => {
    const content = Buffer.from('externalId,subject,colour\n1,2,3\n');
    const announced = await here().as.admin.post<{
      jobId: string;
      upload: { url: string; headers: Record<string, string> };
    }>('/v1/imports', { kind: 'cases', format: 'csv', name: 'x.csv', size: content.length });
    const { url, headers } = announced.upload;
    await here().fetch(url, { method: 'PUT', headers, body: content });
    const { job } = await jobDone(announced.jobId);
    expect(job).toMatchObject({ status: 'failed', failure: { code: 'invalid-request' } });
    expect(job.failure?.reason).toContain('colour');
  });
});
