import { beforeEach, describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import {
  aTypeThatPauses,
  aTypeWithTarget,
  clockEvents,
  clockMails,
  days,
  elapsed,
  free,
  hours,
  manager,
  nextMonday,
  plus,
  raise,
  theCase,
  travelTo,
  working,
} from './weeks.ts';
import { act, addresses, expectRefused, here, likeness, put, signIn } from './world.ts';

interface Move {
  at: string;
  why: { eventId: string; kind: string; note?: string; operation?: { do: string } };
  from: { state: string; dueAt: string };
  to: { state: string; dueAt: string };
}

const operate = async (id: string, what: string, body?: object, key = 'completion', by = manager()) =>
  act<CaseAnswer>(await by, `/v1/cases/${id}/clocks/${key}/${what}`, body);
const ledger = async (id: string, key = 'completion') =>
  (await (await manager()).get<{ items: Move[] }>(`/v1/cases/${id}/clocks/${key}/ledger`)).items;
const clockOf = async (id: string, key = 'completion') => (await theCase(id)).clocks.find((clock) => clock.key === key);
const toStatus = async (id: string, status: string) => act(await manager(), `/v1/cases/${id}/status`, { status });
describe('what is done to a clock', () => {
  beforeEach(nextMonday);

  test('[SLA-8] pauses of different causes are counted, nothing falls due meanwhile, and the ledger tells each with its event', async () => {
    const record = await raise(await aTypeThatPauses());
    const dueAt = String(record.dueAt);
    await toStatus(record.id, 'waiting');
    const paused = await clockOf(record.id);
    expect(paused).toMatchObject({ state: 'paused', pausedBy: ['status'] });
    await here().local.advance('PT2H');
    await operate(record.id, 'pause', { note: 'The office is flooded.' });
    await toStatus(record.id, 'open');
    expect(await clockOf(record.id)).toMatchObject({
      state: 'paused',
      pausedBy: ['hand'],
      remaining: paused?.remaining,
    });
    expect(await theCase(record.id)).not.toHaveProperty('dueAt');
    await travelTo(plus(dueAt, hours(1)));
    expect(await clockEvents(record.id)).toEqual([]);
    const { body } = await operate(record.id, 'resume', { note: 'Dry again.' });
    const resumed = body.clocks[0];
    expect(resumed).toMatchObject({ state: 'running' });
    expect(Math.abs((resumed?.remaining ?? 0) - (paused?.remaining ?? 0))).toBeLessThan(1000);
    const moves = await ledger(record.id);
    expect(moves.map(({ why, from, to }) => [why.kind, why.operation?.do, why.note, from.state, to.state])).toEqual([
      ['Case Status Changed', undefined, undefined, 'running', 'paused'],
      ['Target Changed', 'pause', 'The office is flooded.', 'paused', 'paused'],
      ['Case Status Changed', undefined, undefined, 'paused', 'paused'],
      ['Target Changed', 'resume', 'Dry again.', 'paused', 'running'],
    ]);
    expect(moves.at(-1)).toMatchObject({ from: { dueAt }, to: { dueAt: resumed?.dueAt } });
    const history = await (await manager()).get<{ items: { eventId: string }[] }>(
      `/v1/cases/${record.id}/history?limit=200`,
    );
    const known = history.items.map(({ eventId }) => eventId);
    for (const { why } of moves) expect(known).toContain(why.eventId);
    await travelTo(plus(String(resumed?.dueAt), 1));
    expect((await clockEvents(record.id)).map((line) => line.split(' at ')[0])).toEqual([
      'Target Breached',
      'Case Escalated',
    ]);
  });

  test('[SLA-7] a target is set, set from now, restored and cleared; a dry run moves nothing', async () => {
    const record = await raise(await aTypeThatPauses());
    const to = plus(record.createdAt, days(9));
    const dry = await act<{ events: { type: string }[]; record: CaseAnswer }>(
      await manager(),
      `/v1/cases/${record.id}/clocks/completion/set?dryRun=true`,
      { to },
    );
    expect(dry.body).toMatchObject({ events: [{ type: 'Target Changed' }], record: { dueAt: to } });
    expect((await theCase(record.id)).version).toBe(1);
    expect((await operate(record.id, 'set', { to, note: 'Agreed.' })).body.dueAt).toBe(to);
    const soon = (await operate(record.id, 'set', { in: working(2, 'hours') })).body;
    expect(Math.abs((soon.clocks[0]?.remaining ?? 0) - hours(2))).toBeLessThan(1000);
    expect((await operate(record.id, 'restore')).body.dueAt).toBe(record.dueAt);
    const cleared = (await operate(record.id, 'clear', { note: 'Not needed.' })).body;
    expect(cleared.clocks[0]).toMatchObject({ state: 'cleared', remaining: 0 });
    expect(cleared).not.toHaveProperty('dueAt');
    await travelTo(plus(String(record.dueAt), days(1)));
    expect(await clockEvents(record.id)).toEqual([]);
    expect((await ledger(record.id)).map(({ why }) => why.operation?.do)).toEqual(['set', 'set', 'restore', 'clear']);
  });

  test('[SLA-7] what cannot be is refused by name, and nothing moves', async () => {
    const record = await raise(await aTypeThatPauses());
    const { id } = record;
    expectRefused(await operate(id, 'resume'), 409, 'not-paused');
    expectRefused(await operate(id, 'pause', {}), 400, undefined, ['/note']);
    expectRefused(await operate(id, 'set', { in: working(-1, 'hours') }), 400);
    expectRefused(await operate(id, 'set', { to: plus(record.createdAt, -days(1)) }), 400, undefined, ['/to']);
    expectRefused(await operate(id, 'extend', { by: working(-3, 'days') }), 400, undefined, ['/by/amount']);
    expectRefused(await operate(id, 'extend', { by: working(0, 'days') }), 400, undefined, ['/by/amount']);
    expectRefused(await operate(id, 'pause', { note: 'x' }, 'next-reply'), 404);
    expect((await theCase(id)).version).toBe(1);
    await operate(id, 'pause', { note: 'Once.' });
    expectRefused(await operate(id, 'pause', { note: 'Twice.' }), 409, 'already-paused');
    await act(await manager(), `/v1/cases/${id}/close`, { reason: 'solved' });
    for (const [what, body] of Object.entries({
      extend: { by: working(1, 'days') },
      set: { in: working(1, 'days') },
      pause: { note: 'Late.' },
      clear: {},
      restore: {},
    }))
      expectRefused(await operate(id, what, body), 409, 'clock-stopped');
    const strict = await raise(await aTypeWithTarget({ staffMaySet: false, staffMayExtend: false }));
    for (const [what, body] of Object.entries({
      set: { in: working(1, 'days') },
      pause: { note: 'No.' },
      restore: {},
      clear: {},
    })) {
      expectRefused(await operate(strict.id, what, body), 403, 'not-allowed');
      expect((await operate(strict.id, what, body, 'completion', signIn('ada', 'admins'))).status).toBe(200);
    }
  });

  test('[SLA-3] a stage has a clock of its own, each time it is entered', async () => {
    const stage = { ...free, key: 'stage:review', target: working(4, 'hours'), onBreach: { escalate: false } };
    const type = await aTypeThatPauses(stage);
    const record = await raise(type);
    expect(record.clocks).toEqual([]);
    const enter = async (to: string | null) => {
      const { version } = await theCase(record.id);
      const headers = { 'if-match': `"${version}"` };
      return (await manager()).send<CaseAnswer>('PATCH', `/v1/cases/${record.id}`, { body: { stage: to }, headers });
    };
    expect((await enter('review')).body.clocks).toMatchObject([{ key: 'stage:review', state: 'running' }]);
    await here().local.advance('PT1H');
    expect((await enter(null)).body.clocks).toMatchObject([{ state: 'met' }]);
    await here().local.advance('PT1H');
    const again = (await enter('review')).body.clocks[0];
    await travelTo(plus(String(again?.dueAt), 1));
    expect(await clockEvents(record.id)).toEqual([`Target Breached at ${again?.dueAt}`]);
    expect((await ledger(record.id, 'stage:review')).map(({ to }) => to.state)).toEqual(['met', 'running', 'breached']);
  });
});

describe('a ladder', () => {
  beforeEach(nextMonday);
  const ladder = [
    { after: elapsed(1, 'hours'), groups: ['advising-leads'] },
    { after: elapsed(3, 'hours'), groups: ['tutors'] },
    { after: elapsed(5, 'hours'), groups: [] },
  ];

  test('[SLA-6] climbs while nobody acts, calls in the groups of each level, and ends when somebody takes the case', async () => {
    const record = await raise(
      await aTypeWithTarget({ ...free, target: working(2, 'hours'), onBreach: { escalate: true, ladder } }),
    );
    const dueAt = String(record.dueAt);
    await travelTo(plus(dueAt, hours(4)));
    expect(await clockEvents(record.id)).toEqual([
      `Target Breached at ${dueAt}`,
      `Case Escalated at ${dueAt}`,
      `Case Escalated at ${plus(dueAt, hours(1))}`,
      `Case Escalated at ${plus(dueAt, hours(3))}`,
    ]);
    expect((await theCase(record.id)).escalated).toBe(3);
    const mails = await clockMails(record);
    expect(mails.filter((mail) => mail.startsWith('case-escalated'))).toContain(`case-escalated → ${addresses.farah}`);
    await act(await manager(), `/v1/cases/${record.id}/claim`);
    await here().local.advance('P1D');
    expect((await theCase(record.id)).escalated).toBe(3);
    const calm = await act<CaseAnswer>(await manager(), `/v1/cases/${record.id}/de-escalate`, { note: 'Seen to.' });
    expect(calm.body.escalated).toBe(0);
    expectRefused(await act(await manager(), `/v1/cases/${record.id}/de-escalate`, {}), 409, 'not-escalated');
  });
});

describe('a change of targets', () => {
  beforeEach(nextMonday);
  interface Retargeted {
    items: { caseId: string; from: string; to: string }[];
    nextCursor?: string;
  }

  test('[SLA-9] counts for new cases; running ones are shown and then given it on request, but for those set by hand', async () => {
    const type = await aTypeWithTarget(free);
    const [running, byHand, closed] = [await raise(type), await raise(type), await raise(type)];
    await operate(byHand.id, 'extend', { by: working(1, 'days') });
    await act(await manager(), `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    const { targets } = await likeness(`/v1/case-types/${type}`, {});
    await put(
      `/v1/case-types/${type}`,
      await likeness(`/v1/case-types/${type}`, {
        targets: [{ ...(targets as object[])[0], target: working(3, 'days') }],
      }),
    );
    expect((await theCase(running.id)).dueAt).toBe(running.dueAt);
    const admin = await signIn('ada', 'admins');
    const retarget = (query = '') => act<Retargeted>(admin, `/v1/case-types/${type}/retarget${query}`);
    const expected = [{ caseId: running.id, from: running.dueAt, to: plus(String(running.dueAt), days(1)) }];
    expect((await retarget('?dryRun=true')).body.items).toMatchObject(expected);
    const paged: object[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await retarget(`?dryRun=true&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      paged.push(...body.items);
      if (body.nextCursor === undefined) break;
      cursor = body.nextCursor;
    }
    expect(paged).toMatchObject(expected);
    expect((await theCase(running.id)).version).toBe(running.version);
    expect((await retarget()).body.items).toMatchObject(expected);
    expect((await theCase(running.id)).dueAt).toBe(expected[0]?.to);
    expect((await retarget()).body.items).toEqual([]);
    expect((await ledger(running.id)).at(-1)).toMatchObject({ why: { operation: { do: 'retarget' } } });
    expect((await theCase(closed.id)).clocks[0]).toMatchObject({ state: 'met', dueAt: closed.dueAt });
    expectRefused(await act(await manager(), `/v1/case-types/${type}/retarget`), 403, 'not-allowed');
    expectRefused(await act(admin, '/v1/case-types/nonsense/retarget'), 404);
    await travelTo(plus(String(expected[0]?.to), 1));
    expect((await clockEvents(running.id))[0]).toBe(`Target Breached at ${expected[0]?.to}`);
  });
});

describe('a calendar that is saved', () => {
  const week = { monday: [['09:00', '17:00']], tuesday: [['09:00', '17:00']] };
  const save = async (members: object) =>
    (await signIn('ada', 'admins')).send<{ holidays: { date: string; name?: string; hours?: unknown }[] }>(
      'PUT',
      '/v1/calendars/filled?dryRun=true',
      { body: { name: 'Filled', timeZone: 'America/New_York', week, ...members } },
    );

  test('[SLA-2] is filled with the holidays of a country and of a file, and what it lists itself has the last word', async () => {
    const years = { first: 2026, last: 2026 };
    const iCalendar = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//EN',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART;VALUE=DATE:20260309',
      'SUMMARY:Spring break',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const answer = await save({
      holidays: [{ date: '2026-12-25', hours: [['09:00', '12:00']] }],
      holidaysFrom: [
        { country: 'US', region: 'NY', years },
        { iCalendar, years },
      ],
    });
    expect(answer.status).toBe(200);
    const { record } = answer.body as unknown as { record: { holidays: { date: string; hours?: unknown }[] } };
    const on = (date: string) => record.holidays.find((holiday) => holiday.date === date);
    expect(on('2026-11-26')).toMatchObject({ name: 'Thanksgiving Day' });
    expect(on('2026-03-09')).toMatchObject({ name: 'Spring break' });
    expect(on('2026-12-25')).toEqual({ date: '2026-12-25', hours: [['09:00', '12:00']] });
    expect(record).not.toHaveProperty('holidaysFrom');
    expect(record).toMatchObject({ holidaysTaken: [{ leftOut: {} }, { dates: 1, taken: 1, leftOut: {} }] });
  });

  test('[SLA-2] refuses what could not be counted by, each with its pointer', async () => {
    expectRefused(await save({ holidaysFrom: [{ country: 'XX' }] }), 400, undefined, ['/holidaysFrom/0/country']);
    const empty = '\uFEFFBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR';
    for (const iCalendar of ['BEGIN:NONSENSE', empty])
      expectRefused(await save({ holidaysFrom: [{ iCalendar }] }), 400, undefined, ['/holidaysFrom/0/iCalendar']);
    expectRefused(await save({ timeZone: 'Mars/Olympus', week: {} }), 400, undefined, ['/timeZone', '/week']);
    expectRefused(
      await save({
        week: {
          monday: [
            ['09:00', '12:00'],
            ['11:00', '17:00'],
          ],
          friday: [['17:00', '09:00']],
        },
        holidays: [{ date: '2026-12-25' }, { date: '2026-12-25' }],
      }),
      400,
      undefined,
      ['/week/monday/1', '/week/friday/0', '/holidays/1/date'],
    );
  });
});
