import { afterEach, describe, expect, test } from 'vitest';
import { nextOccasion } from '#shared/core/calendars/occasions.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import {
  aDraft,
  admin,
  aWorkflow,
  byHand,
  enrolments,
  impactOf,
  label,
  labelsOf,
  logOf,
  now,
  publish,
  theOne,
  wait,
} from './workflow-making.ts';
import { aCase, aCaseType, aContact, act, anAlert, expectRefused, here, runsOn, signIn, unique } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const later = (instant: string, by: number) => iso(epoch(instant) + by);
const labelled = (name: string) => ({ field: 'contact.labels', op: 'contains' as const, value: name });
/** A quarter past an hour of the clock that comes in a while, and its instant. */
const soon = async (more: object = {}) => {
  const trigger = { event: 'schedule', at: '07:15', timeZone: 'UTC', ...more };
  const instant = nextOccasion(trigger as never, epoch(await now()) + 5 * minute);
  if (instant === undefined) throw new Error('it comes');
  return { trigger, instant: iso(instant) };
};
const quiet = (length: unknown) => ({ event: 'no-activity', for: length });
const contactOf = async (id: string) => (await admin()).get<{ updatedAt: string }>(`/v1/contacts/${id}`);

describe('[WF-1] a workflow on a schedule', () => {
  test('[WF-1] enrols each contact that it is over at its instant, once, or again on each occasion', async () => {
    const { local } = here();
    const group = unique('first-years-');
    const { trigger, instant } = await soon();
    const on = { trigger: { ...trigger, over: labelled(group) }, steps: [label('greeted')] };
    const [once, always] = [await aWorkflow(on), await aWorkflow({ ...on, repeat: 'always' })];
    const [one, other, foreign] = [
      await aContact({ labels: [group] }),
      await aContact({ labels: [group] }),
      await aContact(),
    ];
    await local.advanceTo(later(instant, -1000));
    expect(await enrolments(once.id)).toEqual([]);
    await local.advanceTo(later(instant, minute));
    const found = await enrolments(once.id);
    expect(found.map(({ contactId }) => contactId).sort()).toEqual([one.id, other.id].sort());
    for (const { enrolledAt, enrolledBy, context } of found) {
      expect(epoch(enrolledAt) - epoch(instant)).toBeGreaterThanOrEqual(0);
      expect(epoch(enrolledAt) - epoch(instant)).toBeLessThan(minute);
      expect([enrolledBy, context]).toEqual([{ kind: 'workflow', id: once.id }, undefined]);
    }
    expect(await labelsOf(foreign.id)).toEqual([]);
    await local.advanceTo(later(instant, 24 * hour + minute));
    expect([(await enrolments(once.id)).length, (await enrolments(always.id)).length]).toEqual([2, 4]);
    // Whom it enrolled once leaves no run a day.
    const runs = (await runsOn(one.id)).filter(({ ruleId }) => ruleId === `workflow:${once.id}`);
    expect(runs).toMatchObject([{ matched: true, actions: [{ do: 'enroll', done: true }] }]);
  });

  test('[WF-1] is over cases where it says so: their contacts are enrolled about each, with its condition', async () => {
    const type = await aCaseType();
    const { trigger, instant } = await soon();
    const { id } = await aWorkflow({
      for: 'case',
      trigger: { ...trigger, over: is('case.type', type) },
      condition: is('case.priority', 'high'),
      steps: [
        {
          do: 'branch',
          if: is('event.detail.after.occasion', instant),
          then: [{ do: 'create-task', task: { title: 'Ring them' } }],
        },
      ],
    });
    const contact = await aContact();
    const [one, two] = [
      await aCase({ type, contactId: contact.id, priority: 'high' }),
      await aCase({ type, contactId: contact.id, priority: 'high' }),
    ];
    await aCase({ type, contactId: contact.id, priority: 'low' });
    const nobodys = await aCase({ type, priority: 'high' });
    await here().local.advanceTo(later(instant, minute));
    const found = await enrolments(id);
    expect(found.map(({ context }) => context?.caseId).sort()).toEqual([one.id, two.id].sort());
    expect(found.map(logOf)).toEqual([
      ['/0 branch then', '/0/then/0 create-task done'],
      ['/0 branch then', '/0/then/0 create-task done'],
    ]);
    expect(await runsOn(nobodys.id)).toEqual([]);
    const chain = (await (await admin()).get<{ chain: object[] }>(`/v1/cases/${one.id}/why?field=openTasks`)).chain;
    expect(chain).toMatchObject([
      { kind: 'event', detail: { type: 'Task Created' } },
      { kind: 'workflow', id },
      { kind: 'clock', id: 'workflow', detail: { version: 1, runId: expect.any(String) } },
    ]);
  });

  test('[WF-4] has the occasions of what is published, from then on, and none once it is disabled or gone', async () => {
    const { local } = here();
    const group = unique('second-years-');
    const { trigger, instant } = await soon();
    const body = (at: string, more: object = {}) => ({
      repeat: 'always',
      trigger: { ...trigger, at, over: labelled(group) },
      steps: [label('greeted')],
      ...more,
    });
    const { id } = await aDraft(body('07:15'));
    await aContact({ labels: [group] });
    await local.advanceTo(later(instant, minute));
    expect(await enrolments(id)).toEqual([]);
    await publish(id);
    await aDraft(body('07:45'), id);
    await local.advanceTo(later(instant, 24 * hour + minute));
    expect(await enrolments(id)).toHaveLength(1);
    await publish(id);
    await local.advanceTo(later(instant, 24 * hour + 31 * minute));
    expect(await enrolments(id)).toHaveLength(2);
    await aDraft(body('07:45', { enabled: false }), id);
    await publish(id);
    await local.advance('P1D');
    expect(await enrolments(id)).toHaveLength(2);
    await aDraft(body('07:45'), id);
    await publish(id);
    const removed = await (await admin()).send('DELETE', `/v1/workflows/${id}`, { headers: { 'if-match': '*' } });
    expect(removed.status).toBe(204);
    await local.advance('P2D');
    const started = (await local.busEvents()).filter((event) => event['detail-type'] === 'Workflow Started');
    expect(started).toHaveLength(2);
  });

  test('[AU-16] stops where it runs wild, once, and goes on with the next occasion', async () => {
    const group = unique('many-');
    const { trigger, instant } = await soon();
    const { id } = await aWorkflow({
      repeat: 'always',
      trigger: { ...trigger, over: labelled(group) },
      limits: { perHour: 2 },
      steps: [label('in')],
    });
    for (let one = 0; one < 4; one++) await aContact({ labels: [group] });
    await here().local.advanceTo(later(instant, minute));
    expect(await enrolments(id)).toHaveLength(2);
    const stopped = (await here().local.busEvents()).filter((event) => event['detail-type'] === 'Rule Stopped');
    expect(stopped.map(({ detail }) => detail)).toMatchObject([
      { subject: { id: `workflows/${id}` }, after: { ruleId: `workflow:${id}`, reason: 'limit' } },
    ]);
    await here().local.advance('P1D');
    expect(await enrolments(id)).toHaveLength(4);
  });
});

