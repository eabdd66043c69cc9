import { afterEach, describe, expect, test } from 'vitest';
import type { Activity } from '#shared/casework/activities/activity.ts';
import { aRule, aTemplate, changeRule, is, mailsFrom, note, notesOn, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  historyOf,
  likeness,
  put,
  runsOn,
  signIn,
} from './world.ts';

const day = 24 * 60 * 60 * 1000;
const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * day).toISOString();
const logged = (id: string) =>
  act<Activity>(here().as.manager, `/v1/cases/${id}/activities`, {
    type: 'call',
    subject: 'Call the student',
    status: 'completed',
  });

describe('[WF-3] a follow-up a week after a call', () => {
  afterEach(removeRules);

  const following = async () => {
    const [type, template] = [await aCaseType(), await aTemplate('How is {{ case.subject }}, {{ contact.name }}?')];
    await aRule({
      for: 'case',
      trigger: { event: 'activity-completed' },
      after: 'P7D',
      condition: {
        all: [
          is('case.type', type),
          { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
          is('event.detail.after.activity.type', 'call'),
        ],
      },
      actions: [{ do: 'send-mail', template, to: [{ contact: true }] }],
    });
    const contact = await aContact();
    return { template, contact, record: await aCase({ type, contactId: contact.id, subject: 'Algebra' }) };
  };

  test('[WF-3] [AU-10] is mailed to the second, seven days on, while the case is open', async () => {
    const { local } = here();
    const { template, contact, record } = await following();
    const call = await logged(record.id);
    expect(call.status).toBe(201);
    await local.idle();
    const at = call.body.createdAt;
    await local.advanceTo(daysAfter(at, 7 - 1 / 86_400));
    expect(await mailsFrom(template, contact.email)).toEqual([]);
    await local.advanceTo(daysAfter(at, 7));
    expect(await mailsFrom(template, contact.email)).toEqual([`How is Algebra, ${contact.name}?`]);
  });

  test('[WF-3] is not where the case was closed in the meantime, and the run says why', async () => {
    const { local } = here();
    const { template, contact, record } = await following();
    await logged(record.id);
    await local.advance('P3D');
    const amara = await signIn('amara', 'advisers');
    expect((await act(amara, `/v1/cases/${record.id}/close`, { reason: 'solved' })).status).toBe(200);
    await local.advance('P5D');
    expect(await mailsFrom(template, contact.email)).toEqual([]);
    const [run] = (await runsOn(record.id)).filter(({ eventId, at }) => eventId && at > record.createdAt);
    expect(run).toMatchObject({ matched: false, actions: [] });
    expect(JSON.stringify(run?.explanation)).toContain('"value":"resolved"');
  });

  test('[WF-3] is not where what was logged is no call, and nothing waits for that', async () => {
    const { template, contact, record } = await following();
    const before = (await here().local.executions()).length;
    await act(here().as.manager, `/v1/cases/${record.id}/activities`, {
      type: 'letter',
      subject: 'Write to the student',
      status: 'completed',
    });
    await here().local.idle();
    expect((await here().local.executions()).filter(({ name }) => name.startsWith('delay-')).length).toBeLessThan(
      before + 1,
    );
    expect((await runsOn(record.id)).at(0)).toMatchObject({ matched: false });
    await here().local.advance('P8D');
    expect(await mailsFrom(template, contact.email)).toEqual([]);
  });

  test.each([1, 2, 3])('[WF-3] is mailed once whatever comes twice, late, or is killed (storm %d)', async (seed) => {
    const { local } = here();
    const { template, contact, record } = await following();
    const givenUp = async () => (await local.deadLetters()).length;
    const before = await givenUp();
    try {
      // Seldom enough that none fails five times in a row.
      const failing = ['publish', 'automation', 'wake', 'sweep'].map((name) => ({ function: name, rate: 0.2 }));
      const services = [{ service: 'stepfunctions' as const, rate: 0.1 }];
      await local.faults({ duplicate: 0.5, reorder: true, delayMs: 400, fail: [...failing, ...services], seed });
      await logged(record.id);
      await logged(record.id);
      await local.advance('P6DT23H');
      await local.advance('PT3H');
    } finally {
      await local.faults({});
    }
    await local.advance('PT1H');
    expect(await givenUp()).toBe(before);
    const words = `How is Algebra, ${contact.name}?`;
    expect(await mailsFrom(template, contact.email)).toEqual([words, words]);
  });
});

describe('[AU-10] rules that wait', () => {
  afterEach(removeRules);

  const waiting = async (changes: object = {}) => {
    const type = await aCaseType();
    const rule = await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      after: { amount: 2, unit: 'hours', time: 'calendar' },
      condition: is('case.type', type),
      actions: [note('Two hours on.')],
      ...changes,
    });
    return { type, rule };
  };
  test('[AU-10] ask their newest version, on the record as it is by then', async () => {
    const { type, rule } = await waiting();
    const [urgent, calm] = [await aCase({ type, priority: 'high' }), await aCase({ type, priority: 'low' })];
    await here().local.idle();
    const condition = { all: [is('case.type', type), is('case.priority', 'high')] };
    await changeRule(rule, { condition, actions: [note('By the new version.')] });
    await here().local.advance('PT3H');
    expect(await notesOn('cases', urgent.id)).toEqual(['By the new version.']);
    expect(await notesOn('cases', calm.id)).toEqual([]);
    expect((await runsOn(urgent.id)).find(({ ruleId }) => ruleId === rule.id)).toMatchObject({ ruleVersion: 2 });
  });

  test('[AU-10] run at once where the event comes when their time has passed', async () => {
    const { local } = here();
    const { type } = await waiting({ after: 'PT1S' });
    try {
      await local.faults({ delayMs: 60_000 });
      const { id } = await aCase({ type });
      await local.advance('PT5M');
      expect(await notesOn('cases', id)).toEqual(['Two hours on.']);
      const delays = (await local.executions()).filter(({ name }) => name.startsWith('delay-'));
      expect(delays).toEqual([]);
    } finally {
      await local.faults({});
    }
  });

  test('[AU-10] run at their instant also where they would not wait any more', async () => {
    const { type, rule } = await waiting();
    const { id } = await aCase({ type });
    await here().local.idle();
    await changeRule(rule, { after: undefined });
    await here().local.advance('PT1H');
    expect(await notesOn('cases', id)).toEqual([]);
    await here().local.advance('PT2H');
    expect(await notesOn('cases', id)).toEqual(['Two hours on.']);
  });

  test('[AU-10] are dropped where the rule is disabled, deleted, or waits for something else, and say so', async () => {
    for (const end of ['disabled', 'deleted', 'changed'] as const) {
      const { type, rule } = await waiting();
      const { id } = await aCase({ type });
      await here().local.idle();
      if (end === 'deleted') await removeRules();
      else await changeRule(rule, end === 'disabled' ? { enabled: false } : { trigger: { event: 'case-closed' } });
      await here().local.advance('PT3H');
      expect([end, await notesOn('cases', id)]).toEqual([end, []]);
      const run = (await runsOn(id)).find(({ ruleId }) => ruleId === rule.id);
      expect([end, run?.skipped]).toEqual([end, 'dropped']);
    }
  });

  test('[AU-10] count working time by a calendar, from the event', async () => {
    const { type } = await waiting({ after: { amount: 2, unit: 'hours', time: 'working', calendar: 'campus' } });
    const { local } = here();
    // A Friday at three in New York, where the campus closes at four: the second hour is Monday's.
    const now = new Date(await local.now());
    const friday = new Date(now.getTime() + ((5 - now.getUTCDay() + 7) % 7 || 7) * day);
    await local.advanceTo(`${friday.toISOString().slice(0, 10)}T20:00:00.000Z`);
    const { id } = await aCase({ type }, await signIn('amara', 'advisers'));
    const { createdAt } = await (await signIn('ada', 'admins')).get<{ createdAt: string }>(`/v1/cases/${id}`);
    await local.advance('P1D');
    expect(await notesOn('cases', id)).toEqual([]);
    await local.advance('P5D');
    const at = (await runsOn(id)).find(({ actions }) => actions.length > 0)?.at ?? '';
    expect(Date.parse(at) - Date.parse(createdAt)).toBeGreaterThan(2 * day);
    expect(new Date(at).getUTCDay()).not.toBe(6);
    expect(new Date(at).getUTCDay()).not.toBe(0);
  });

  test('[AU-9] [AU-10] routines wait too, by the version that the case keeps', async () => {
    const routine = (text: string) => ({
      key: 'later',
      trigger: { event: 'case-created' },
      after: 'PT2H',
      actions: [note(text)],
    });
    const type = await aCaseType({ routines: [routine('As it was.')] });
    const { id } = await aCase({ type });
    await here().local.idle();
    await put(`/v1/case-types/${type}`, await likeness(`/v1/case-types/${type}`, { routines: [routine('New.')] }));
    await here().local.advance('PT3H');
    expect(await notesOn('cases', id)).toEqual(['As it was.']);
  });

  test('[AU-10] are for alerts, and nothing comes of one whose record has gone', async () => {
    const type = await anAlertType();
    await aRule({
      for: 'alert',
      trigger: { event: 'alert-created' },
      after: 'PT2H',
      condition: is('alert.type', type),
      actions: [note('Two hours on.')],
    });
    const { id } = await anAlert({ type });
    const { type: caseType } = await waiting();
    const gone = await aCase({ type: caseType });
    await here().local.idle();
    const admin = await signIn('ada', 'admins');
    const headers = { 'if-match': '*' };
    expect((await admin.send('DELETE', `/v1/cases/${gone.id}`, { headers })).status).toBeLessThan(300);
    await here().local.advance('PT3H');
    expect(await notesOn('alerts', id)).toEqual(['Two hours on.']);
    expect((await historyOf('alerts', id)).map(({ type: name }) => name)).toContain('Note Added');
    expect(await here().local.deadLetters()).toEqual([]);
  });

  test('[AU-1] are refused where their delay cannot be counted, with a pointer', async () => {
    const send = (changes: object) =>
      act(here().as.admin, '/v1/rules', {
        title: 'R',
        for: 'case',
        trigger: { event: 'case-created' },
        actions: [note('x')],
        ...changes,
      });
    const working = { amount: 1, unit: 'days', time: 'working' };
    const rows: [object, string[]][] = [
      [{ after: 'P0D' }, ['/after']],
      [{ after: 'P11Y' }, ['/after']],
      [{ after: 'a week' }, ['/after']],
      [{ after: { amount: 4000, unit: 'days', time: 'calendar' } }, ['/after/amount']],
      [{ after: { amount: 0, unit: 'days', time: 'calendar' } }, ['/after/amount']],
      [{ after: working }, ['/after/calendar']],
      [{ after: { ...working, time: 'calendar', calendar: 'campus' } }, ['/after/calendar']],
      [{ after: 'P7D', trigger: { event: 'no-activity', for: 'P14D' } }, ['/after']],
    ];
    for (const [changes, pointers] of rows) expectRefused(await send(changes), 400, undefined, pointers);
    expectRefused(await send({ after: { ...working, calendar: 'nope' } }), 422, undefined, ['/after/calendar']);
  });
});
