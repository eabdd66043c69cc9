import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { SequenceRun } from '#shared/casework/activities/sequence.ts';
import type { AddedTimeline, TimelineDifference } from '#shared/casework/activities/timeline.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aCaseType, act, everyPage, expectRefused, here, historyOf, likeness, signIn } from './world.ts';

type Added = AddedTimeline & { items: Activity[]; difference: TimelineDifference };
type Begun = SequenceRun & { items: Activity[] };

const step = (key: string, reference: unknown, amount: number, unit = 'days', more: object = {}) => ({
  key,
  activity: 'call',
  reference,
  offset: { amount, unit, time: 'calendar' },
  ...more,
});
const timelines = [
  {
    key: 'review',
    name: 'Review',
    steps: [
      step('report', { step: 'invite', which: 'newest' }, 1, 'months', { assignee: { group: 'tutors' } }),
      step('invite', 'start', 2, 'days', { subject: 'Invite the reviewer', assignee: 'case-creator' }),
      step('reminder', 'report', -1, 'weeks'),
    ],
  },
];
const sequence = (members: object = {}) => ({
  key: 'decide',
  steps: [
    { key: 'read', activity: 'reading' },
    { key: 'meet', activity: 'meeting', offset: { amount: 3, unit: 'days', time: 'calendar' } },
    { key: 'tell', activity: 'letter' },
  ],
  ...members,
});

const below = (id: string, path: string) => `/v1/cases/${id}/${path}`;
const post = <T>(id: string, path: string, body?: object, by = here().as.manager) => act<T>(by, below(id, path), body);
const listed = (id: string) => everyPage<Activity>(here().as.manager, below(id, 'activities'));
const end = (activity: Activity, as: string, body?: object) =>
  post<Activity>(activity.caseId, `activities/${activity.id}/${as}`, body);
const patch = (activity: Activity, body: object) =>
  here().as.manager.send<Activity>('PATCH', below(activity.caseId, `activities/${activity.id}`), { body });
// By the wall of the campus: in UTC a day has an hour more or less where its clocks change, and a
// month is another one in its last night.
const onTheWall = (instant: string, by: Temporal.DurationLike): string =>
  new Date(
    Temporal.Instant.from(instant).toZonedDateTimeISO('America/New_York').add(by).epochMilliseconds,
  ).toISOString();
const daysAfter = (instant: string, days: number): string => onTheWall(instant, { days });
const byStep = (items: Activity[]) => Object.fromEntries(items.map((one) => [one.from?.step, one]));

