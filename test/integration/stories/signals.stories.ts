import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/alerts/alert.ts';
import { aContact, anAlertType, everyPage, expectRefused, here, historyOf, put, unique } from './world.ts';

// The examples of the specification, kept beside the repository.
const samples = new URL('../../../../shared/samples/caliper-1.1-examples.jsonl', import.meta.url);

const alertsOf = async (contactId: string): Promise<AlertAnswer[]> => {
  await here().local.idle();
  return everyPage(here().as.admin, `/v1/alerts?contactId=${contactId}`);
};

/** A source of its own with a mapping of its own. */
const aMapping = async (changes: object = {}) => {
  const source = `${unique('lms-')}.example.edu`;
  const type = await anAlertType();
  const mapping = {
    name: 'Low grade',
    match: {
      all: [
        { field: 'event.source', op: 'is', value: source },
        { field: 'event.detailType', op: 'is', value: 'Grade Posted' },
        { field: 'event.detail.grade.percent', op: 'lt', value: 40 },
      ],
    },
    contactId: '{{ event.detail.student }}',
    dedupeKey: '{{ event.detail.student }}/{{ event.detail.assessment }}',
    alert: {
      type,
      priority: 'high',
      description: '{{ event.detail.grade.percent }} % in {{ event.detail.assessment }}',
      course: { code: '{{ event.detail.course }}' },
      source: 'gradebook',
      tags: ['{{ event.detail.course }}'],
    },
    ...changes,
  };
  const key = unique('mapping-');
  await put(`/v1/signal-mappings/${key}`, mapping);
  const grade = (student: string, percent: number, assessment = 'Midterm') => ({
    Source: source,
    DetailType: 'Grade Posted',
    Detail: { student, course: 'HIST-210', assessment, grade: { percent } },
  });
  return { key, source, type, grade, mapping };
};

const deadLettersOf = async (source: string) => {
  await here().local.idle();
  return (await here().local.deadLetters()).filter(({ body }) => JSON.stringify(body).includes(source));
};

