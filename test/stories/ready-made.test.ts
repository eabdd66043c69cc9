import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Client, LocalControls } from '#local/demo/client.ts';
import { people, startInstitution } from '#test/house/institution.ts';
import { type Configured, faultsIn, type Problem } from './configuring.ts';

interface Diff {
  items: { kind: string; key: string; change: string }[];
}
interface ReadyMade {
  items: { key: string; name: string; contents: Record<string, string[]> }[];
}
interface Case extends Problem {
  id: string;
  priority: string;
  assignee?: { group?: string };
  dueAt?: string;
  fields: Record<string, unknown>;
}

const folder = resolve(import.meta.dirname, '../../ready-made');
const files = readdirSync(folder).map((file) => file.replace('.json', ''));

let stack: { local: LocalControls };
let admin: Client;
beforeAll(async () => {
  stack = await startInstitution();
  admin = await stack.local.as({ ...people.admin });
});

const raise = (body: object) => admin.send<Case>('POST', '/v1/cases', { body });

describe('a ready-made instance', () => {
  it('[CA-20] [CA-21] is there for each of the files, with what it brings', async () => {
    const { items } = await admin.get<ReadyMade>('/v1/configuration/ready-made');
    expect(items.map(({ key }) => key).toSorted()).toEqual(files.toSorted());
    expect(items.find(({ key }) => key === 'complaints')).toMatchObject({
      name: 'Complaints',
      contents: { 'case-types': ['complaint'], instances: ['complaints'] },
    });
  });

  it.each(files)('[CA-20] [CA-21] %s is a file that an import takes as it is', async (key) => {
    const file: object = JSON.parse(readFileSync(join(folder, `${key}.json`), 'utf8'));
    const answer = await admin.send<Problem>('POST', '/v1/configuration/import?dryRun=true&existing=keep', {
      body: file,
    });
    expect([answer.status, faultsIn(answer.body)]).toEqual([200, []]);
  });

  it.each(files)('[CA-20] [CA-21] %s is installed once, and leaves what is there as it is', async (key) => {
    const before = await admin.get<Configured>('/v1/groups/advisers');
    const installed = await admin.post<Diff>(`/v1/configuration/ready-made/${key}/install`);
    expect(installed.items.filter(({ change }) => change === 'create').length).toBeGreaterThan(0);
    const again = await admin.post<Diff>(`/v1/configuration/ready-made/${key}/install`);
    expect(again.items.filter(({ change }) => change === 'create' || change === 'update')).toEqual([]);
    expect(await admin.get('/v1/groups/advisers')).toEqual(before);
  });

  it('[CA-21] answers 404 where there is none', async () => {
    expect((await admin.send('POST', '/v1/configuration/ready-made/zoo/install', { body: {} })).status).toBe(404);
  });

  it('[CA-6] [CA-21] asks in a complaint for what its answers call for, and its rules act', async () => {
    const type = 'complaint';
    const missing = await raise({ type, subject: 'No bins', fields: { service: 'other' } });
    expect([missing.status, faultsIn(missing.body)]).toEqual([400, ['/fields/which-service required']]);
    const hidden = await raise({ type, subject: 'No bins', fields: { service: 'waste', 'which-service': 'Bins' } });
    expect([hidden.status, faultsIn(hidden.body)]).toEqual([400, ['/fields/which-service hidden-field']]);

    const { status, body, headers } = await raise({ type, subject: 'No bins', fields: { service: 'waste' } });
    expect(status).toBe(201);
    const change = (body: object, etag: string | null) =>
      admin.send<Case>('PATCH', `/v1/cases/${(raised as Case).id}`, { body, headers: { 'if-match': etag ?? '' } });
    const raised = body;
    const staged = await change({ stage: 'ombudsman', fields: { 'ombudsman-reference': 'O-7' } }, headers.get('etag'));
    expect([staged.status, staged.body.fields]).toEqual([200, { service: 'waste', 'ombudsman-reference': 'O-7' }]);
    await stack.local.idle();
    const acted = await admin.send<Case>('GET', `/v1/cases/${raised.id}`);
    expect(acted.body).toMatchObject({ priority: 'high', assignee: { group: 'complaints-leads' } });
    const back = await change({ stage: 'stage-1' }, acted.headers.get('etag'));
    expect([back.status, back.body.fields]).toEqual([200, { service: 'waste' }]);
  });

  it('[CA-6] [CA-21] takes a contact in a field of a grant only where there is one', async () => {
    const fields = { 'asked-for': { amount: '12.50', currency: 'GBP' }, purpose: 'Paint', referee: 'nobody' };
    const refused = await raise({ type: 'grant-application', subject: 'Paint', fields });
    expect([refused.status, faultsIn(refused.body)]).toEqual([422, ['/fields/referee unknown-reference']]);
    const raised = await raise({ type: 'grant-application', subject: 'Paint', fields: { ...fields, referee: 'S101' } });
    expect([raised.status, raised.body.fields]).toEqual([201, { ...fields, referee: 'S101', organisation: false }]);
  });
});

