import { describe, expect, test } from 'vitest';
import type { BusEvent } from '#local/demo/client.ts';
import { aCase, aContact, anAlert, anAlertType, expectRefused, here, put, signIn, unique } from './world.ts';

interface Activity {
  alerts: { id: string }[];
  cases: { id: string }[];
  attendance: object[];
  grades: object[];
  enrolment: object[];
}

const activityOf = async (contactId: string, by = here().as.admin): Promise<Activity> => {
  await here().local.idle();
  return by.get<Activity>(`/v1/insight/activity?contactId=${contactId}`);
};

/** A source of its own whose events say what is observed. */
const aGradebook = async (changes: object = {}) => {
  const source = `${unique('sis-')}.example.edu`;
  const key = unique('grades-');
  const observed = {
    term: '{{ event.detail.term }}',
    course: '{{ event.detail.course }}',
    value: '{{ event.detail.value }}',
    at: '{{ event.detail.at }}',
  };
  await put(`/v1/signal-mappings/${key}`, {
    name: 'Grades',
    match: { field: 'event.source', op: 'is', value: source },
    contactId: '{{ event.detail.student }}',
    observe: { grade: observed },
    ...changes,
  });
  const say = (student: string, detail: object) => ({
    Source: source,
    DetailType: 'Grade',
    Detail: { student, term: '2026-FA', course: 'MATH-101', value: 80, at: '2026-11-02T09:00:00Z', ...detail },
  });
  return { key, source, say };
};

const send = (...entries: Parameters<ReturnType<typeof here>['local']['putEvents']>[0]) =>
  here().local.putEvents(entries);

const signalsOf = async (contactId: string): Promise<BusEvent[]> => {
  await here().local.idle();
  const events = await here().local.busEvents({ about: contactId });
  return events.filter((event) => event['detail-type'] === 'Signal Received');
};

