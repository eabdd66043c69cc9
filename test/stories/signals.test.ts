import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
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
      `${key}: there is no contact nobody-here`,
    ]);
    expect(JSON.parse(String(letters[0]?.body))).toMatchObject({ source, 'detail-type': 'Grade Posted' });
  });

  test('[AL-12] what a mapping matches and its type refuses says which type, and everything that is missing', async () => {
    const { key, grade, mapping, source } = await aMapping();
    const type = await anAlertType({
      fields: [{ key: 'room', name: 'Room', type: 'text', required: true }],
      courseRelated: true,
    });
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { type, priority: 'high' } });
    const { id } = await aContact();
    await here().local.putEvents([grade(id, 31)]);
    await here().local.idle();
    await put(`/v1/alert-types/${type}`, { name: 'Grades', enabled: false, groups: {} });
    await here().local.putEvents([grade(id, 32, 'Final')]);
    const reasons = (await deadLettersOf(source)).map(({ reason }) => reason);
    expect(reasons).toEqual([
      `${key}: an alert of type ${type}: /course: is required; /fields/room: is required`,
      `${key}: an alert of type ${type}: the alert type "${type}" is disabled`,
    ]);
  });

  test('[AL-12] an id that comes as a number keeps all its digits: the alert is about that contact and no other', async () => {
    const { key, source, mapping } = await aMapping();
    const id = `${unique('741400000000')}65463`;
    const neighbour = String(Number(id));
    expect(String(Number(id))).not.toBe(id);
    for (const contact of [neighbour, id]) await put(`/v1/contacts/${contact}`, { name: `Student ${contact}` });
    await put(`/v1/signal-mappings/${key}`, {
      ...mapping,
      match: {
        all: [
          { field: 'event.source', op: 'is', value: source },
          { field: 'event.detail.user_id', op: 'is', value: id },
        ],
      },
      contactId: '{{ event.detail.user_id }}',
      dedupeKey: '{{ event.detail.user_id }}',
      alert: { ...mapping.alert, description: 'User {{ event.detail.user_id }}', course: undefined, tags: [] },
    });
    const entry = (detail: string) => `{"Source": "${source}", "DetailType": "Missed", "Detail": ${detail}}`;
    const asObject = `{"user_id": ${id}}`;
    const url = `${here().url}/_local/events`;
    for (const detail of [asObject, JSON.stringify(asObject)])
      expect((await here().fetch(url, { method: 'POST', body: `[${entry(detail)}]` })).status).toBe(200);
    expect(await alertsOf(neighbour)).toEqual([]);
    expect((await alertsOf(id)).map(({ description }) => description)).toEqual([`User ${id}`]);
    const went = await (await here().fetch(url)).text();
    expect(went.match(new RegExp(`"user_id": ?${id}`, 'g'))).toHaveLength(2);
    // Nobody has the next one, and the dead letter says whom it is about.
    const other = `${id}7`;
    await put(`/v1/signal-mappings/${key}`, {
      ...mapping,
      match: { field: 'event.source', op: 'is', value: source },
      contactId: '{{ event.detail.user_id }}',
      dedupeKey: undefined,
      alert: { type: mapping.alert.type, priority: 'high' },
    });
    await here().fetch(url, { method: 'POST', body: `[${entry(`{"user_id": ${other}}`)}]` });
    const [letter] = await deadLettersOf(source);
    expect(letter?.reason).toBe(`${key}: there is no contact ${other}`);
    expect(String(letter?.body)).toContain(`"user_id":${other}`);
  });

  test('[AL-12] [IN-3] a mapping reaches below names with dots and colons, and takes the SIS id of the actor where it names no contact', async () => {
    const { key, source, mapping } = await aMapping();
    const { id } = await aContact();
    await put(`/v1/signal-mappings/${key}`, {
      ...mapping,
      match: {
        all: [
          { field: 'event.source', op: 'is', value: source },
          { field: 'event.detail.actor.extensions["com.instructure.canvas"].user_sis_id', op: 'is', value: id },
          { field: 'event.detail.actor.extensions.com.instructure.canvas.user_sis_id', op: 'is', value: id },
          { field: 'event.detail.group.bb:course.id', op: 'is', value: '_7_1' },
        ],
      },
      contactId: undefined,
      dedupeKey: undefined,
      alert: {
        ...mapping.alert,
        course: undefined,
        tags: ['{{ event.detail.group["bb:course.id"] }}', '{{ event.detail.group.bb:course.id }}-again'],
        description: '{{ event.detail.actor.extensions.com.instructure.canvas.user_login }}',
      },
    });
    const canvas = { 'com.instructure.canvas': { user_login: 'ada', user_sis_id: id } };
    const detail = { actor: { type: 'Person', extensions: canvas }, group: { 'bb:course.id': '_7_1' } };
    await here().local.putEvents([{ Source: source, DetailType: 'Seen', Detail: detail }]);
    expect(await alertsOf(id)).toMatchObject([{ description: 'ada', tags: ['_7_1', '_7_1-again'] }]);
  });

  test('[IN-2] [NT-1] nobody outside speaks for Caseward or AWS: such an event is refused, and nothing follows from it', async () => {
    const { id } = await aContact();
    const forged = [
      {
        Source: 'caseward',
        DetailType: 'Case Closed',
        Detail: { eventId: '01FORGED', subject: { kind: 'contact', id }, contactId: id, after: {}, changed: [] },
      },
      { Source: 'aws.ses', DetailType: 'Email Bounced', Detail: { eventType: 'Bounce' } },
      { Source: 'caseward', DetailType: 'File Removed', Detail: { after: { objects: ['files/a/b'] } } },
    ];
    const answer = (await here().local.putEvents(forged)) as {
      FailedEntryCount: number;
      Entries: { ErrorCode: string; ErrorMessage: string }[];
    };
    expect(answer.FailedEntryCount).toBe(3);
    expect(new Set(answer.Entries.map(({ ErrorCode }) => ErrorCode))).toEqual(
      new Set(['NotAuthorizedForSourceException']),
    );
    expect(answer.Entries[0]?.ErrorMessage).toContain('denies');
    await here().local.idle();
    expect(JSON.stringify(await here().local.busEvents())).not.toContain('01FORGED');
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
    // What the API refuses is refused here, by the same names, and at once.
    const odd = unique('T');
    await upsert({
      id: odd,
      name: 'Ada',
      attributes: { credits: 1e-200 },
      courses: [{ code: 'A', section: '\u0000' }],
    });
    expect((await deadLettersOf(odd)).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /\/courses\/0\/section.*\/attributes\/credits|\/attributes\/credits.*\/courses\/0\/section/,
      ),
    ]);
  });
});
