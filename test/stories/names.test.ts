import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, act, anAlert, expectRefused, here, historyOf, likeness, put, runsOn, signIn } from './world.ts';

// Every object of JavaScript answers to these. Keys of configuration are written small, so most of
// them can be names of fields and of people only.
const key = 'constructor';
const fieldNames = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];
const fields = Object.fromEntries(fieldNames.map((name) => [name, `the ${name}`]));
const textField = (name: string, more: object = {}) => ({ key: name, name, type: 'text', ...more });
const calendarDays = (amount: number) => ({ amount, unit: 'days', time: 'calendar' });

const patched = async (path: string, body: object): Promise<CaseAnswer> => {
  const answer = await here().as.manager.send<CaseAnswer>('PATCH', path, { body, headers: { 'if-match': '*' } });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body;
};

const deadLettersOf = async (name: string) => {
  await here().local.idle();
  return (await here().local.deadLetters()).filter(({ body }) => JSON.stringify(body).includes(name));
};

/** A case type in which whatever has a key of its own is called `constructor`. */
const aTypeOfSuchNames = async (): Promise<void> => {
  await put(`/v1/priorities/${key}`, { name: 'Built', order: 90 });
  await put(`/v1/calendars/${key}`, { name: 'Built', timeZone: 'UTC', week: { monday: [['09:00', '17:00']] } });
  await put(`/v1/groups/${key}`, {
    name: 'Builders',
    members: [{ id: 'toString', email: 'b@staff.example.edu', name: 'B' }],
  });
  const like = await likeness('/v1/case-types/academic-concern', {
    statuses: [
      { key: 'new', name: 'New', category: 'to-do' },
      { key, name: 'Building', category: 'in-progress' },
      { key: 'done', name: 'Done', category: 'resolved' },
    ],
    defaultStatus: 'new',
    transitions: { new: [key], [key]: ['new'] },
    stages: [{ key, name: 'Building' }],
    subtypes: [key],
    priorities: [key, 'medium'],
    defaultPriority: 'medium',
    fields: fieldNames.map((name) => textField(name, { required: true, visibleToRequester: true, searchable: true })),
    sections: [{ key, name: 'Builder', fields: [textField('name'), textField('toString')] }],
    targets: [{ key: 'completion', target: calendarDays(5), byPriority: { medium: calendarDays(3) }, calendar: key }],
    roles: [{ key, name: 'Builder', groups: [key] }],
    taskTypes: [{ key, name: 'Build', form: [textField('constructor', { required: true })] }],
    timelines: [],
    sequences: [],
    closureReasons: [{ key, name: 'Built' }],
    reassignReasons: [{ key, name: 'Built' }],
    escalationReasons: [{ key, name: 'Built' }],
    routing: undefined,
  });
  await put(`/v1/case-types/${key}`, like);
};

describe('[IN-1] names that routes have', () => {
  test.each(['import', 'bulk', 'search', '...', 'near'])('[IN-3] a contact may be called %s', async (id) => {
    const { admin } = here().as;
    const path = `/v1/contacts/${id}`;
    expect(await put(path, { name: 'One' })).toMatchObject({ id });
    const headers = { 'if-match': '"1"' };
    expect((await admin.send('PATCH', path, { body: { name: 'Two' }, headers })).status).toBe(200);
    expect(await admin.get(path)).toMatchObject({ id, name: 'Two', version: 2 });
  });

  test('[IN-3] a contact is not called . or .., which clients take out of a URL', async () => {
    const { admin } = here().as;
    const rows = ['.', '..', '.x'].map((id) => JSON.stringify({ id, name: 'Dots' })).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const { body } = await admin.send<{ results: { status: number }[] }>('POST', '/v1/contacts/import', {
      body: rows,
      headers,
    });
    expect(body.results.map(({ status }) => status)).toEqual([400, 400, 201]);
  });

  test('[FN-5] a view is not called counts, since that is where all are counted', async () => {
    const { manager } = here().as;
    const view = { name: 'C', for: 'cases', condition: { field: 'case.private', op: 'is', value: true } };
    expectRefused(await act(manager, '/v1/views', { ...view, key: 'counts' }), 400, 'invalid-request', ['/key']);
    const answer = await manager.send('PUT', '/v1/views/counts', { body: view });
    expectRefused(answer as never, 400, 'invalid-request', ['/path/key']);
  });

  test.each(['segments/preview', 'signal-mappings/try', 'workflows/simulate', 'rules/check', 'rules/dry-run'])(
    '[IN-1] %s is a key like any other',
    async (path) => {
      const { admin } = here().as;
      const answer = await admin.send<{ code?: string }>('PUT', `/v1/${path}`, { body: {} });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
      expect((await admin.send('GET', `/v1/${path}`)).status).toBe(404);
    },
  );
});

