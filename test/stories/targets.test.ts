import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aCaseType, act, expectRefused, here, likeness, unique } from './world.ts';

interface Preview {
  clocks: { key: string; startsAt: string; dueAt: string; reminders: string[] }[];
}
const preview = (body: object) => act<Preview>(here().as.manager, '/v1/targets/preview', body);
const extend = (id: string, by: object, who = here().as.manager) =>
  act<CaseAnswer>(who, `/v1/cases/${id}/clocks/completion/extend`, { by });
const patch = (record: { id: string; version: number }, body: object, by = here().as.manager) =>
  by.send<CaseAnswer>('PATCH', `/v1/cases/${record.id}`, { body, headers: { 'if-match': `"${record.version}"` } });
const target = async (changes: object) => {
  const { targets } = await likeness('/v1/case-types/academic-concern', {});
  return { targets: [{ ...(targets as object[])[0], ...changes }] };
};
const day = (amount: number, time = 'calendar') => ({ amount, unit: 'days', time });
const daysBetween = (a: string | undefined, b: string | undefined) =>
  (Date.parse(b ?? '') - Date.parse(a ?? '')) / (24 * 60 * 60 * 1000);

describe('[SLA-2] [SLA-11] what targets would be', () => {
  // In New York: 09:00–12:00 and 13:00–17:00, on Fridays until 16:00, Thanksgiving on Thursday 26
  // November 2026, summer time from 14 March 2027.
  test.each([
    [
      'five working days from Friday 15:00, over Thanksgiving',
      'academic-concern',
      'medium',
      '2026-11-20T20:00:00.000Z',
      [['2026-11-30T20:00:00.000Z', '2026-11-27T20:00:00.000Z']],
    ],
    [
      'three where it is critical',
      'academic-concern',
      'critical',
      '2026-11-20T20:00:00.000Z',
      [['2026-11-25T20:00:00.000Z', '2026-11-24T20:00:00.000Z']],
    ],
    [
      'from Friday’s closing, as from Monday’s opening',
      'academic-concern',
      'critical',
      '2026-11-20T21:00:00.000Z',
      [['2026-11-27T14:00:00.000Z', '2026-11-25T14:00:00.000Z']],
    ],
    [
      'from a Saturday, as from Monday’s opening',
      'academic-concern',
      'critical',
      '2026-11-21T15:00:00.000Z',
      [['2026-11-27T14:00:00.000Z', '2026-11-25T14:00:00.000Z']],
    ],
    [
      'two working hours over lunch; three calendar days',
      'hazard-report',
      'high',
      '2026-11-23T16:30:00.000Z',
      [['2026-11-23T19:30:00.000Z'], ['2026-11-26T16:30:00.000Z', '2026-11-26T15:30:00.000Z']],
    ],
    [
      'four calendar hours where it is critical',
      'hazard-report',
      'critical',
      '2026-11-23T16:30:00.000Z',
      [['2026-11-23T19:30:00.000Z'], ['2026-11-23T20:30:00.000Z', '2026-11-23T19:30:00.000Z']],
    ],
    [
      'over the weekend on which summer time begins, by the clock on the wall',
      'hazard-report',
      'high',
      '2027-03-12T20:00:00.000Z',
      [['2027-03-15T14:00:00.000Z'], ['2027-03-15T19:00:00.000Z', '2027-03-15T18:00:00.000Z']],
    ],
  ] as const)('[SLA-2] [SLA-11] %s', async (_what, type, priority, at, expected) => {
    const { status, body } = await preview({ type, priority, at });
    expect(status).toBe(200);
    expect(body.clocks.map(({ startsAt, dueAt, reminders }) => [startsAt, dueAt, ...reminders])).toEqual(
      expected.map((instants) => [at, ...instants]),
    );
  });

  test('[SLA-11] the default priority counts where none is said, another calendar where it is, and nothing is made', async () => {
    const at = '2026-11-20T21:00:00.000Z';
    const type = 'academic-concern';
    expect((await preview({ type, at })).body).toEqual((await preview({ type, at, priority: 'medium' })).body);
    const calendar = unique('every-day-');
    const week = Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((name) => [
        name,
        [['00:00', '24:00']],
      ]),
    );
    const put = { body: { name: 'Every day', timeZone: 'UTC', week } };
    expect((await here().as.admin.send('PUT', `/v1/calendars/${calendar}`, put)).status).toBe(201);
    const { body } = await preview({ type, at, calendar });
    expect(body.clocks).toMatchObject([{ dueAt: '2026-11-25T21:00:00.000Z', reminders: ['2026-11-24T21:00:00.000Z'] }]);
    expectRefused(await preview({ type: 'nonsense', at }), 422, undefined, ['/type']);
    expectRefused(await preview({ type, at, calendar: 'nonsense' }), 422, undefined, ['/calendar']);
    expectRefused(await preview({ type, at, priority: 'nonsense' }), 400, undefined, ['/priority']);
    expectRefused(await preview({ type, at: 'tomorrow' }), 400, undefined, ['/at']);
    expectRefused(await preview({ type }), 400, undefined, ['/at']);
  });

  test('[SLA-1] a case gets the targets that the preview says, by its priority', async () => {
    for (const priority of ['medium', 'critical']) {
      const record = await aCase({ priority });
      const { body } = await preview({ type: record.type, priority, at: record.createdAt });
      const [clock] = record.clocks;
      expect(clock).toMatchObject({ key: 'completion', state: 'running', dueAt: body.clocks[0]?.dueAt });
      expect(clock?.nextReminderAt).toBe(body.clocks[0]?.reminders[0]);
      expect(record.dueAt).toBe(clock?.dueAt);
    }
  });

  test('[SLA-4] several reminders, and none that would fall before the start', async () => {
    const type = await aCaseType(
      await target({
        target: day(5),
        byPriority: {},
        reminders: [{ before: day(1) }, { before: day(3) }, { before: day(9) }],
      }),
    );
    const { body } = await preview({ type, at: '2026-12-01T15:00:00.000Z' });
    expect(body.clocks[0]?.reminders).toEqual(['2026-12-03T15:00:00.000Z', '2026-12-05T15:00:00.000Z']);
  });
});