describe('[WF-1] a workflow on what is quiet', () => {
  afterEach(removeRules);

  test('[WF-1] enrols to the second, once a quiet stretch, and what it does itself ends none', async () => {
    const { local } = here();
    const group = unique('away-');
    const { id } = await aWorkflow({
      repeat: 'always',
      trigger: quiet('PT10H'),
      condition: labelled(group),
      steps: [label('written-to'), wait({ for: 'PT1H' }), label('reminded')],
    });
    const contact = await aContact({ labels: [group] });
    const { updatedAt } = await contactOf(contact.id);
    await local.advanceTo(later(updatedAt, 10 * hour - 1000)); // each question takes a little time
    expect(await enrolments(id)).toEqual([]);
    await local.advanceTo(later(updatedAt, 10 * hour));
    expect(await theOne(id)).toMatchObject({ contactId: contact.id, enrolledAt: later(updatedAt, 10 * hour) });
    await local.advance('PT50H');
    expect(await enrolments(id)).toHaveLength(1);
    await anAlert({ contactId: contact.id }, await signIn('amara', 'advisers'));
    await local.advance('PT9H');
    expect(await enrolments(id)).toHaveLength(1);
    await local.advance('PT1H1M');
    expect(await enrolments(id)).toHaveLength(2);
  });

  test('[WF-1] counts a signal that came before what it did itself', async () => {
    const { local } = here();
    const group = unique('away-');
    const mapping = await aMappingOfGrades();
    const { id } = await aWorkflow({
      repeat: 'always',
      trigger: quiet('PT10H'),
      condition: labelled(group),
      steps: [wait({ for: 'PT3H' })],
    });
    const contact = await aContact({ labels: [group] });
    await local.advance('PT11H');
    expect(await enrolments(id)).toHaveLength(1);
    // The signal lies between the beginning of the enrolment and its end.
    await local.putEvents([
      { Source: 'lms', DetailType: mapping, Detail: JSON.stringify({ contactId: contact.id, value: '90' }) },
    ]);
    await local.advance('PT9H');
    expect(await enrolments(id)).toHaveLength(1);
    await local.advance('PT1H1M');
    expect(await enrolments(id)).toHaveLength(2);
  });

  test('[WF-1] enrols the contact of a quiet case about that case, once for each', async () => {
    const { local } = here();
    const type = await aCaseType({ targets: [] });
    const { id } = await aWorkflow({
      for: 'case',
      trigger: quiet({ amount: 6, unit: 'hours', time: 'calendar' }),
      condition: is('case.type', type),
      steps: [{ do: 'create-task', task: { title: 'Ring them' } }],
    });
    const contact = await aContact();
    const one = await aCase({ type, contactId: contact.id });
    await local.advance('PT3H');
    const two = await aCase({ type, contactId: contact.id });
    await local.advance('PT4H');
    expect((await enrolments(id)).map(({ context }) => context)).toEqual([{ caseId: one.id }]);
    await local.advance('P3D');
    expect((await enrolments(id)).map(({ context }) => context)).toEqual([{ caseId: two.id }, { caseId: one.id }]);
  });

  test('[WF-1] published later it is for who is quiet already, and another length counts from then on', async () => {
    const { local } = here();
    const group = unique('away-');
    const body = (length: string) => ({
      trigger: quiet(length),
      condition: labelled(group),
      steps: [label('written-to')],
    });
    const contact = await aContact({ labels: [group] });
    await local.advance('PT20H');
    const { id } = await aDraft(body('P2D'));
    expect((await impactOf(id)).impact).toMatchObject({ empty: true, matchesNow: 1 });
    await publish(id);
    await local.advance('PT1M');
    expect(await enrolments(id)).toEqual([]);
    await aDraft(body('PT10H'), id);
    await publish(id);
    await local.advance('PT1M');
    expect((await theOne(id)).contactId).toBe(contact.id);
  });

  test('[WF-1] [AU-9] has its turn behind rules and routines, and no rule that is the last keeps those from theirs', async () => {
    const routines = [{ key: 'q', trigger: quiet('PT3H'), actions: [note('A routine.')] }];
    const type = await aCaseType({ targets: [], routines });
    const rule = { for: 'case', trigger: quiet('PT3H'), condition: is('case.type', type) };
    await aRule({ ...rule, order: 1, stopOnMatch: true, actions: [note('A rule.')] });
    await aRule({ ...rule, order: 2, actions: [note('Another rule.')] });
    const { id } = await aWorkflow({ for: 'case', trigger: quiet('PT3H'), steps: [label('in')] });
    const record = await aCase({ type, contactId: (await aContact()).id });
    await here().local.advance('PT3H1M');
    expect((await notesOn('cases', record.id)).sort()).toEqual(['A routine.', 'A rule.']);
    expect((await theOne(id)).context).toEqual({ caseId: record.id });
  });

  test.each([3, 4, 5])('[WF-1] enrols once whatever is killed, comes twice or late (storm %d)', async (seed) => {
    const { local } = here();
    // What one enrols is activity for the other.
    const groups = [unique('storm-'), unique('storm-')];
    const [busy, calm] = groups;
    const { trigger, instant } = await soon();
    const failing = ['automation', 'wake', 'sweep', 'publish'].map((name) => ({ function: name, rate: 0.25 }));
    const services = [{ service: 'stepfunctions' as const, rate: 0.2 }];
    try {
      await local.faults({ duplicate: 0.5, reorder: true, fail: [...failing, ...services], seed });
      const on = { repeat: 'always', steps: [label('in')] };
      const workflows = [
        await aWorkflow({ ...on, trigger: { ...trigger, over: labelled(String(busy)) } }),
        await aWorkflow({ ...on, trigger: quiet('PT5H'), condition: labelled(String(calm)) }),
      ];
      const members = await Promise.all(
        groups.map((group) => Promise.all(Array.from({ length: 8 }, () => aContact({ labels: [group] })))),
      );
      await local.advanceTo(later(instant, 30 * minute));
      await local.faults({});
      await local.advance('PT6H');
      for (const [index, { id }] of workflows.entries())
        expect((await enrolments(id)).map(({ contactId }) => contactId).sort()).toEqual(
          members[index]?.map((one) => one.id).sort(),
        );
    } finally {
      await local.faults({});
    }
  });
});

