import { describe, expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import { aContact, anAlertType, everyPage, expectRefused, here, put, unique } from './world.ts';

const alertsOf = (contactId: string): Promise<AlertAnswer[]> =>
  everyPage(here().as.admin, `/v1/alerts?contactId=${contactId}`);

/** A mapping of its own that takes Caliper of a source of its own. */
const aSensor = async (changes: object = {}) => {
  const source = `${unique('lms-')}.example.edu`;
  const type = await anAlertType();
  const key = unique('caliper-');
  const mapping = {
    name: 'Caliper',
    match: { field: 'event.source', op: 'is', value: source },
    alert: { type, priority: 'high', description: '{{ event.detail.action }}' },
    ...changes,
  };
  await put(`/v1/signal-mappings/${key}`, mapping);
  const item = (sisId: string, members: object = {}) => ({
    type: 'AssignableEvent',
    action: 'Skipped',
    eventTime: '2026-11-20T09:00:00.000Z',
    actor: { type: 'Person', extensions: { 'com.instructure.canvas': { user_sis_id: sisId } } },
    ...members,
  });
  const envelope = (...data: object[]) => ({
    Source: source,
    DetailType: 'Caliper Envelope',
    Detail: {
      sensor: 'https://lms.example.edu/s/1',
      sendTime: '2026-11-20T09:00:01Z',
      dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
      data,
    },
  });
  return { source, type, key, mapping, item, envelope };
};

type Letter = { body: string; reason?: string };
const lettersOf = async (source: string): Promise<Letter[]> => {
  await here().local.idle();
  return ((await here().local.deadLetters()) as unknown as Letter[]).filter(({ body }) => body.includes(source));
};

/** As an operator gives messages back: the queue gets the very message again. */
const giveBack = async ({ body }: Letter) => {
  const { source, 'detail-type': type } = JSON.parse(body) as { source: string; 'detail-type': string };
  const detail = /"detail":(.*)}$/s.exec(body)?.[1] ?? '';
  const entry = `[{"Source": "${source}", "DetailType": "${type}", "Detail": ${detail}}]`;
  expect((await here().fetch(`${here().url}/_local/events`, { method: 'POST', body: entry })).status).toBe(200);
  await here().local.idle();
};