describe('[DA-5] what signals observe of a contact', () => {
  test('[DA-5] a grade is kept for its term and course; a late signal never overwrites a newer one', async () => {
    const { say } = await aGradebook();
    const { id } = await aContact();
    await send(say(id, { value: 80, at: '2026-11-02T09:00:00Z' }));
    await here().local.idle();
    await send(
      say(id, { value: 55, at: '2026-10-01T09:00:00Z' }),
      say(id, { value: 'B+', term: '2026-SP', at: '2026-05-01' }),
      say(id, { value: 91, course: 'HIST-210' }),
    );
    expect((await activityOf(id)).grades).toEqual([
      { term: '2026-SP', course: 'MATH-101', value: 'B+', at: '2026-05-01T00:00:00.000Z' },
      { term: '2026-FA', course: 'HIST-210', value: 91, at: '2026-11-02T09:00:00.000Z' },
      { term: '2026-FA', course: 'MATH-101', value: 80, at: '2026-11-02T09:00:00.000Z' },
    ]);
    await send(say(id, { value: 85, at: '2026-11-09T09:00:00Z' }));
    expect((await activityOf(id)).grades).toContainEqual({
      term: '2026-FA',
      course: 'MATH-101',
      value: 85,
      at: '2026-11-09T09:00:00.000Z',
    });
  });

  test('[DA-5] in whatever order, how often and however interrupted grades come, the newest is kept', async () => {
    const { say } = await aGradebook();
    const { id } = await aContact();
    await here().local.faults({
      duplicate: 0.4,
      reorder: true,
      delayMs: 20_000,
      fail: [{ function: 'signals', rate: 0.1 }],
      seed: 7,
    });
    const days = Array.from({ length: 28 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}T09:00:00Z`);
    await send(...days.toReversed().map((at, index) => say(id, { value: 28 - index, at })));
    await here().local.idle();
    await here().local.advance('PT1H');
    await here().local.faults({});
    expect((await activityOf(id)).grades).toMatchObject([{ value: 28, at: '2026-11-28T09:00:00.000Z' }]);
    expect(await here().local.deadLetters()).toEqual([]);
    const counted = new Set((await signalsOf(id)).map(({ detail }) => (detail as { eventId: string }).eventId));
    expect(counted.size).toBe(28);
  });

  test('[DA-5] attendance is kept for each instant, enrolment as it was last; what a mapping leaves out the event says', async () => {
    const { say } = await aGradebook({
      observe: {
        attendance: { value: '{{ event.detail.value }}', at: '{{ event.detail.at }}' },
        enrolment: { term: '{{ event.detail.term }}', value: 'active' },
      },
    });
    const { id } = await aContact();
    const now = Date.parse(await here().local.now());
    await send(say(id, { value: 0.9, at: '2026-11-02' }), say(id, { value: 0.5, at: '2026-11-09' }));
    const activity = await activityOf(id);
    expect(activity.attendance).toEqual([
      { value: 0.9, at: '2026-11-02T00:00:00.000Z' },
      { value: 0.5, at: '2026-11-09T00:00:00.000Z' },
    ]);
    expect(activity.enrolment).toMatchObject([{ term: '2026-FA', value: 'active' }]);
    const [{ at }] = activity.enrolment as [{ at: string }];
    expect(Math.abs(Date.parse(at) - now)).toBeLessThan(60_000);
  });

  test('[DA-5] [AL-12] one mapping may raise an alert and observe; the event says what was kept of the signal', async () => {
    const type = await anAlertType();
    const { key, say, source } = await aGradebook({
      dedupeKey: '{{ event.detail.student }}/{{ event.detail.at }}',
      alert: { type, priority: 'high', description: 'Down to {{ event.detail.value }}' },
    });
    const { id } = await aContact();
    await send(say(id, { value: 31 }), say(id, { value: 31 }));
    const { alerts, grades } = await activityOf(id);
    expect(alerts).toMatchObject([{ type, priority: 'high', description: 'Down to 31' }]);
    expect(grades).toMatchObject([{ value: 31 }]);
    const [signal, ...more] = await signalsOf(id);
    expect(more).toEqual([]);
    expect(signal?.detail).toMatchObject({
      subject: { kind: 'contact', id },
      contactId: id,
      actor: { kind: 'signal', id: key },
      after: {
        mapping: key,
        source,
        detailType: 'Grade',
        dedupeKey: `${id}/2026-11-02T09:00:00Z`,
        alertId: alerts[0]?.id,
        alert: { type, priority: 'high', description: 'Down to 31' },
        observed: [{ kind: 'grade', term: '2026-FA', course: 'MATH-101', value: 31, at: '2026-11-02T09:00:00.000Z' }],
      },
    });
  });

  test('[DA-5] alerts and cases of a contact stand beside that, by the rights of the caller', async () => {
    const { id } = await aContact();
    const alert = await anAlert({ contactId: id });
    const shared = await aCase({ contactId: id });
    const hidden = await aCase({ contactId: id, private: true });
    const seen = await activityOf(id);
    expect(seen.alerts.map((one) => one.id)).toEqual([alert.id]);
    expect(seen.cases.map((one) => one.id).sort()).toEqual([shared.id, hidden.id].sort());
    const stranger = await signIn('tess', 'tutors');
    expect((await activityOf(id, stranger)).cases.map((one) => one.id)).not.toContain(hidden.id);
  });

  test('[DA-5] a contact or a group is named, and a contact that is not there is not found', async () => {
    const { as } = here();
    const group = await as.admin.send('GET', '/v1/insight/activity?contactId=S101&group=first-years');
    expectRefused(group, 400, 'invalid-request', ['/query/contactId']);
    expectRefused(await as.admin.send('GET', '/v1/insight/activity'), 400, 'invalid-request', ['/query/contactId']);
    expectRefused(await as.admin.send('GET', '/v1/insight/activity?contactId=nobody-x'), 404);
    expectRefused(await as['requester, a starter'].send('GET', '/v1/insight/activity?contactId=S101'), 403);
  });

  test('[AL-12] a mapping makes an alert or observes something; one that does neither, or says it wrongly, is refused', async () => {
    const { as } = here();
    const mapping = { name: 'x', match: { field: 'event.source', op: 'is', value: 'x' } };
    const send = (body: object) => as.admin.send('PUT', `/v1/signal-mappings/${unique('bad-')}`, { body });
    expectRefused(await send(mapping), 400, 'invalid-request', ['/alert']);
    expectRefused(await send({ ...mapping, observe: {} }), 400, 'invalid-request', ['/observe']);
    expectRefused(await send({ ...mapping, observe: { grade: { term: 'x' }, mood: {} } }), 400, 'invalid-request', [
      '/observe/grade/value',
      '/observe/mood',
    ]);
    const broken = { grade: { value: '{{ event', at: '{% nope %}' } };
    expectRefused(await send({ ...mapping, observe: broken }), 400, 'invalid-request', [
      '/observe/grade/at',
      '/observe/grade/value',
    ]);
    // What says the same of every event could be applied to none.
    const never = {
      ...mapping,
      contactId: ' ',
      dedupeKey: '\t',
      alert: { type: 'attendance', description: ' ', course: { code: ' ' }, tags: [' '] },
      observe: { grade: { value: ' ', at: '2026-02-30' }, attendance: { value: 1, at: 'yesterday' } },
    };
    expectRefused(await send(never), 400, 'invalid-request', [
      '/alert/course/code',
      '/alert/tags/0',
      '/contactId',
      '/dedupeKey',
      '/observe/attendance/at',
      '/observe/grade/at',
      '/observe/grade/value',
    ]);
    expectRefused(await send({ ...mapping, contactId: 'S 1', observe: { grade: { value: 1 } } }), 400, undefined, [
      '/contactId',
    ]);
    const always = { grade: { value: 1, at: '2026-02-28', term: '2026-FA' }, attendance: { value: 'x' } };
    expect((await send({ ...mapping, contactId: 'S101', dedupeKey: 'one', observe: always })).status).toBe(201);
  });

  test('[DA-5] what cannot be observed goes to the dead letters, with the member that is wrong', async () => {
    const { key, source, say } = await aGradebook();
    const { id } = await aContact();
    await send(say(id, { at: 'yesterday' }), say(id, { term: 'x'.repeat(65) }));
    await here().local.idle();
    const reasons = (await here().local.deadLetters())
      .filter(({ body }) => JSON.stringify(body).includes(source))
      .map(({ reason }) => String(reason));
    expect(reasons.filter((reason) => reason.startsWith(`${key}: /observe/grade/at: an instant is`))).toHaveLength(1);
    expect(reasons.filter((reason) => reason.startsWith(`${key}: /observe/grade/term`))).toHaveLength(1);
    expect((await activityOf(id)).grades).toEqual([]);
  });
});