describe('[TA-5] activities', () => {
  test('[TA-5] are planned or logged, with what they are about, and go their way', async () => {
    const { id } = await aCase();
    const call = {
      type: 'call',
      subject: 'Call the student',
      medium: 'telephone',
      duration: 'PT15M',
      people: ['S101'],
    };
    const planned = await post<Activity>(id, 'activities', {
      ...call,
      at: '2027-03-01T09:00:00Z',
      assignee: { user: 'dev' },
    });
    expect(planned.status).toBe(201);
    expect(planned.body).toMatchObject({
      ...call,
      status: 'scheduled',
      category: 'open',
      at: '2027-03-01T09:00:00.000Z',
      version: 1,
    });
    const logged = await post<Activity>(id, 'activities', { type: 'visit', subject: 'Was here', status: 'completed' });
    expect(logged.body).toMatchObject({
      status: 'completed',
      category: 'done',
      over: { by: { kind: 'user', id: 'amara' } },
    });
    expect(logged.body.at).toBe(logged.body.over?.at);

    const edited = await patch(planned.body, { subject: 'Call again', medium: null });
    expect(edited.headers.get('etag')).toBe('"2"');
    expect(edited.body).not.toHaveProperty('medium');
    const stale = await here().as.manager.send('PATCH', below(id, `activities/${planned.body.id}`), {
      body: { subject: 'Too late' },
      headers: { 'if-match': '"1"' },
    });
    expectRefused(stale, 412, 'stale');

    expect((await end(planned.body, 'complete', { note: 'Will come' })).body).toMatchObject({
      status: 'completed',
      over: { note: 'Will come' },
      version: 3,
    });
    expectRefused(await end(planned.body, 'complete'), 409, 'not-scheduled');
    expectRefused(await end(logged.body, 'cancel'), 409, 'not-scheduled');
    expectRefused(await patch(planned.body, { at: '2027-04-01T09:00:00Z' }), 409, 'not-scheduled');
    expect((await listed(id)).map(({ subject }) => subject)).toEqual(['Call again', 'Was here']);
    const told = (await historyOf('cases', id)).filter(({ type }) => type.startsWith('Activity'));
    expect(told.map(({ type }) => type)).toEqual([
      'Activity Created',
      'Activity Created',
      'Activity Updated',
      'Activity Completed',
    ]);
  });

  test('[TA-5] are for those who work on the case, and for whoever has one and a role on it', async () => {
    const type = await aCaseType({ roles: [{ key: 'reviewer', name: 'Reviewer', groups: ['faculty'] }] });
    const { id } = await aCase({ type });
    const made = await post<Activity>(id, 'activities', {
      type: 'report',
      subject: 'Report',
      assignee: { user: 'grace' },
    });
    const grace = await signIn('grace', 'faculty');
    const complete = `activities/${made.body.id}/complete`;
    expectRefused(await post(id, complete, undefined, grace), 403, 'not-allowed');
    await here().as.manager.send('PUT', below(id, 'roles/reviewer/grace'));
    expect((await post<Activity>(id, complete, undefined, grace)).body.status).toBe('completed');
    expectRefused(await post(id, 'activities', { type: 'call', subject: 'x' }, grace), 403, 'not-allowed');
  });

  test('[TA-5] are refused by name: done in the future, of no step, unknown people', async () => {
    const { id } = await aCase();
    const call = { type: 'call', subject: 'Call' };
    expectRefused(
      await post(id, 'activities', { ...call, status: 'completed', at: '2090-01-01T00:00:00Z' }),
      400,
      undefined,
      ['/at'],
    );
    expectRefused(
      await post(id, 'activities', { ...call, from: { timeline: 'review', step: 'report' } }),
      400,
      undefined,
      ['/from/timeline'],
    );
    expectRefused(await post(id, 'activities', { ...call, duration: 'a while', status: 'cancelled' }), 400, undefined, [
      '/duration',
      '/status',
    ]);
    expectRefused(await post(id, 'activities', { ...call, assignee: { group: 'nobody' } }), 422, undefined, [
      '/assignee/group',
    ]);
    expectRefused(
      await end({ id: '01KAG0000000000000000000N1', caseId: id } as Activity, 'complete'),
      404,
      'not-found',
    );
  });
});

