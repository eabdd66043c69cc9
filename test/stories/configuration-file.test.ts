import { beforeAll, describe, expect, it } from 'vitest';
import type { Client, LocalControls } from '#local/demo/client.ts';
import { institution } from '#local/sample/load.ts';
import { people, startInstitution } from '#test/house/institution.ts';
import { faultsIn, type Problem, putOver } from './configuring.ts';

interface Diff {
  items: { kind: string; key: string; change: string; changed?: string[]; before?: object; after?: object }[];
}
type File = Record<string, Record<string, Record<string, unknown>>>;

let stack: { local: LocalControls };
let admin: Client;
beforeAll(async () => {
  stack = await startInstitution();
  admin = await stack.local.as({ ...people.admin });
});

const importing = (file: object, query = '') =>
  admin.send<Diff & Problem>('POST', `/v1/configuration/import${query}`, { body: file });
const changesOf = ({ items }: Diff) =>
  items.filter(({ change }) => change !== 'same').map(({ kind, key, change }) => `${change} ${kind}/${key}`);

describe('a whole configuration', () => {
  it('[CA-3] is exported as JSON that an import takes back unchanged, and changes nothing', async () => {
    const file = await admin.get<File>('/v1/configuration/export');
    expect(Object.keys(file['case-types'] ?? {})).toEqual(['academic-concern', 'hazard-report']);
    expect(Object.keys(file).toSorted()).toEqual(Object.keys(institution).toSorted());
    const { status, body } = await importing(file);
    expect([status, changesOf(body)]).toEqual([200, []]);
    expect(await admin.get('/v1/configuration/export')).toEqual(file);
    expect((await admin.get<{ version: number }>('/v1/case-types/academic-concern')).version).toBe(1);
  });

  it('[CA-3] is compared by a dry run, which writes nothing', async () => {
    const file = {
      priorities: { high: { name: 'Urgent', order: 2 }, whenever: { name: 'Whenever', order: 9 } },
      groups: { students: { name: 'Students', staff: false } },
    };
    const { status, body } = await admin.send<{ events: object[]; record: Diff }>(
      'POST',
      '/v1/configuration/import?dryRun=true',
      { body: file },
    );
    expect([status, body.events.length]).toEqual([200, 2]);
    const high = { kind: 'priorities', key: 'high', changed: ['colour', 'icon', 'name'] };
    const values = { before: { colour: '#f47738', icon: 'triangle', name: 'High' }, after: { name: 'Urgent' } };
    expect(body.record.items).toEqual([
      { ...high, ...values, change: 'update' },
      { kind: 'priorities', key: 'whenever', change: 'create' },
      { kind: 'groups', key: 'students', change: 'same' },
    ]);
    // What would be left as it is says what of it differs, too, though nothing would happen to it.
    const kept = await importing(file, '?dryRun=true&existing=keep');
    expect(kept.body).toMatchObject({
      events: [{}],
      record: { items: [{ ...high, ...values, change: 'kept' }, {}, {}] },
    });
    expect((await admin.get<{ name: string }>('/v1/priorities/high')).name).toBe('High');
    expect((await admin.send('GET', '/v1/priorities/whenever')).status).toBe(404);
  });

  it('[CA-3] may refer to what it brings itself, in any order', async () => {
    const file = {
      rules: {
        'triage-first': {
          title: 'Triage first',
          for: 'case',
          trigger: { event: 'case-created' },
          condition: { field: 'case.fields.severity', op: 'is', value: 'grave' },
          actions: [{ do: 'update-assignee', group: 'triage' }],
        },
      },
      'case-types': {
        incident: {
          name: 'Incident',
          statuses: [
            { key: 'new', name: 'New', category: 'to-do' },
            { key: 'done', name: 'Done', category: 'resolved' },
          ],
          defaultStatus: 'new',
          defaultPriority: 'high',
          groups: { managers: ['triage'] },
          fields: [{ key: 'severity', name: 'Severity', type: 'choice', options: [{ key: 'grave', name: 'Grave' }] }],
        },
      },
      groups: { triage: { name: 'Triage', members: [] } },
    };
    const { status, body } = await importing(file);
    expect([status, changesOf(body)]).toEqual([
      200,
      ['create groups/triage', 'create case-types/incident', 'create rules/triage-first'],
    ]);
    expect((await admin.get<{ title: string }>('/v1/rules/triage-first')).title).toBe('Triage first');
    expect(changesOf((await importing(file)).body)).toEqual([]);
    const raised = await admin.post<{ id: string }>('/v1/cases', {
      type: 'incident',
      subject: 'A fire',
      fields: { severity: 'grave' },
    });
    await stack.local.idle();
    expect(await admin.get(`/v1/cases/${raised.id}`)).toMatchObject({ assignee: { group: 'triage' } });
  });

  it('[CA-3] [NT-3] is refused as a whole, with every fault below the one it is about, and nothing is written', async () => {
    const { status, body } = await importing({
      priorities: { fine: { name: 'Fine', order: 7 } },
      'alert-types': { odd: { name: 'Odd', groups: { reviewers: ['nobody'] }, defaultPriority: 'never' } },
      templates: { bad: { name: 'Bad', subject: '{{ case.colour }}', text: 'x' } },
    });
    expect([status, faultsIn(body)]).toEqual([
      400,
      [
        '/alert-types/odd/defaultPriority unknown-reference',
        '/alert-types/odd/groups/reviewers/0 unknown-reference',
        '/templates/bad/subject unknown-token',
      ],
    ]);
    expect((await admin.send('GET', '/v1/priorities/fine')).status).toBe(404);
    expect((await importing({ 'alert-types': { odd: { name: 'Odd', defaultPriority: 'never' } } })).status).toBe(422);
    expect(faultsIn((await importing({ wishes: {}, priorities: { 'No!': {} } })).body)).toContain(
      '/wishes unknown-field',
    );
  });

  it('[CA-3] leaves alone what differs, where it is asked to', async () => {
    const file = { priorities: { low: { name: 'Lowest', order: 4 }, lowest: { name: 'Lower still', order: 5 } } };
    const { body } = await importing(file, '?existing=keep');
    expect(changesOf(body)).toEqual(['kept priorities/low', 'create priorities/lowest']);
    expect((await admin.get<{ name: string }>('/v1/priorities/low')).name).toBe('Low');
  });

  it('[CA-3] of more than one transaction is written in parts', async () => {
    const priorities = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`p-${index}`, { name: `P ${index}`, order: 100 + index }]),
    );
    const { status, body } = await importing({ priorities });
    expect([status, changesOf(body).length]).toEqual([200, 130]);
    expect(changesOf((await importing({ priorities })).body)).toEqual([]);
  });

  it('[CA-3] of 4 MB that changes all is compared within one answer, by what differs as far as there is room', async () => {
    const templates = (letter: string) =>
      Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [
          `t-${index}`,
          { name: `T ${index}`, subject: 'All of it', text: letter.repeat(20_000) },
        ]),
      );
    expect((await importing({ templates: templates('a') })).status).toBe(200);
    for (const existing of ['replace', 'keep']) {
      const { status, body } = await admin.send<{ events: { changed: string[]; before: object }[]; record: Diff }>(
        'POST',
        `/v1/configuration/import?dryRun=true&existing=${existing}`,
        { body: { templates: templates('b') } },
      );
      expect([existing, status]).toEqual([existing, 200]);
      const told = body.record.items.filter(({ before }) => before !== undefined).length;
      expect(told).toBeGreaterThan(20);
      expect(told).toBeLessThan(200);
      expect(body.record.items.every(({ changed }) => String(changed) === 'text')).toBe(true);
      expect(body.events.map(({ changed, before }) => [changed, before])).toEqual(
        existing === 'keep' ? [] : Array.from({ length: 200 }, () => [['text'], {}]),
      );
    }
  });

  it('[CA-3] is for admins', async () => {
    const adviser = await stack.local.as({ sub: 'amara', groups: ['advisers'] });
    expect((await adviser.send('GET', '/v1/configuration/export')).status).toBe(403);
    expect((await adviser.send('POST', '/v1/configuration/import', { body: {} })).status).toBe(403);
  });
});