describe('a record template', () => {
  const values = {
    type: 'academic-concern',
    subject: 'Check-in',
    priority: 'low',
    tags: ['routine'],
    fields: { course: 'MATH-101' },
    dueIn: { amount: 2, unit: 'days', time: 'calendar' },
  };

  it('[AL-7] fills in a case where the body is silent, and never locks', async () => {
    await admin.send('PUT', '/v1/record-templates/weekly', { body: { name: 'Weekly', for: 'case', values } });
    const now = Date.parse(await stack.local.now());
    const { status, body } = await raise({ template: 'weekly', priority: 'high' });
    expect([status, body]).toMatchObject([
      201,
      { subject: 'Check-in', priority: 'high', tags: ['routine'], fields: { course: 'MATH-101' } },
    ]);
    const due = Date.parse(body.dueAt ?? '') - now;
    expect(Math.abs(due - 2 * 24 * 60 * 60 * 1000)).toBeLessThan(3 * 60 * 60 * 1000);
    expect((await raise({ template: 'weekly', fields: { course: 'BIO-1' }, subject: 'Other' })).body).toMatchObject({
      subject: 'Other',
      fields: { course: 'BIO-1' },
    });
  });

  it('[AL-7] fills in an alert, which is due at its instant or so long after use', async () => {
    const dueAt = '2030-01-01T09:00:00.000Z';
    const values = { type: 'attendance', course: { code: 'MATH-101' }, dueAt };
    await admin.send('PUT', '/v1/record-templates/absent', { body: { name: 'Absent', for: 'alert', values } });
    const alert = (body: object) =>
      admin.send<Record<string, unknown> & Problem>('POST', '/v1/alerts', { body: { template: 'absent', ...body } });
    expect(await alert({ contactId: 'S120' })).toMatchObject({ status: 201, body: { type: 'attendance', dueAt } });
    const own = await alert({ contactId: 'S121', dueAt: '2029-01-01T09:00:00.000Z' });
    expect(own.body.dueAt).toBe('2029-01-01T09:00:00.000Z');
  });

  it('[AL-7] is refused where it refers to what is not there, and where it is used for other records', async () => {
    const put = (template: object) =>
      admin.send<Problem>('PUT', '/v1/record-templates/odd', { body: { name: 'Odd', for: 'case', ...template } });
    const wrong = await put({ values: { type: 'academic-concern', priority: 'never', stage: 'x', fields: { no: 1 } } });
    expect([wrong.status, faultsIn(wrong.body)]).toEqual([
      400,
      ['/values/fields/no unknown-field', '/values/priority unknown-reference', '/values/stage unknown-stage'],
    ]);
    expect((await put({ values: { type: 'gone' } })).status).toBe(422);
    expect(faultsIn((await put({ values: { colour: 'red', dueIn: { amount: 0 } } })).body)).toContain(
      '/values/colour unknown-field',
    );
    const used = await admin.send<Problem>('POST', '/v1/alerts', { body: { template: 'weekly', type: 'attendance' } });
    expect([used.status, faultsIn(used.body)]).toEqual([422, ['/template unknown-reference']]);
    expect((await raise({ template: 'nothing' })).status).toBe(422);
    expect(faultsIn((await raise({})).body)).toEqual(['/subject required', '/type required']);
  });

  it.each([
    ['a name that is none', { name: 7 }, ['/name wrong-kind']],
    ['a member that there is not', { colour: 'red' }, ['/colour unknown-field']],
    ['nothing else', {}, []],
  ])('[AL-7] [IN-1] has all faults of what it fills in named beside %s', async (_what, wrong, faults) => {
    const dueIn = { amount: 1, unit: 'days', time: 'calendar' };
    const values = { type: 'academic-concern', subject: 5, stage: 'x', priority: 'never', dueAt: '2030-01-01', dueIn };
    const body = { name: 'Odd', for: 'case', values, ...wrong };
    expect(faultsIn((await admin.send<Problem>('PUT', '/v1/record-templates/odd', { body })).body).sort()).toEqual(
      [
        ...faults,
        '/values/dueAt invalid-datetime',
        '/values/dueIn exactly-one',
        '/values/priority unknown-reference',
        '/values/stage unknown-stage',
        '/values/subject wrong-kind',
      ].sort(),
    );
  });

  it('[AL-7] [IN-1] is told nothing of what it fills in where nobody knows of what, and no false fault', async () => {
    const faultsOf = async (body: object) =>
      faultsIn((await admin.send<Problem>('PUT', '/v1/record-templates/odd', { body })).body);
    const values = { type: 'attendance', reviewer: { user: 'ben' } };
    expect(await faultsOf({ name: 'Odd', for: 'task', values })).toEqual(['/for not-one-of']);
    const dueIn = { amount: 1, unit: 'days', time: 'working' };
    expect(await faultsOf({ name: 'Odd', for: 'case', values: { type: 5, dueIn } })).toEqual([
      '/values/type wrong-kind',
    ]);
    expect(await faultsOf({ name: 'Odd', for: 'case', values: [] })).toEqual(['/values wrong-kind']);
  });
});

describe('a case type', () => {
  it('[CA-18] is duplicated under a key of its own, once', async () => {
    const duplicate = () =>
      admin.send<Configured & Problem>('POST', '/v1/case-types/complaint/duplicate', {
        body: { key: 'complaint-2', name: 'Complaint, second' },
      });
    expect(await duplicate()).toMatchObject({ status: 201, body: { key: 'complaint-2', version: 1 } });
    const {
      key: _k,
      createdAt: _c,
      updatedAt: _u,
      ...original
    } = await admin.get<Configured>('/v1/case-types/complaint');
    expect(await admin.get('/v1/case-types/complaint-2')).toMatchObject({ ...original, name: 'Complaint, second' });
    expect(await duplicate()).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });
});