describe('[TA-6] a timeline', () => {
  const started = async () => {
    const type = await aCaseType({ timelines });
    const record = await aCase({ type });
    const added = await post<Added>(record.id, 'timelines/review');
    expect(added.status).toBe(201);
    return { ...record, ...byStep(added.body.items) } as CaseAnswer &
      Record<'report' | 'invite' | 'reminder', Activity>;
  };
  const month = (instant: string): string => onTheWall(instant, { months: 1 });

  test('[TA-6] makes an activity of each step, planned along its references, once', async () => {
    const { id, createdAt, report, invite, reminder } = await started();
    expect(invite).toMatchObject({
      subject: 'Invite the reviewer',
      assignee: { user: 'amara' },
      at: daysAfter(createdAt, 2),
    });
    expect(report).toMatchObject({ subject: 'Call', type: 'call', assignee: { group: 'tutors' } });
    expect(reminder.at).toBe(daysAfter(String(report.at), -7));
    expectRefused(await post(id, 'timelines/review'), 409, 'already-added');
    expectRefused(await post(id, 'timelines/nonsense'), 404, 'not-found');
    expect((await historyOf('cases', id)).at(-1)).toMatchObject({
      type: 'Timeline Added',
      after: { timeline: { key: 'review', activities: [{ id: report.id }, { id: invite.id }, { id: reminder.id }] } },
    });
  });

  test('[TA-6] moves with what it counts from: when that is moved, and when it is done', async () => {
    const { id, invite } = await started();
    await patch(invite, { at: '2027-01-10T09:00:00Z' });
    expect(byStep(await listed(id))).toMatchObject({
      invite: { at: '2027-01-10T09:00:00.000Z', fixed: true },
      report: { at: '2027-02-10T09:00:00.000Z', version: 2 },
      reminder: { at: '2027-02-03T09:00:00.000Z' },
    });
    const done = (await end(invite, 'complete')).body.over?.at ?? '';
    const report = month(done);
    expect(byStep(await listed(id))).toMatchObject({ report: { at: report }, reminder: { at: daysAfter(report, -7) } });
    expect((await historyOf('cases', id)).at(-1)).toMatchObject({
      type: 'Timeline Replanned',
      after: {
        timeline: {
          key: 'review',
          moved: [{ step: 'report', from: '2027-02-10T09:00:00.000Z', to: report }, { step: 'reminder' }],
        },
      },
    });
  });

  test('[TA-6] leaves what was fixed by hand, until that is given back', async () => {
    const { id, createdAt, invite, report } = await started();
    await patch(report, { at: '2027-06-01T09:00:00Z' });
    await patch(invite, { at: daysAfter(createdAt, 9) });
    expect(byStep(await listed(id))).toMatchObject({
      report: { at: '2027-06-01T09:00:00.000Z', fixed: true },
      reminder: { at: '2027-05-25T09:00:00.000Z' },
    });
    const given = await patch(report, { fixed: false });
    expect(given.body.at).toBe(month(daysAfter(createdAt, 9)));
    expect(given.body).not.toHaveProperty('fixed');
    expect(byStep(await listed(id)).reminder?.at).toBe(daysAfter(String(given.body.at), -7));
  });

  test('[TA-6] counts from the newest activity of a step that is done once more', async () => {
    const { id, createdAt } = await started();
    const from = { timeline: 'review', step: 'invite' };
    const again = await post<Activity>(id, 'activities', {
      type: 'email',
      subject: 'Invite another',
      at: daysAfter(createdAt, 20),
      from,
    });
    expect(again.body).toMatchObject({ from, fixed: true });
    expect(byStep(await listed(id)).report?.at).toBe(month(daysAfter(createdAt, 20)));
    await end(again.body, 'not-required');
    expect(byStep((await listed(id)).filter((one) => one.id !== again.body.id)).report?.at).toBe(
      month(daysAfter(createdAt, 2)),
    );
  });

  test('[TA-6] set back shows its difference before it does it', async () => {
    const { id, createdAt, invite, report, reminder } = await started();
    await patch(invite, { at: daysAfter(createdAt, 9) });
    await end(reminder, 'cancel');
    const path = below(id, 'timelines/review/reset');
    const preview = await here().as.manager.send<Added>('POST', `${path}?dryRun=true`);
    expect(preview.body.difference).toMatchObject({
      created: [{ from: { step: 'reminder' }, status: 'scheduled' }],
      moved: [{ id: report.id }, { id: invite.id, from: daysAfter(createdAt, 9), to: daysAfter(createdAt, 2) }],
      released: [invite.id],
      cancelled: [],
    });
    expect(byStep(await listed(id)).invite?.at).toBe(daysAfter(createdAt, 9));
    const done = await act<Added>(here().as.manager, path);
    expect(done.body.difference.moved).toEqual(preview.body.difference.moved);
    const standing = byStep((await listed(id)).filter(({ status }) => status === 'scheduled'));
    expect(standing).toMatchObject({
      invite: { at: daysAfter(createdAt, 2) },
      reminder: { at: daysAfter(month(daysAfter(createdAt, 2)), -7) },
    });
    expect(standing.invite).not.toHaveProperty('fixed');
    const nothing = await act<Added>(here().as.manager, path);
    expect(nothing.body.difference).toEqual({ created: [], moved: [], released: [], cancelled: [] });
    expectRefused(await act(here().as.manager, below((await aCase()).id, 'timelines/review/reset')), 404, 'not-found');
  });

  test('[TA-6] that leads in a circle is refused with its type, with every fault at once', async () => {
    const value = await likeness('/v1/case-types/academic-concern', {
      timelines: [
        { key: 'round', steps: [step('a', 'b', 1), step('b', 'a', 1), step('c', 'c', 1), step('d', 'nowhere', 1)] },
      ],
      sequences: [
        sequence({ closesCase: true, closureReason: 'lost' }),
        sequence({ steps: [step('x', 'y', 1), step('y', 'previous', 1)] }),
      ],
    });
    const admin = await signIn('ada', 'admins');
    expectRefused(await admin.send('PUT', '/v1/case-types/rounds', { body: value }), 400, undefined, [
      ...['a', 'b', 'c', 'd'].map((_, index) => `/timelines/0/steps/${index}/reference`),
      '/sequences/0/closureReason',
      '/sequences/1/key',
      '/sequences/1/steps/0/reference',
    ]);
  });
});