describe('[AL-12] signals on the bus', () => {
  test('[AL-12] a mapping makes an alert of an event: whom it is about, type, priority, text', async () => {
    const { key, type, grade } = await aMapping();
    const { id } = await aContact();
    await here().local.putEvents([grade(id, 31)]);
    const alerts = await alertsOf(id);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      type,
      priority: 'high',
      status: 'triage',
      contactId: id,
      description: '31 % in Midterm',
      course: { code: 'HIST-210' },
      source: 'gradebook',
      tags: ['HIST-210'],
      createdBy: { kind: 'signal', id: key },
    });
    const [created] = await historyOf('alerts', alerts[0]?.id ?? '');
    expect(created).toMatchObject({ type: 'Alert Created', actor: { kind: 'signal', id: key } });
  });

  test('[AL-12] what comes five times makes one alert; what differs in its dedupe key another', async () => {
    const { grade } = await aMapping();
    const { id } = await aContact();
    await Promise.all(Array.from({ length: 5 }, () => here().local.putEvents([grade(id, 31)])));
    await here().local.putEvents([grade(id, 12), grade(id, 31, 'Final')]);
    const texts = (await alertsOf(id)).map(({ description }) => description?.split(' in ')[1]);
    expect(texts.sort()).toEqual(['Final', 'Midterm']);
  });

  test('[AL-12] an event that no mapping matches is ignored: no alert, nothing set aside', async () => {
    const { grade, source } = await aMapping();
    const { id } = await aContact();
    await here().local.putEvents([
      grade(id, 85),
      { ...grade(id, 10), DetailType: 'Grade Withdrawn' },
      { ...grade(id, 10), Source: `other.${source}` },
    ]);
    expect(await alertsOf(id)).toEqual([]);
    expect(await deadLettersOf(source)).toEqual([]);
  });

  test('[AL-12] a mapping that is changed or disabled counts at once', async () => {
    const { key, grade, mapping } = await aMapping();
    const { id } = await aContact();
    await put(`/v1/signal-mappings/${key}`, { ...mapping, enabled: false });
    await here().local.putEvents([grade(id, 10)]);
    expect(await alertsOf(id)).toEqual([]);
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { ...mapping.alert, priority: 'low' } });
    await here().local.putEvents([grade(id, 10)]);
    expect((await alertsOf(id)).map(({ priority }) => priority)).toEqual(['low']);
  });

  test('[AL-12] what a mapping matches but cannot apply goes to the dead letters, with the event and the reason', async () => {
    const { key, grade, source } = await aMapping();
    await here().local.putEvents([grade('nobody-here', 31), grade('', 31)]);
    const letters = await deadLettersOf(source);
    expect(letters.map(({ reason }) => reason).sort()).toEqual([
      `${key}: the event does not say whom it is about`,
      `${key}: there is no such contact`,
    ]);
    expect(JSON.parse(String(letters[0]?.body))).toMatchObject({ source, 'detail-type': 'Grade Posted' });
  });

  test('[AL-12] [CA-6] fills in custom fields in their kinds; what is none of its kind goes to the dead letters', async () => {
    const { key, grade, mapping, source } = await aMapping();
    const type = await anAlertType({
      fields: [
        { key: 'percent', name: 'Percent', type: 'decimal' },
        { key: 'failed', name: 'Failed', type: 'boolean' },
        { key: 'pages', name: 'Pages', type: 'integer' },
      ],
    });
    const fields = {
      percent: '{{ event.detail.grade.percent }}',
      failed: '{% if event.detail.grade.percent < 35 %}true{% else %}false{% endif %}',
      pages: '{{ event.detail.pages }}',
    };
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { ...mapping.alert, type, fields } });
    const [known, unknown] = [await aContact(), await aContact()];
    const odd = grade(unknown.id, 20);
    await here().local.putEvents([grade(known.id, 31.5), { ...odd, Detail: { ...odd.Detail, pages: 'many' } }]);
    expect((await alertsOf(known.id)).map((alert) => alert.fields)).toEqual([{ percent: 31.5, failed: true }]);
    expect(await alertsOf(unknown.id)).toEqual([]);
    expect((await deadLettersOf(source)).map(({ reason }) => reason)).toEqual([
      `${key}: /fields/pages: "many" is no integer`,
    ]);
  });

  test('[AL-12] a mapping is checked as a whole when it is put: references, conditions, texts', async () => {
    const { mapping, key } = await aMapping();
    const { as } = here();
    const send = (changes: object) =>
      as.admin.send('PUT', `/v1/signal-mappings/${key}-x`, { body: { ...mapping, ...changes } });
    expectRefused(await send({ alert: { ...mapping.alert, type: 'nonsense' } }), 422, undefined, ['/alert/type']);
    const unknown = { field: 'event.nonsense', op: 'is', value: 1 };
    expectRefused(await send({ match: unknown }), 400, undefined, ['/match/field']);
    expectRefused(await send({ contactId: '{{ event.detail' }), 400, undefined, ['/contactId']);
  });

  test('[AL-12] [IN-3] a Caliper envelope is taken event by event', async (context) => {
    context.skip(!existsSync(samples), 'the samples are not beside this checkout (../shared/samples)');
    const envelopes = readFileSync(samples, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sensor?: string; data: { type: string; action?: string }[] })
      .filter(({ sensor }) => sensor !== undefined);
    const started = envelopes.flatMap(({ data }) =>
      data.filter(({ type, action }) => type === 'AssessmentEvent' && action === 'Started'),
    );
    expect(started).toHaveLength(1);
    const { source } = await aMapping();
    const student = '554433';
    await put(`/v1/contacts/${student}`, { name: 'Somebody of the specification' });
    await put(`/v1/signal-mappings/${unique('caliper-')}`, {
      name: 'An assessment was started',
      match: {
        all: [
          { field: 'event.source', op: 'is', value: source },
          { field: 'event.detail.type', op: 'is', value: 'AssessmentEvent' },
          { field: 'event.detail.action', op: 'is', value: 'Started' },
        ],
      },
      contactId: '{{ event.detail.actor | split: "/" | last }}',
      alert: { type: await anAlertType(), priority: 'low', description: '{{ event.detail.action }}' },
    });
    const entries = envelopes.map((Detail) => ({ Source: source, DetailType: 'Caliper', Detail }));
    for (let time = 0; time < 5; time++) await here().local.putEvents(entries);
    expect((await alertsOf(student)).map(({ description }) => description)).toEqual(['Started']);
    expect(await deadLettersOf(source)).toEqual([]);
  });

  test('[IN-3] Contact Upserted keeps a contact: new, changed, and the same again', async () => {
    const id = unique('T');
    const contact = { id, name: 'Ada', email: 'ada@students.example.edu', labels: ['first-year'] };
    const upsert = (Detail: object) =>
      here().local.putEvents([{ Source: 'sis.example.edu', DetailType: 'Contact Upserted', Detail }]);
    await upsert(contact);
    await here().local.idle();
    expect(await here().as.manager.get(`/v1/contacts/${id}`)).toMatchObject({ ...contact, version: 1 });
    await upsert({ ...contact, labels: [] });
    await here().local.idle();
    await upsert({ ...contact, labels: [] });
    await here().local.idle();
    expect(await here().as.manager.get(`/v1/contacts/${id}`)).toMatchObject({ ...contact, labels: [], version: 2 });
    const bad = unique('T');
    await upsert({ id: bad, name: '' });
    expect((await deadLettersOf(bad)).map(({ reason }) => reason).join()).toMatch('/name');
  });
});