describe('[SLA-1] moving a target', () => {
  test('[SLA-1] extends by an amount, shortens by a negative one, and the reminder goes with it', async () => {
    const type = await aCaseType(await target({ target: day(10), byPriority: {}, reminders: [{ before: day(1) }] }));
    const record = await aCase({ type });
    const later = (await extend(record.id, day(2))).body;
    expect(daysBetween(record.dueAt, later.dueAt)).toBeCloseTo(2, 1);
    expect(daysBetween(record.clocks[0]?.nextReminderAt, later.clocks[0]?.nextReminderAt)).toBeCloseTo(2, 1);
    const { body, headers } = await extend(record.id, day(-5));
    expect(daysBetween(record.dueAt, body.dueAt)).toBeCloseTo(-3, 1);
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    expect((await here().as.manager.get<CaseAnswer>(`/v1/cases/${record.id}`)).dueAt).toBe(body.dueAt);
    const clocks = await here().as.manager.get<{ items: { dueAt: string }[] }>(`/v1/cases/${record.id}/clocks`);
    expect(clocks.items).toMatchObject([{ key: 'completion', state: 'running', dueAt: body.dueAt }]);
  });

  test('[SLA-1] staff move it where the type lets them; admins always', async () => {
    const strict = await aCase({ type: await aCaseType(await target({ staffMayExtend: false, staffMaySet: false })) });
    expectRefused(await extend(strict.id, day(1)), 403, 'not-allowed');
    const extended = await extend(strict.id, day(1), here().as.admin);
    expect(extended.status).toBe(200);
    const dueAt = '2029-06-01T15:00:00.000Z';
    expectRefused(await patch(extended.body, { dueAt }), 403, 'not-allowed');
    expect((await patch(extended.body, { dueAt }, here().as.admin)).body).toMatchObject({ dueAt, clocks: [{ dueAt }] });
    const lenient = await aCase({ type: await aCaseType(await target({ staffMaySet: true })) });
    expect((await patch(lenient, { dueAt })).body).toMatchObject({ dueAt, clocks: [{ dueAt }] });
    const free = await aCase({ type: await aCaseType({ targets: [] }) });
    expect(free).not.toHaveProperty('dueAt');
    expect((await patch(free, { dueAt })).body.dueAt).toBe(dueAt);
  });

  test('[SLA-1] there is nothing to move where there is no such clock, or where it has stopped', async () => {
    const record = await aCase();
    const path = `/v1/cases/${record.id}/clocks`;
    expectRefused(await act(here().as.manager, `${path}/first-response/extend`, { by: day(1) }), 404);
    expectRefused(await extend(record.id, { amount: 0.5, unit: 'days', time: 'calendar' }), 400, undefined, [
      '/by/amount',
    ]);
    expectRefused(await extend(record.id, { amount: 1, unit: 'weeks', time: 'calendar' }), 400, undefined, [
      '/by/unit',
    ]);
    expectRefused(await extend(record.id, day(1), here().as.enquiry), 403);
    await act(here().as.manager, `/v1/cases/${record.id}/close`, { reason: 'solved' });
    expectRefused(await extend(record.id, day(1)), 409, 'clock-stopped');
  });

  test('[SLA-2] another priority counts from the same start; a target set by hand stays', async () => {
    const type = await aCaseType(
      await target({ target: day(10), byPriority: { critical: day(2) }, staffMaySet: true }),
    );
    const record = await aCase({ type });
    const urgent = (await patch(record, { priority: 'critical' })).body;
    expect(daysBetween(record.dueAt, urgent.dueAt)).toBeCloseTo(-8, 1);
    const relaxed = (await patch(urgent, { priority: 'low' })).body;
    expect(relaxed.dueAt).toBe(record.dueAt);
    const dueAt = '2029-06-01T15:00:00.000Z';
    const byHand = (await patch(relaxed, { dueAt })).body;
    expect((await patch(byHand, { priority: 'critical' })).body.dueAt).toBe(dueAt);
  });

  test('[SLA-3] a first response is met by the first public note of staff', async () => {
    const record = await aCase({ type: 'hazard-report', fields: { kind: 'other' } }, here().as.admin);
    const respond = (isPublic: boolean) =>
      act(here().as['other staff'], `/v1/cases/${record.id}/notes`, { text: 'On it.', public: isPublic });
    const state = async () =>
      (await here().as.admin.get<CaseAnswer>(`/v1/cases/${record.id}`)).clocks.map(
        ({ key, state: is }) => `${key} ${is}`,
      );
    await respond(false);
    expect(await state()).toEqual(['first-response running', 'completion running']);
    await respond(true);
    expect(await state()).toEqual(['first-response met', 'completion running']);
  });
});