describe('[CA-3] [IN-1] names that every object of JavaScript has', () => {
  test('[CA-3] are names of whatever a case has, from raising it to the history of its closing', async () => {
    await aTypeOfSuchNames();
    const { manager } = here().as;
    await put('/v1/contacts/constructor', {
      name: 'Konstantin',
      attributes: { constructor: 'x', toString: 'y' },
      network: { constructor: { user: 'ben' } },
      labels: ['constructor', '__proto__'],
      courses: [{ code: 'constructor' }],
    });
    const raise = { type: key, subject: 'Names', contactId: key };
    const pointers = fieldNames.map((name) => `/fields/${name}`);
    expectRefused(await act(manager, '/v1/cases', raise), 400, 'invalid-request', pointers);
    expectRefused(await act(manager, '/v1/cases', { ...raise, fields: JSON.parse('{"__proto__": "x"}') }), 400);
    const record = await aCase({ ...raise, fields, stage: key, subtype: key, tags: [key, '__proto__'] });
    expect(record).toMatchObject({ fields, stage: key, priority: 'medium', tags: [key, '__proto__'] });
    const path = `/v1/cases/${record.id}`;
    const details = { [key]: { name: 'Set', toString: 'Map' } };
    expect((await patched(path, { details, priority: key })).details).toEqual(details);
    expect((await act(manager, `${path}/status`, { status: key })).body.status.key).toBe(key);
    expect((await patched(path, { stage: null })).timeInStage).toMatchObject({ [key]: expect.any(Number) });
    expect((await manager.send('PUT', `${path}/roles/${key}/toString`)).status).toBe(200);
    const task = await act<{ id: string }>(manager, `${path}/tasks`, { type: key, title: 'Build' });
    const completing = `${path}/tasks/${task.body.id}/complete`;
    expectRefused(await act(manager, completing, { outcome: 'done' }), 400, 'invalid-request', ['/fields/constructor']);
    expect(await act(manager, completing, { outcome: 'done', fields: { constructor: 'x' } })).toMatchObject({
      status: 200,
    });
    expect((await act(manager, `${path}/escalate`, { reason: key })).body.escalated).toBe(1);
    expect((await act(manager, `${path}/close`, { reason: key })).body.closure).toMatchObject({ reason: key });
    expect((await act(manager, `${path}/reopen`, { note: 'Again' })).body.fields).toEqual(fields);
    for (const query of [`tag=__proto__`, `type=${key}`, `contactId=${key}`, `stage=${key}`, `priority=${key}`])
      expect(await manager.send('GET', `/v1/cases?${query}`)).toMatchObject({ status: 200 });
    expect((await manager.get<{ items: { id: string }[] }>(`/v1/cases?tag=${key}`)).items).toMatchObject([
      { id: record.id },
    ]);
    expect((await historyOf('cases', record.id))[0]?.after).toMatchObject({ fields });
    expect(await deadLettersOf(record.id)).toEqual([]);
  });

  test('[AL-1] [AU-3] of an alert too, of rules about it, and of what a system puts on the bus', async () => {
    const admin = await signIn('ada', 'admins');
    const type = {
      ...(await likeness('/v1/alert-types/attendance', { courseRelated: false })),
      defaultReviewer: undefined,
    };
    await put(`/v1/alert-types/${key}`, {
      ...type,
      fields: fieldNames.map((name) => textField(name)),
      notifications: {},
    });
    const rule = await act<{ id: string }>(admin, '/v1/rules', {
      title: 'Names',
      for: 'alert',
      order: 1,
      trigger: { event: 'alert-created' },
      condition: {
        all: [
          { field: 'alert.type', op: 'is', value: key },
          { field: 'alert.fields.toString', op: 'not-exists' },
          { field: 'contact.attributes.valueOf', op: 'not-exists' },
        ],
      },
      actions: [{ do: 'add-tag', tag: '__proto__' }],
    });
    const alert = await anAlert({ type: key, course: undefined, fields: { constructor: 'x' }, tags: ['toString'] });
    await here().local.idle();
    const runs = (await runsOn(alert.id)).filter(({ ruleId }) => ruleId === rule.body.id);
    expect(runs).toMatchObject([{ matched: true }]);
    expect((await admin.get<AlertAnswer>(`/v1/alerts/${alert.id}`)).tags).toEqual(['toString', '__proto__']);
    await put(`/v1/signal-mappings/${key}`, {
      name: 'Names',
      match: { field: 'event.source', op: 'is', value: 'names.test' },
      contactId: '{{ event.detail.contactId }}',
      dedupeKey: '{{ event.detail.valueOf }}',
      alert: {
        type: key,
        priority: 'medium',
        fields: { toString: '{{ event.detail.toString }}', valueOf: '{{ event.detail.hasOwnProperty }}' },
      },
    });
    await put('/v1/contacts/toString', { name: 'Tove' });
    await here().local.putEvents([
      {
        Source: 'names.test',
        DetailType: 'constructor',
        Detail: { contactId: 'toString', toString: 'said', valueOf: 'once', constructor: { name: 'Set' } },
      },
    ]);
    await here().local.idle();
    const alerts = await admin.get<{ items: AlertAnswer[] }>('/v1/alerts?contactId=toString');
    expect(alerts.items.map((one) => one.fields)).toEqual([{ toString: 'said' }]);
    expect(await deadLettersOf('names.test')).toEqual([]);
  });
});
