import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, notesOn, type RuleAnswer, removeRules } from './rule-making.ts';
import { aCase, aCaseType, aContact, act, anAlert, anAlertType, expectRefused, here } from './world.ts';

describe('[AU-1] rules', () => {
  afterEach(removeRules);

  test('[AU-1] are made, read, changed, disabled and deleted, each with its version', async () => {
    const { as } = here();
    const type = await aCaseType();
    const body = {
      title: 'Tell who is there',
      description: 'So that nobody waits.',
      for: 'case',
      trigger: { event: 'case-created' },
      order: 7,
      condition: is('case.type', type),
      actions: [note('Hello.')],
    };
    const made = await as.admin.send<RuleAnswer>('POST', '/v1/rules', { body });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toMatchObject({ ...body, actions: [{ do: 'add-note' }], enabled: true, stopOnMatch: false });
    const path = `/v1/rules/${made.body.id}`;
    expect((await as.manager.send('GET', path)).body).toEqual(made.body);
    expect(await notesOn('cases', (await aCase({ type })).id)).toEqual(['Hello.']);
    expectRefused(await as.admin.send('PUT', path, { body }), 428);
    const off = await as.admin.send('PUT', path, { body: { ...body, enabled: false }, headers: { 'if-match': '"1"' } });
    expect(off).toMatchObject({ status: 200, body: { version: 2, enabled: false } });
    expect(await notesOn('cases', (await aCase({ type })).id)).toEqual([]);
    expect((await as.admin.send('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    expectRefused(await as.admin.send('GET', path), 404);
  });

  test('[AU-1] are checked as a whole: trigger, condition, actions and what they name', async () => {
    const send = (changes: object, by = here().as.admin) =>
      act(by, '/v1/rules', {
        title: 'R',
        for: 'alert',
        trigger: { event: 'alert-created' },
        actions: [note('x')],
        ...changes,
      });
    expectRefused(await send({ trigger: { event: 'nonsense' } }), 400, undefined, ['/trigger/event']);
    expectRefused(await send({ trigger: { event: 'case-created' } }), 400, undefined, ['/trigger/event']);
    expectRefused(await send({ actions: [{ do: 'nonsense' }] }), 400);
    expectRefused(await send({ actions: [] }), 400, undefined, ['/actions']);
    expectRefused(await send({ condition: is('alert.nonsense', 1) }), 400, undefined, ['/condition/field']);
    const wrong = { all: [is('alert.priority', 'high'), { field: 'alert.priority', op: 'near', value: 1 }] };
    expectRefused(await send({ condition: wrong }), 400, undefined, ['/condition/all/1/op']);
    const nowhere = { do: 'create-case', case: { type: 'nonsense' } };
    expectRefused(await send({ actions: [nowhere] }), 422, undefined, ['/actions/0/case/type']);
    const ofContact = { for: 'contact', actions: [{ do: 'add-label', label: 'x' }] };
    for (const trigger of [
      { event: 'segment-joined', segment: 'nonsense' },
      { event: 'signal', mapping: 'nonsense' },
    ])
      expectRefused(await send({ ...ofContact, trigger }), 422, undefined, [`/trigger/${Object.keys(trigger)[1]}`]);
    expectRefused(await send({ condition: { ...is('alert.priority', 'high'), colour: 1 } }), 400, undefined, [
      '/condition/colour',
    ]);
    // Of its form, of its fields and of its operators, in one answer.
    const mixed = {
      all: [is('alert.nonsense', 1), { field: 'alert.priority', op: 'like', value: 'h' }, { some: 'people' }],
    };
    expectRefused(await send({ condition: mixed }), 400, undefined, [
      '/condition/all/0/field',
      '/condition/all/1/op',
      '/condition/all/2/some',
    ]);
    expectRefused(await send({}, here().as.manager), 403);
  });

  test('[AU-1] one action that is no action hides nothing of the others', async () => {
    const actions = [
      { do: 'create-case', case: { type: 'nonsense' } },
      { do: 'add-tag', tag: 3 },
      { do: 'close', reason: 'solved' },
      { do: 'nonsense' },
      { do: 'send-mail', template: 'nonsense', to: [] },
      { do: 'resolve', outcome: 'nonsense' },
    ];
    const rule = { title: 'R', for: 'alert', trigger: { event: 'case-created' }, order: 'first', actions };
    const pointers = [
      '/actions/0/case/type',
      '/actions/1/tag',
      '/actions/2/do',
      '/actions/3/do',
      '/actions/4/to',
      '/actions/5/outcome',
      '/order',
      '/trigger/event',
    ];
    expectRefused(await act(here().as.admin, '/v1/rules', rule), 400, 'invalid-request', pointers);
    const { errors } = await here().as.admin.post<{ errors: { pointer: string }[] }>('/v1/rules/check', { rule });
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(pointers.map((one) => `/rule${one}`));
  });
});

describe('[AU-3] what rules ask', () => {
  afterEach(removeRules);

  test('[AU-3] about the record, its contact and the custom fields of its type, in trees of all, any and not', async () => {
    const type = await aCaseType({
      fields: [
        { key: 'weeks', name: 'Weeks', type: 'integer' },
        { key: 'module', name: 'Module', type: 'text' },
      ],
    });
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: {
        all: [
          is('case.type', type),
          {
            any: [
              { field: 'case.fields.weeks', op: 'gte', value: 3 },
              { field: 'case.fields.module', op: 'starts-with', value: 'math' },
            ],
          },
          { not: is('contact.attributes.year', 4) },
          { field: 'contact.labels', op: 'contains', value: 'athlete' },
          { field: 'case.createdAt', op: 'within', value: { ago: 'PT1H' } },
        ],
      },
      actions: [note('Matched.')],
    });
    const athlete = await aContact({ labels: ['athlete'], attributes: { year: 2 } });
    const senior = await aContact({ labels: ['athlete'], attributes: { year: 4 } });
    const rows: [object, boolean][] = [
      [{ contactId: athlete.id, fields: { weeks: 3 } }, true],
      [{ contactId: athlete.id, fields: { weeks: 2, module: 'MATH-101' } }, true],
      [{ contactId: athlete.id, fields: { weeks: 2 } }, false],
      [{ contactId: senior.id, fields: { weeks: 3 } }, false],
      [{ fields: { weeks: 3 } }, false],
    ];
    for (const [input, holds] of rows) {
      const { id } = await aCase({ type, ...input });
      expect(await notesOn('cases', id), JSON.stringify(input)).toEqual(holds ? ['Matched.'] : []);
    }
  });

  test('[AU-3] about an alert: its course, source, tags, custom fields, and its case', async () => {
    const type = await anAlertType({ fields: [{ key: 'missed', name: 'Missed', type: 'integer' }] });
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      condition: {
        all: [
          is('alert.type', type),
          is('alert.course', 'MATH-101'),
          { field: 'alert.tags', op: 'contains', value: 'autumn' },
          { field: 'alert.fields.missed', op: 'between', value: [2, 4] },
          is('alert.hasCase', false),
        ],
      },
      actions: [note('Matched.')],
    });
    const fits = { type, tags: ['autumn'], fields: { missed: 3 } };
    expect(await notesOn('alerts', (await anAlert(fits)).id)).toEqual(['Matched.']);
    expect(await notesOn('alerts', (await anAlert({ ...fits, tags: [] })).id)).toEqual([]);
    expect(await notesOn('alerts', (await anAlert({ ...fits, fields: { missed: 5 } })).id)).toEqual([]);
  });
});
