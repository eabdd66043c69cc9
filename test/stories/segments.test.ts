import { describe, expect, test } from 'vitest';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { is } from './rule-making.ts';
import {
  aSegment,
  crossings,
  escalatedWithoutCase,
  escalateWhileRead,
  members,
  rowsOf,
  segment,
  segmentsOf,
} from './segment-making.ts';
import { aTypeWithTarget, days, elapsed, plus, raise, theCase, travelTo } from './weeks.ts';
import { aCase, aCaseType, aContact, act, anAlert, expectRefused, here, put, signIn, unique } from './world.ts';

const edit = async (path: string, body: object): Promise<void> => {
  const admin = await signIn('ada', 'admins');
  const { headers } = await admin.send('GET', path);
  const answer = await admin.send('PATCH', path, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const label = (name: string): Condition => ({ field: 'contact.labels', op: 'contains', value: name });

describe('[SE-1] the segments of the seed', () => {
  test('[SE-1] an unreviewed open alert', async () => {
    const key = await aSegment({
      some: 'alerts',
      where: {
        all: [
          { field: 'alert.reviewedAt', op: 'not-exists' },
          { field: 'alert.category', op: 'is', value: 'open' },
        ],
      },
    });
    const { id } = await aContact();
    const { id: other } = await aContact();
    const alert = await anAlert({ contactId: id });
    expect(await members(key)).toEqual([id]);
    await act(here().as.manager, `/v1/alerts/${alert.id}/start`);
    expect(await members(key)).toEqual([]);
    expect(await crossings(id, key)).toEqual(['joined by data', 'left by data']);
    expect(await crossings(other, key)).toEqual([]);
  });

  test('[SE-1] a critical alert and no case', async () => {
    const key = await aSegment({
      all: [{ some: 'alerts', where: is('alert.priority', 'critical') }, { none: 'cases' }],
    });
    const [{ id }, { id: second }] = [await aContact(), await aContact()];
    await anAlert({ contactId: id, priority: 'critical' });
    await anAlert({ contactId: second, priority: 'low' });
    expect(await members(key)).toEqual([id]);
    await aCase({ contactId: id });
    expect(await members(key)).toEqual([]);
  });

  test('[SE-1] [SE-3] nobody joins for what was never so at once, also where it changes while it is read', async () => {
    const key = await aSegment(escalatedWithoutCase);
    const { id } = await aContact();
    const alert = await anAlert({ contactId: id });
    escalateWhileRead(alert.id, 'segments');
    expect(await crossings(id, key)).toEqual([]);
    expect(await here().as.admin.get(`/v1/alerts/${alert.id}`)).toHaveProperty('caseId');
  });

  test('[SE-1] an overdue case of a named team, from the instant it is due', async () => {
    const key = await aSegment({
      some: 'cases',
      where: { all: [is('case.overdue', true), is('case.group', 'advisers')] },
    });
    const type = await aTypeWithTarget({ target: elapsed(2, 'days'), byPriority: {}, reminders: [] });
    const [{ id }, { id: second }] = [await aContact(), await aContact()];
    const record = await raise(type, { contactId: id, assignee: { group: 'advisers' } });
    await raise(type, { contactId: second, assignee: { group: 'tutors' } });
    const dueAt = String(record.dueAt);
    await travelTo(plus(dueAt, -1000));
    expect(await members(key)).toEqual([]);
    await travelTo(plus(dueAt, 60_000));
    expect(await rowsOf(key)).toEqual([{ contactId: id, since: dueAt }]);
    expect(await crossings(id, key)).toEqual(['joined by time']);
    await act(await signIn('amara', 'advisers'), `/v1/cases/${record.id}/assign`, { group: 'tutors' });
    expect(await members(key)).toEqual([]);
  });

  test('[SE-1] [SE-3] a case resolved in the last 30 days', async () => {
    const key = await aSegment({
      some: 'cases',
      where: {
        all: [is('case.category', 'resolved'), { field: 'case.closedAt', op: 'within', value: { ago: 'P30D' } }],
      },
    });
    const { id } = await aContact();
    const record = await aCase({ contactId: id });
    const closed = await act(here().as.manager, `/v1/cases/${record.id}/close`, { reason: 'solved' });
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    const { closedAt } = await theCase(record.id);
    const until = plus(String(closedAt), days(30) + 1);
    expect(await rowsOf(key)).toEqual([{ contactId: id, since: expect.any(String), until }]);
    await travelTo(plus(until, -2));
    expect(await members(key)).toEqual([id]);
    await travelTo(plus(until, 60_000));
    expect(await members(key)).toEqual([]);
    expect(await crossings(id, key)).toEqual(['joined by data', 'left by time']);
    // A month is lived through, with every sweep of it.
  }, 60_000);

  test('[SE-1] open tasks on an active case', async () => {
    const key = await aSegment({
      some: 'tasks',
      where: {
        all: [
          { field: 'task.status', op: 'in', value: ['to-do', 'in-progress'] },
          { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
        ],
      },
    });
    const { id } = await aContact();
    const record = await aCase({ contactId: id });
    const made = await act<{ id: string }>(here().as.manager, `/v1/cases/${record.id}/tasks`, { title: 'Ring them' });
    expect(await members(key)).toEqual([id]);
    await act(here().as.manager, `/v1/cases/${record.id}/tasks/${made.body.id}/complete`, { outcome: 'done' });
    expect(await members(key)).toEqual([]);
  });
});

describe('[SE-2] [SE-5] what segments ask of a contact', () => {
  test('[SE-2] labels, attributes, courses and custom fields', async () => {
    const type = await aCaseType({ fields: [{ key: 'topic', name: 'Topic', type: 'text' }] });
    const first = unique('label-');
    const keys = [
      await aSegment(label(first)),
      await aSegment({ field: 'contact.attributes.year', op: 'gte', value: 2 }),
      await aSegment({ field: 'contact.courses', op: 'contains', value: 'PHYS-9' }),
      await aSegment({ field: 'case.fields.topic', op: 'contains', value: 'Exam' }),
    ];
    const { id } = await aContact();
    const there = async () => Promise.all(keys.map(async (key) => (await members(key)).includes(id)));
    expect(await there()).toEqual([false, false, false, false]);
    await edit(`/v1/contacts/${id}`, { labels: [first], attributes: { year: '2' }, courses: [{ code: 'PHYS-9' }] });
    await aCase({ contactId: id, type, fields: { topic: 'the exam' } });
    expect(await there()).toEqual([true, true, true, true]);
  });

  test('[SE-5] how often something happened within a window, and who leaves as it passes', async () => {
    const key = await aSegment({ count: 'alerts', within: 'P7D', op: 'gte', value: 2 });
    const notes = await aSegment({ count: 'notes', within: 'P7D', op: 'is', value: 1 });
    const { id } = await aContact();
    await anAlert({ contactId: id });
    await travelTo(plus(await here().local.now(), days(3)));
    const record = await aCase({ contactId: id }, await signIn('amara', 'advisers'));
    expect(await members(key)).toEqual([]);
    await anAlert({ contactId: id, course: { code: 'PHYS-101' } }, await signIn('amara', 'advisers'));
    await act(await signIn('amara', 'advisers'), `/v1/cases/${record.id}/notes`, { text: 'Rang', public: false });
    expect([await members(key), await members(notes)]).toEqual([[id], [id]]);
    await travelTo(plus(await here().local.now(), days(5)));
    expect([await members(key), await members(notes)]).toEqual([[], [id]]);
    expect(await crossings(id, key)).toEqual(['joined by data', 'left by time']);
  });

  test('[SE-2] contacts and segments may have any names', async () => {
    const key = await aSegment(label('odd'), {}, 'constructor');
    for (const id of ['constructor', '0042', 'a@b.c', 'toString'])
      await put(`/v1/contacts/${id}`, { name: id, labels: ['odd'] });
    expect(await members(key)).toEqual(['0042', 'a@b.c', 'constructor', 'toString']);
    expect((await segmentsOf('constructor')).map(({ segment: one }) => one)).toEqual(['constructor']);
  });

  test('[SE-4] a contact knows which segments it is in, since when, until when and why; and why not', async () => {
    const [inIt, not] = [await aSegment(label('a')), await aSegment(label('b'))];
    const { id } = await aContact({ labels: ['a'] });
    const field = 'contact.labels';
    expect(await segmentsOf(id)).toEqual([
      {
        segment: inIt,
        held: true,
        since: expect.any(String),
        explanation: { field, op: 'contains', wanted: 'a', value: ['a'], held: true },
      },
    ]);
    expect(await segmentsOf(id, `segment=${not}`)).toEqual([]);
    expect(await segmentsOf(id, `segment=${not}&whyNot=true`)).toEqual([
      { segment: not, held: false, explanation: { field, op: 'contains', wanted: 'b', value: ['a'], held: false } },
    ]);
    const { as } = here();
    const fresh = unique('segment-');
    await put(`/v1/segments/${fresh}`, { name: fresh, condition: label('a') });
    expect(await as.admin.get(`/v1/contacts/${id}/segments?segment=${fresh}&whyNot=true`)).toEqual({
      items: [
        {
          segment: fresh,
          held: false,
          state: 'computing',
          explanation: { field, op: 'contains', wanted: 'a', value: ['a'], held: true },
        },
      ],
    });
    expect(await segmentsOf(id, `segment=${fresh}&whyNot=true`)).toMatchObject([{ segment: fresh, held: true }]);
    expectRefused(await as.admin.send('GET', `/v1/contacts/${id}/segments?segment=nowhere`), 404);
    expectRefused(await as.admin.send('GET', '/v1/contacts/nobody/segments'), 404);
  });
});

describe('[SE-4] before it is saved', () => {
  test('[SE-4] a preview counts and shows some', async () => {
    const labels = [unique('label-')];
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await aContact({ labels })).id);
    const { as } = here();
    const preview = (body: object, by = as.admin) =>
      by.send<{ count: number; sample: { contactId: string }[] }>('POST', '/v1/segments/preview', { body });
    const found = await preview({ condition: label(labels[0] ?? ''), sample: 2 });
    expect(found).toMatchObject({ status: 200, body: { count: 3 } });
    expect(found.body.sample).toHaveLength(2);
    expect(ids).toEqual(expect.arrayContaining(found.body.sample.map(({ contactId }) => contactId)));
    expectRefused(await preview({ condition: is('case.nonsense', 1) }), 400, undefined, ['/condition/field']);
    const mixed = { all: [is('case.nonsense', 1), { some: 'people' }] };
    expectRefused(await preview({ condition: mixed }), 400, undefined, [
      '/condition/all/0/field',
      '/condition/all/1/some',
    ]);
    expectRefused(await preview({ condition: is('alert.priority', 'critical') }, as.manager), 403);
    expect((await preview({ condition: label('x') }, as.manager)).status).toBe(200);
  });
});

describe('a segment that names others', () => {
  const inSegment = (...keys: string[]): Condition => ({ field: 'contact.segments', op: 'in', value: keys });
  const save = (key: string, condition: unknown) =>
    here().as.admin.send('PUT', `/v1/segments/${key}`, { body: { name: key, condition } });

  test('moves with them, by data, by time and by their definition', async () => {
    const inner = await aSegment({ all: [label('x'), { count: 'alerts', within: 'P7D', op: 'gte', value: 1 }] });
    const outer = await aSegment({ all: [inSegment(inner), { not: label('y') }] });
    const { id } = await aContact({ labels: ['x'] });
    await anAlert({ contactId: id });
    expect([await members(inner), await members(outer)]).toEqual([[id], [id]]);
    const rows = [await rowsOf(inner), await rowsOf(outer)].map(([row]) => row?.until);
    expect(rows[0]).toBe(rows[1]);
    await travelTo(plus(await here().local.now(), days(8)));
    expect([await members(inner), await members(outer)]).toEqual([[], []]);
    await aSegment(label('x'), {}, inner);
    expect([await members(inner), await members(outer)]).toEqual([[id], [id]]);
    expect(await crossings(id, outer)).toEqual(['joined by data', 'left by time', 'joined by definition']);
  });

  test('a circle over any number of them is refused, as is any segment at all', async () => {
    const [a, b, c] = [await aSegment(label('x')), await aSegment(label('x')), await aSegment(label('x'))];
    await aSegment(inSegment(a), {}, b);
    await aSegment({ not: inSegment(b) }, {}, c);
    const admin = await signIn('ada', 'admins');
    const circle = await admin.send<{ errors: unknown[] }>('PUT', `/v1/segments/${a}`, {
      body: { name: a, condition: { any: [label('x'), inSegment(c)] } },
      headers: { 'if-match': '"1"' },
    });
    expectRefused(circle, 400, undefined, ['/condition/any/1/value/0']);
    expect(circle.body.errors).toEqual([expect.objectContaining({ code: 'circular' })]);
    const own = unique('segment-');
    expectRefused(await save(own, inSegment(own)), 400);
    expectRefused(await save(own, { field: 'contact.segments', op: 'exists' }), 400, undefined, ['/condition/op']);
    expectRefused(await save(own, inSegment('nowhere')), 422, undefined, ['/condition/value/0']);
    expectRefused(await save(own, { now: 'working', calendar: 'nowhere' }), 422, undefined, ['/condition/calendar']);
    expectRefused(await save(own, is('event.source', 'x')), 400, undefined, ['/condition/field']);
    expectRefused(await admin.send('DELETE', `/v1/segments/${a}`, { headers: { 'if-match': '"1"' } }), 409, 'in-use');
  });
});

describe('[SE-6] a segment is changed while it is in use', () => {
  test('[SE-6] the first filling says nothing; a change says who joined and left by it', async () => {
    const [{ id: a }, { id: b }, { id: c }] = [
      await aContact({ labels: ['p'] }),
      await aContact({ labels: ['p', 'q'] }),
      await aContact({ labels: ['q'] }),
    ];
    const key = await aSegment(label('p'));
    expect(await members(key)).toEqual([a, b]);
    expect(await segment(key)).toMatchObject({ state: 'ready', count: 2, computedAt: expect.any(String) });
    const since = (await rowsOf(key)).find(({ contactId }) => contactId === b)?.since;
    await aSegment(label('q'), {}, key);
    expect(await rowsOf(key)).toEqual([
      { contactId: b, since },
      { contactId: c, since: expect.any(String) },
    ]);
    expect(await segment(key)).toMatchObject({ state: 'ready', count: 2, version: 2 });
    expect([await crossings(a, key), await crossings(b, key), await crossings(c, key)]).toEqual([
      ['left by definition'],
      [],
      ['joined by definition'],
    ]);
    await edit(`/v1/contacts/${c}`, { labels: [] });
    expect(await crossings(c, key)).toEqual(['joined by definition', 'left by data']);
  });

  test('[SE-6] disabled it has nobody, deleted it is gone, and made again it begins anew', async () => {
    const { id } = await aContact({ labels: ['r'] });
    const key = await aSegment(label('r'));
    await aSegment(label('r'), { enabled: false }, key);
    expect([await members(key), (await segment(key)).count]).toEqual([[], 0]);
    await aSegment(label('r'), { enabled: true }, key);
    expect(await members(key)).toEqual([id]);
    const admin = await signIn('ada', 'admins');
    const gone = await admin.send('DELETE', `/v1/segments/${key}`, { headers: { 'if-match': '"3"' } });
    expect(gone.status).toBe(204);
    await here().local.idle();
    expectRefused(await admin.send('GET', `/v1/segments/${key}/members`), 404);
    expect(await segmentsOf(id)).toEqual([]);
    expect(await crossings(id, key)).toEqual(['left by definition', 'joined by definition', 'left by definition']);
    await aSegment(label('r'), {}, key);
    expect(await members(key)).toEqual([id]);
    expect(await crossings(id, key)).toHaveLength(3);
  });

  test('a segment made by POST has a key of its own', async () => {
    const { as } = here();
    const made = await as.admin.send<{ id: string; key: string }>('POST', '/v1/segments', {
      body: { name: 'By POST', condition: label('s') },
    });
    expect(made.status).toBe(201);
    expect(made.body.id).toBe(made.body.key);
    const { id } = await aContact({ labels: ['s'] });
    expect(await members(made.body.key)).toEqual([id]);
    expectRefused(await as.manager.send('POST', '/v1/segments', { body: { name: 'x', condition: label('s') } }), 403);
  });
});

describe('[SE-4] who may know who is in a segment', () => {
  test('staff learn of records that they may not see neither by members nor by count nor by explanation', async () => {
    const key = await aSegment({ some: 'cases', where: is('case.private', true) });
    const { id } = await aContact();
    await aCase({ contactId: id, private: true }, await signIn('ben', 'advisers'));
    expect(await members(key)).toEqual([id]);
    const { as } = here();
    const [ines, vera] = [as['other staff'], as['view-all']];
    for (const stranger of [ines]) {
      expect(await stranger.get(`/v1/segments/${key}/members`)).toEqual({ items: [] });
      expect(await stranger.get(`/v1/segments/${key}`)).not.toHaveProperty('count');
      expect(await stranger.get(`/v1/contacts/${id}/segments`)).toEqual({ items: [] });
      const why = await stranger.get(`/v1/contacts/${id}/segments?segment=${key}&whyNot=true`);
      expect(why).toEqual({
        items: [{ segment: key, held: false, explanation: { some: 'cases', records: 0, value: 0, held: false } }],
      });
    }
    expect(await vera.get(`/v1/segments/${key}`)).toMatchObject({ count: 1 });
    expect(await vera.get(`/v1/segments/${key}/members`)).toMatchObject({ items: [{ contactId: id }] });
    expectRefused(await as.stranger.send('GET', `/v1/segments/${key}/members`), 403);
  });
});