describe('[TA-7] a sequence', () => {
  const begun = async (members: object = {}) => {
    const type = await aCaseType({ timelines, sequences: [sequence(members)] });
    const record = await aCase({ type });
    return { record, run: (await post<Begun>(record.id, 'sequences/decide')).body };
  };
  const toCome = async (id: string) => (await listed(id)).filter(({ status }) => status === 'scheduled');

  test('[TA-7] makes the next step when the one before is over, done or not', async () => {
    const { record, run } = await begun();
    const [read] = run.items as [Activity];
    expect(run).toMatchObject({ state: 'running', current: { step: 'read', activity: read.id } });
    expect(read).toMatchObject({ subject: 'Reading', at: run.startedAt });
    const over = (await end(read, 'cancel', { note: 'Nobody there' })).body.over?.at ?? '';
    const [meet] = await toCome(record.id);
    expect(meet).toMatchObject({
      type: 'meeting',
      at: daysAfter(over, 3),
      from: { sequence: 'decide', run: run.id, step: 'meet' },
    });
    await end(meet as Activity, 'not-required');
    const [tell] = await toCome(record.id);
    await end(tell as Activity, 'complete');
    expect(await toCome(record.id)).toEqual([]);
    const finished = (await historyOf('cases', record.id)).at(-1);
    expect(finished).toMatchObject({
      type: 'Sequence Finished',
      after: { sequence: { state: 'finished', done: [{ step: 'read' }, { step: 'meet' }, { step: 'tell' }] } },
    });
    expect(await here().as.manager.get(`/v1/cases/${record.id}`)).toMatchObject({ status: { key: 'new' } });
  });

  test('[TA-7] runs beside a timeline, and twice at once, each run by itself', async () => {
    const { record, run } = await begun();
    await post(record.id, 'timelines/review');
    const again = await post<Begun>(record.id, 'sequences/decide');
    expect(again.status).toBe(201);
    await end(run.items[0] as Activity, 'complete');
    const steps = (await toCome(record.id)).map(({ from }) => [from?.step, from && 'run' in from ? from.run : '']);
    expect(steps.sort()).toEqual(
      [
        ['invite', ''],
        ['meet', run.id],
        ['read', again.body.id],
        ['reminder', ''],
        ['report', ''],
      ].sort(),
    );
    expectRefused(await post(record.id, 'sequences/nonsense'), 404, 'not-found');
  });

  test('[TA-7] that closes its case without naming a reason closes it with the first of the type', async () => {
    const { record, run } = await begun({ steps: [{ key: 'only', activity: 'call' }], closesCase: true });
    await end(run.items[0] as Activity, 'complete');
    expect(await here().as.manager.get(`/v1/cases/${record.id}`)).toMatchObject({ closure: { reason: 'solved' } });
  });

  test('[TA-7] closes the case at its end as by hand, or does nothing at all', async () => {
    const { record, run } = await begun({
      steps: [{ key: 'only', activity: 'call' }],
      closesCase: true,
      closureReason: 'solved',
    });
    const only = run.items[0] as Activity;
    const blocker = await aCase();
    const links = below(record.id, 'links');
    await act(here().as.manager, links, { kind: 'blocked-by', caseId: blocker.id });
    expectRefused(await end(only, 'complete'), 409, 'blocked-by-link');
    expect((await listed(record.id))[0]).toMatchObject({ status: 'scheduled', version: 1 });
    await here().as.manager.send('DELETE', `${links}/blocked-by/${blocker.id}`);
    expect((await end(only, 'complete')).status).toBe(200);
    expect(await here().as.manager.get(`/v1/cases/${record.id}`)).toMatchObject({
      status: { category: 'resolved' },
      closure: { reason: 'solved' },
    });
    const types = (await historyOf('cases', record.id)).map(({ type }) => type);
    expect(types.slice(-3)).toEqual(['Activity Completed', 'Sequence Finished', 'Case Closed']);
    for (const plan of ['timelines/review', 'sequences/decide'])
      expectRefused(await post(record.id, plan), 409, 'already-closed');
  });
});