describe('[AL-12] [IN-3] signals that are good and bad at once', () => {
  test('[AL-12] of an envelope the good events count; each bad one is a dead letter of its own, and makes its alert once when it is given back', async () => {
    const { source, key, item, envelope } = await aSensor();
    const good = await aContact();
    const [late, never] = [unique('LATE-'), unique('NEVER-')];
    const big = '{"submission_id": 74140000000965463}';
    await here().local.putEvents([
      envelope(
        item(good.id),
        item(late, { object: JSON.parse(big) }),
        item(never),
        item(good.id, { id: 'urn:uuid:319f0132-0584-4efd-9489-000000000002' }),
      ),
    ]);
    const letters = await lettersOf(source);
    expect(letters.map(({ reason }) => reason).sort()).toEqual([
      `${key}: there is no contact ${late}`,
      `${key}: there is no contact ${never}`,
    ]);
    expect(await alertsOf(good.id)).toHaveLength(2);
    const letter = letters.find(({ body }) => body.includes(late)) as Letter;
    expect((JSON.parse(letter.body) as { detail: { data: object[] } }).detail.data).toHaveLength(1);
    await put(`/v1/contacts/${late}`, { name: 'Came later' });
    await giveBack(letter);
    expect(await alertsOf(late)).toHaveLength(1);
    expect(await alertsOf(good.id)).toHaveLength(2);
  });

  test('[AL-12] a type that is not there is named, and the mapping that is mended takes what is given back', async () => {
    const { source, key, item, envelope, mapping, type } = await aSensor();
    const { id } = await aContact();
    const other = await anAlertType();
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { type: other } });
    await put(`/v1/alert-types/${other}`, { name: 'Off', enabled: false, groups: {} });
    await here().local.putEvents([envelope(item(id, { id: 'urn:uuid:319f0132-0584-4efd-9489-000000000003' }))]);
    const [letter] = await lettersOf(source);
    expect(letter?.reason).toBe(`${key}: an alert of type ${other}: the alert type "${other}" is disabled`);
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { type } });
    for (let time = 0; time < 3; time++) await giveBack(letter as Letter);
    expect(await alertsOf(id)).toHaveLength(1);
  });

  test('[AL-12] digits of a letter are those that were sent', async () => {
    const { source, item, envelope } = await aSensor();
    const { Detail, ...around } = envelope(item('nobody-a'), item('nobody-b'));
    const detail = JSON.stringify(Detail).replaceAll('"Skipped"', '"Skipped","number":74140000000965463,"part":1.50');
    const body = JSON.stringify([{ ...around, Detail: 0 }]).replace('"Detail":0', () => `"Detail":${detail}`);
    await here().fetch(`${here().url}/_local/events`, { method: 'POST', body });
    const letters = await lettersOf(source);
    expect(letters).toHaveLength(2);
    for (const letter of letters) expect(letter.body).toContain('"number":74140000000965463,"part":1.50');
  });

  test('[AL-12] an event of 1 MB makes its alert; one of which more than 64 KB would be kept is a dead letter that says so', async () => {
    const { source, key, mapping, type } = await aSensor({ contactId: '{{ event.detail.student }}' });
    const fields = Array.from({ length: 4 }, (_, index) => ({ key: `text-${index}`, name: 'Text', type: 'long-text' }));
    await put(`/v1/alert-types/${type}`, { name: 'Long', groups: {}, fields });
    const [small, large] = [await aContact(), await aContact()];
    const say = (student: string, words: string) => ({
      Source: source,
      DetailType: 'Essay',
      Detail: { student, action: 'Handed in', words, pages: 'p'.repeat(980_000) },
    });
    await here().local.putEvents([say(small.id, 'short')]);
    await here().local.idle();
    expect(await alertsOf(small.id)).toMatchObject([{ description: 'Handed in' }]);
    const all = Object.fromEntries(fields.map(({ key: field }) => [field, '{{ event.detail.words }}']));
    await put(`/v1/signal-mappings/${key}`, { ...mapping, alert: { type, priority: 'high', fields: all } });
    await here().local.putEvents([say(large.id, 'w'.repeat(19_000))]);
    const [letter] = await lettersOf(source);
    expect(letter?.reason).toMatch(/: what the mapping keeps of the event has 7\d{4} bytes; at most 65536 are kept$/);
    expect(await alertsOf(large.id)).toEqual([]);
  });

  test('[AL-12] [IN-3] a flood that is doubled, shuffled, late and interrupted: no signal is lost, each counts once, nothing is left over', async () => {
    const { item, envelope } = await aSensor({ dedupeKey: '{{ event.detail.key }}' });
    const people = await Promise.all(Array.from({ length: 10 }, () => aContact()));
    const signals = people.flatMap(({ id }) =>
      Array.from({ length: 12 }, (_, index) => item(id, { key: `${id}/${index}` })),
    );
    await here().local.faults({
      duplicate: 0.5,
      reorder: true,
      delayMs: 30_000,
      fail: [
        { function: 'signals', rate: 0.1 },
        { function: 'publish', rate: 0.1 },
      ],
      seed: 12,
    });
    const envelopes = Array.from({ length: 24 }, (_, at) => envelope(...signals.slice(at * 5, at * 5 + 5)));
    // The sender is not sure, and sends all of it again in another order.
    await here().local.putEvents([...envelopes, ...envelopes.toReversed()]);
    await here().local.idle();
    await here().local.advance('PT2H');
    await here().local.faults({});
    await here().local.idle();
    for (const { id } of people) expect(await alertsOf(id)).toHaveLength(12);
    const received = (await here().local.busEvents()).filter((event) => event['detail-type'] === 'Signal Received');
    expect(new Set(received.map(({ detail }) => (detail as { eventId: string }).eventId)).size).toBe(120);
    expect(await here().local.deadLetters()).toEqual([]);
  });
});