describe('[WF-4] a workflow that time begins', () => {
  test('[WF-4] is simulated with what it is over, and what it finds of its beginning', async () => {
    const group = unique('tried-');
    const contact = await aContact({ labels: [group] });
    const workflow = {
      title: 'Tried',
      trigger: { event: 'schedule', at: '07:00', timeZone: 'UTC', over: labelled(group) },
      condition: { field: 'contact.email', op: 'exists' },
      steps: [{ do: 'branch', if: is('event.detailType', 'Occasion'), then: [label('a')], else: [label('b')] }],
    };
    const simulate = async (body: object) =>
      (await admin()).post<{ steps: { path: string }[]; condition?: { held: boolean } }>(
        '/v1/workflows/simulate',
        body,
      );
    const tried = await simulate({ workflow, contactId: contact.id });
    expect(tried.condition?.held).toBe(true);
    expect(tried.steps.map(({ path }) => path)).toEqual(['/0', '/0/then/0']);
    const other = await simulate({ workflow, contactId: (await aContact()).id });
    expect(other.condition?.held).toBe(false);
  });

  test('[WF-1] [SE-1] is refused with a pointer where its time or its conditions are none', async () => {
    const send = (body: object) =>
      act(here().as.admin, '/v1/workflows', { title: 'W', trigger: byHand, steps: [label('x')], ...body });
    const over = labelled('x');
    const daily = { event: 'schedule', at: '07:00', timeZone: 'UTC', over };
    const rows: [object, string[]][] = [
      [{ trigger: { ...daily, at: '24:00' } }, ['/trigger/at']],
      [{ trigger: { ...daily, timeZone: 'Mars/Olympus' } }, ['/trigger/timeZone']],
      [{ trigger: { ...daily, on: ['monday', 1] } }, ['/trigger/on']],
      [{ trigger: { ...daily, over: undefined } }, ['/trigger/over']],
      [{ trigger: { ...daily, over: is('contact.nonsense', 1) } }, ['/trigger/over/field']],
      [{ trigger: quiet('PT0S') }, ['/trigger/for']],
      [{ trigger: quiet({ amount: 1, unit: 'days', time: 'working' }) }, ['/trigger/for/calendar']],
      [{ for: 'case' }, ['/for']],
      [{ trigger: daily, for: 'task' }, ['/for']],
      [{ steps: [wait({ event: 'no-activity' })] }, ['/steps/0/event']],
    ];
    for (const [body, pointers] of rows) expectRefused(await send(body), 400, undefined, pointers);
    const none = { field: 'contact.segments', op: 'contains', value: 'no-such' };
    const missing: [object, string][] = [
      [{ trigger: { ...daily, over: none } }, '/trigger/over/value'],
      [{ trigger: quiet({ amount: 1, unit: 'days', time: 'working', calendar: 'none' }) }, '/trigger/for/calendar'],
      [{ condition: none }, '/condition/value'],
      [{ exit: none }, '/exit/value'],
      [{ steps: [{ do: 'branch', if: none, then: [label('x')] }] }, '/steps/0/if/value'],
    ];
    for (const [body, pointer] of missing) expectRefused(await send(body), 422, undefined, [pointer]);
  });

  test('[SE-6] keeps a segment that its conditions name from being deleted', async () => {
    const segment = await aSegment(labelled('x'));
    const named = { field: 'contact.segments', op: 'contains', value: segment };
    const { id } = await aWorkflow({ exit: named, steps: [label('x')] });
    const remove = async () =>
      (await admin()).send('DELETE', `/v1/segments/${segment}`, { headers: { 'if-match': '*' } });
    expectRefused(await remove(), 409, 'in-use');
    expect(id).toBeDefined();
  });
});