describe('a new version of a type', () => {
  const withoutWaiting = (type: Record<string, unknown>) => ({
    ...type,
    statuses: (type.statuses as { key: string }[]).filter(({ key }) => key !== 'waiting'),
    transitions: { new: ['open'] },
    fields: [{ key: 'module', name: 'Module', type: 'text', visibleToRequester: true }],
  });
  const path = '/v1/case-types/academic-concern';

  it('[CA-3] that would strand open cases is refused with their count, or moves them by a mapping', async () => {
    const raise = (body: object) =>
      admin.post<{ id: string }>('/v1/cases', { type: 'academic-concern', subject: 'Away', ...body });
    const waiting = await raise({});
    const telling = await raise({ fields: { course: 'MATH-101' } });
    await raise({});
    await admin.post(`/v1/cases/${waiting.id}/status`, { status: 'waiting' });

    const refused = await putOver(admin, path, withoutWaiting);
    expect([refused.status, refused.body.code, faultsIn(refused.body)]).toEqual([
      409,
      'would-strand',
      ['/fields would-strand', '/statuses would-strand'],
    ]);
    expect(refused.body.detail).toMatch(/^2 open records/);

    const nowhere = await putOver(admin, path, (type) => ({
      ...withoutWaiting(type),
      migrate: { statuses: { waiting: 'resolved' }, fields: { course: 'gone' } },
    }));
    expect([nowhere.status, faultsIn(nowhere.body)]).toEqual([
      400,
      ['/migrate/fields/course unknown-target', '/migrate/statuses/waiting unknown-target'],
    ]);
    const half = await putOver(admin, path, (type) => ({
      ...withoutWaiting(type),
      migrate: { statuses: { waiting: 'open' } },
    }));
    expect([half.status, half.body.code]).toEqual([409, 'would-strand']);

    const moved = await putOver(admin, path, (type) => ({
      ...withoutWaiting(type),
      migrate: { statuses: { waiting: 'open' }, fields: { course: 'module' } },
    }));
    expect([moved.status, moved.body.version, moved.body.migrate]).toEqual([200, 2, undefined]);
    expect(await admin.get(`/v1/cases/${waiting.id}`)).toMatchObject({ typeVersion: 2, status: { key: 'open' } });
    expect(await admin.get(`/v1/cases/${telling.id}`)).toMatchObject({
      typeVersion: 2,
      fields: { module: 'MATH-101' },
    });
    const history = await admin.get<{ items: { type: string; changed: string[] }[] }>(
      `/v1/cases/${waiting.id}/history`,
    );
    expect(history.items.at(-1)).toMatchObject({
      type: 'Case Updated',
      changed: expect.arrayContaining(['typeVersion', 'status']),
    });
  });

  it('[CA-3] [AL-2] of alerts moves the open ones by a mapping too, and leaves the closed ones', async () => {
    const alertType = {
      name: 'Library fines',
      defaultPriority: 'low',
      fields: [{ key: 'amount', name: 'Amount', type: 'integer' }],
    };
    const typePath = '/v1/alert-types/library-fines';
    expect((await admin.send('PUT', typePath, { body: alertType })).status).toBe(201);
    const raise = (amount: number) =>
      admin.post<{ id: string }>('/v1/alerts', { type: 'library-fines', fields: { amount } });
    const [open, closed] = [await raise(12), await raise(30)];
    await admin.post(`/v1/alerts/${closed.id}/dismiss`);
    const renamed = { ...alertType, fields: [{ key: 'fine', name: 'Fine', type: 'decimal' }] };
    const refused = await putOver(admin, typePath, () => renamed);
    expect([refused.status, refused.body.code, refused.body.detail.slice(0, 14)]).toEqual([
      409,
      'would-strand',
      '1 open records',
    ]);
    const moved = await putOver(admin, typePath, () => ({ ...renamed, migrate: { fields: { amount: 'fine' } } }));
    expect(moved.status).toBe(200);
    expect(await admin.get(`/v1/alerts/${open.id}`)).toMatchObject({ typeVersion: 2, fields: { fine: 12 } });
    expect(await admin.get(`/v1/alerts/${closed.id}`)).toMatchObject({ typeVersion: 1, fields: { amount: 30 } });
  });

  it('[CA-3] is no business of closed cases, which keep to the version they have', async () => {
    const { id } = await admin.post<{ id: string }>('/v1/cases', {
      type: 'hazard-report',
      subject: 'A hole',
      fields: { kind: 'surface' },
    });
    await admin.post(`/v1/cases/${id}/close`, { reason: 'made-safe' });
    const answer = await putOver(admin, '/v1/case-types/hazard-report', (type) => ({ ...type, fields: [] }));
    expect(answer.status).toBe(200);
    expect(await admin.get(`/v1/cases/${id}`)).toMatchObject({ typeVersion: 1, fields: { kind: 'surface' } });
  });
});