describe('[AL-12] trying a mapping before it is saved', () => {
  interface Tried {
    matched: boolean;
    explanation: object;
    contactId: string | null;
    dedupeKey: string | null;
    alert: { type: string; description?: string } | null;
    reason?: string;
    events?: Tried[];
  }
  const tryIt = (mapping: object, event: object) =>
    here().as.admin.post<Tried>('/v1/signal-mappings/try', { mapping, event });
  const low = async (changes: object = {}) => ({
    name: 'Low',
    match: {
      all: [
        { field: 'event.detailType', op: 'is', value: 'Grade' },
        { field: 'event.detail.percent', op: 'lt', value: 40 },
      ],
    },
    contactId: '{{ event.detail.student }}',
    dedupeKey: '{{ event.detail.student }}/{{ event.detail.test }}',
    alert: {
      type: await anAlertType({ fields: [{ key: 'percent', name: 'Percent', type: 'integer' }] }),
      priority: 'high',
      description: '{{ event.detail.percent }} %',
      fields: { percent: '{{ event.detail.percent }}' },
    },
    ...changes,
  });
  const grade = (detail: object) => ({
    source: 'lms',
    detailType: 'Grade',
    detail: { percent: 31, test: 'Midterm', ...detail },
  });

  test('[AL-12] it says whom the event is about, what makes it the same, which alert it makes and why it matched; nothing is written', async () => {
    const { id } = await aContact();
    const before = await here().eventsSoFar();
    const mapping = await low();
    const written = await here().eventsSoFar();
    expect(await tryIt(mapping, grade({ student: id }))).toMatchObject({
      matched: true,
      contactId: id,
      dedupeKey: `${id}/Midterm`,
      alert: {
        type: mapping.alert.type,
        priority: 'high',
        description: '31 %',
        fields: { percent: 31 },
        contactId: id,
      },
      explanation: { all: [{ held: true }, { field: 'event.detail.percent', value: 31, wanted: 40, held: true }] },
    });
    expect(before).toBeLessThan(written);
    expect(await here().eventsSoFar()).toBe(written);
    expect(await alertsOf(id)).toEqual([]);
    const unmatched = await tryIt(mapping, grade({ student: id, percent: 90 }));
    expect(unmatched).toMatchObject({
      matched: false,
      contactId: null,
      dedupeKey: null,
      alert: null,
      explanation: { held: false },
    });
    expect(unmatched).not.toHaveProperty('reason');
  });

  test('[AL-12] it says why an event would go to the dead letters', async () => {
    const mapping = await low();
    const { id } = await aContact();
    const reasonFor = async (detail: object) => (await tryIt(mapping, grade(detail))).reason;
    expect(await reasonFor({ student: 'nobody-7' })).toBe('there is no contact nobody-7');
    expect(await reasonFor({})).toBe('the event does not say whom it is about');
    expect(await reasonFor({ student: id, percent: 3.5 })).toBe('/fields/percent: "3.5" is no integer');
    expect(await tryIt(mapping, grade({ student: 'nobody-7' }))).toMatchObject({
      contactId: 'nobody-7',
      alert: { description: '31 %' },
    });
  });

  test('[AL-12] digits stay as they are sent, and of an envelope each event is tried', async () => {
    const { id } = await aContact();
    const mapping = {
      ...(await low({ dedupeKey: '{{ event.detail.number }}', contactId: undefined })),
      match: { field: 'event.detail.action', op: 'is', value: 'Graded' },
    };
    const body = JSON.stringify({
      mapping: { ...mapping, alert: { type: mapping.alert.type } },
      event: {
        source: 'lms',
        detailType: 'Caliper',
        detail: { sensor: 's', data: [{ action: 'Seen' }, { action: 'Graded', number: 0, actor: { sourcedId: id } }] },
      },
    }).replace('"number":0', '"number":74140000000965463');
    const headers = {
      authorization: `Bearer ${await here().token({ sub: 'ada', groups: ['admins'] })}`,
      'content-type': 'application/json',
    };
    const answer = await here().fetch(`${here().url}/v1/signal-mappings/try`, { method: 'POST', body, headers });
    const tried = (await answer.json()) as Tried;
    expect(tried).toMatchObject({ matched: true, contactId: id, dedupeKey: '74140000000965463' });
    expect(tried.events?.map(({ matched }) => matched)).toEqual([false, true]);
  });

  test('[AL-12] what is wrong with the mapping is said below /mapping, all at once', async () => {
    const { as } = here();
    const send = (body: object) => as.admin.send('POST', '/v1/signal-mappings/try', { body });
    const event = grade({ student: 'S101' });
    const mapping = await low();
    const wrong = { ...mapping, contactId: '{{ event', match: { field: 'event.nonsense', op: 'is', value: 1 } };
    expectRefused(await send({ mapping: wrong, event }), 400, 'invalid-request', [
      '/mapping/contactId',
      '/mapping/match/field',
    ]);
    expectRefused(await send({ mapping: { ...mapping, alert: { type: 'nope' } }, event }), 422, 'unknown-reference', [
      '/mapping/alert/type',
    ]);
    expectRefused(await send({ mapping: { ...wrong, colour: 1 }, event: { source: 'x' } }), 400, 'invalid-request', [
      '/event/detail',
      '/event/detailType',
      '/mapping/colour',
      '/mapping/contactId',
      '/mapping/match/field',
    ]);
    expectRefused(await as.manager.send('POST', '/v1/signal-mappings/try', { body: { mapping, event } }), 403);
  });
});
