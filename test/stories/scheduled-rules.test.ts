import { afterEach, describe, expect, test } from 'vitest';
import { nextOccasion } from '#shared/core/calendars/occasions.ts';
import { aRule, changeRule, is, note, notesOn, removeRules } from './rule-making.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  anAlert,
  anAlertType,
  expectRefused,
  here,
  runsOn,
  signIn,
  unique,
} from './world.ts';

const minute = 60_000;
const iso = (instant: number) => new Date(instant).toISOString();
const now = async () => Date.parse(await here().local.now());
/** An hour of the clock of a zone that comes in a while, and its instant. */
const soon = async (timeZone = 'America/New_York', more: object = {}) => {
  const trigger = { event: 'schedule', at: '07:00', timeZone, ...more };
  const instant = nextOccasion(trigger as never, (await now()) + 5 * minute);
  if (instant === undefined) throw new Error('it comes');
  return { trigger, instant };
};

describe('[AU-10] rules on a schedule', () => {
  afterEach(removeRules);

  test('[AU-3] [AU-10] ask what the contact of each record has at that instant', async () => {
    const type = await aCaseType();
    const { trigger, instant } = await soon('UTC');
    await aRule({
      for: 'case',
      trigger: { ...trigger, over: is('case.type', type) },
      condition: { some: 'alerts', where: is('alert.priority', 'critical') },
      actions: [note('In need.')],
    });
    const [one, other] = [await aContact(), await aContact()];
    const [wanted, calm] = [await aCase({ type, contactId: one.id }), await aCase({ type, contactId: other.id })];
    await anAlert({ contactId: one.id, priority: 'critical' });
    await anAlert({ contactId: other.id, priority: 'low' });
    await here().local.advanceTo(iso(instant + minute));
    expect(await notesOn('cases', wanted.id)).toEqual(['In need.']);
    expect(await notesOn('cases', calm.id)).toEqual([]);
  });

  test('[AU-10] run once on each open record that they are over, never early, within a minute', async () => {
    const { local } = here();
    const [type, other] = [await aCaseType(), await aCaseType()];
    const { trigger, instant } = await soon();
    await aRule({
      for: 'case',
      trigger: { ...trigger, over: is('case.type', type) },
      condition: is('case.priority', 'high'),
      actions: [note('Good morning.')],
    });
    const [one, two] = [await aCase({ type, priority: 'high' }), await aCase({ type, priority: 'high' })];
    const [calm, foreign] = [await aCase({ type, priority: 'low' }), await aCase({ type: other, priority: 'high' })];
    const closed = await aCase({ type, priority: 'high' });
    await act(here().as.manager, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    await local.advanceTo(iso(instant - 1000));
    expect(await notesOn('cases', one.id)).toEqual([]);
    await local.advanceTo(iso(instant + minute));
    for (const { id } of [one, two]) {
      expect(await notesOn('cases', id)).toEqual(['Good morning.']);
      const [run] = (await runsOn(id)).filter(({ matched }) => matched);
      expect(Date.parse(run?.at ?? '') - instant).toBeGreaterThanOrEqual(0);
      expect(Date.parse(run?.at ?? '') - instant).toBeLessThan(minute);
    }
    for (const { id } of [calm, foreign, closed]) {
      expect(await notesOn('cases', id)).toEqual([]);
      expect((await runsOn(id)).filter(({ at }) => at >= iso(instant))).toEqual([]);
    }
    await local.advanceTo(iso(instant + 24 * 60 * minute + minute));
    expect(await notesOn('cases', one.id)).toEqual(['Good morning.', 'Good morning.']);
  });

  test('[AU-10] are for alerts and for contacts too, on days of the week', async () => {
    const type = await anAlertType();
    const label = unique('morning-');
    const day = new Date((await now()) + 2 * 24 * 60 * minute)
      .toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
      .toLowerCase();
    const { trigger, instant } = await soon('UTC', { on: [day] });
    await aRule({ for: 'alert', trigger: { ...trigger, over: is('alert.type', type) }, actions: [note('Look.')] });
    await aRule({
      for: 'contact',
      trigger: { ...trigger, over: { field: 'contact.labels', op: 'contains', value: label } },
      actions: [{ do: 'create-case', case: { type: 'academic-concern', subject: 'A morning call' } }],
    });
    const alert = await anAlert({ type });
    const contact = await aContact({ labels: [label] });
    await here().local.advanceTo(iso(instant - 1000));
    expect(await notesOn('alerts', alert.id)).toEqual([]);
    await here().local.advanceTo(iso(instant + minute));
    expect(await notesOn('alerts', alert.id)).toEqual(['Look.']);
    const admin = await signIn('ada', 'admins');
    const cases = await admin.get<{ items: { subject: string }[] }>(`/v1/contacts/${contact.id}/cases`);
    expect(cases.items.map(({ subject }) => subject)).toEqual(['A morning call']);
  });

  test('[AU-10] follow the rule: changed it has other instants, disabled or deleted none', async () => {
    const { local } = here();
    const type = await aCaseType();
    const { trigger, instant } = await soon('UTC');
    const over = is('case.type', type);
    const scheduled = () => aRule({ for: 'case', trigger: { ...trigger, over }, actions: [note('Now.')] });
    const [later, off] = [await scheduled(), await scheduled()];
    await scheduled();
    const { id } = await aCase({ type });
    await local.idle();
    await changeRule(later, { trigger: { ...trigger, at: '07:30', over }, actions: [note('Later.')] });
    await changeRule(off, { enabled: false });
    await local.advanceTo(iso(instant + minute));
    expect(await notesOn('cases', id)).toEqual(['Now.']);
    await local.advanceTo(iso(instant + 31 * minute));
    expect((await notesOn('cases', id)).sort()).toEqual(['Later.', 'Now.']);
    await removeRules();
    await local.advance('P2D');
    expect(await notesOn('cases', id)).toHaveLength(2);
  });

  test('[AU-10] make one of the occasions that passed while nothing ran: the last, late', async () => {
    const { local } = here();
    const type = await aCaseType();
    const { trigger, instant } = await soon('UTC');
    await aRule({ for: 'case', trigger: { ...trigger, over: is('case.type', type) }, actions: [note('Late.')] });
    const { id } = await aCase({ type });
    await local.idle();
    try {
      await local.faults({ fail: [{ service: 'dynamodb', rate: 1 }] });
      await local.advanceTo(iso(instant + (2 * 24 + 3) * 60 * minute));
    } finally {
      await local.faults({});
    }
    await local.advance('PT10M');
    expect(await notesOn('cases', id)).toEqual(['Late.']);
    const runs = (await runsOn(id)).filter(({ matched }) => matched);
    expect(runs).toHaveLength(1);
    await local.advance('P1D');
    expect(await notesOn('cases', id)).toHaveLength(2);
  });

  test.each([4, 5, 6])('[AU-10] run once a record whatever is killed, many of them too (storm %d)', async (seed) => {
    const { local } = here();
    const type = await aCaseType();
    const { trigger, instant } = await soon('UTC');
    await aRule({ for: 'case', trigger: { ...trigger, over: is('case.type', type) }, actions: [note('Once.')] });
    const made = await Promise.all(Array.from({ length: 30 }, () => aCase({ type })));
    await local.idle();
    try {
      const failing = ['automation', 'wake', 'sweep', 'publish'].map((name) => ({ function: name, rate: 0.3 }));
      const services = [{ service: 'stepfunctions' as const, rate: 0.2 }];
      await local.faults({ duplicate: 0.5, reorder: true, fail: [...failing, ...services], seed });
      await local.advanceTo(iso(instant + 30 * minute));
    } finally {
      await local.faults({});
    }
    await local.advance('PT1H');
    for (const { id } of made) expect(await notesOn('cases', id)).toEqual(['Once.']);
  });

  test('[AU-1] are refused where their time is none, with a pointer', async () => {
    const trigger = { event: 'schedule', at: '07:00', timeZone: 'UTC', over: { field: 'case.type', op: 'exists' } };
    const send = (changes: object, more: object = {}) =>
      act(here().as.admin, '/v1/rules', {
        title: 'R',
        for: 'case',
        trigger: { ...trigger, ...changes },
        actions: [note('x')],
        ...more,
      });
    const rows: [object, string[]][] = [
      [{ at: '24:00' }, ['/trigger/at']],
      [{ at: '7:00' }, ['/trigger/at']],
      [{ timeZone: 'Mars/Olympus' }, ['/trigger/timeZone']],
      [{ timeZone: '+02:00' }, ['/trigger/timeZone']],
      [{ on: ['monday', 1] }, ['/trigger/on']],
      [{ on: [] }, ['/trigger/on']],
      [{ on: [32] }, ['/trigger/on/0']],
      [{ on: ['someday'] }, ['/trigger/on/0']],
      [{ over: undefined }, ['/trigger/over']],
      [{ over: is('case.nonsense', 1) }, ['/trigger/over/field']],
      [{ every: 'day' }, ['/trigger/every']],
    ];
    for (const [changes, pointers] of rows) expectRefused(await send(changes), 400, undefined, pointers);
    expectRefused(await send({ over: { now: 'working', calendar: 'nope' } }), 422, undefined, [
      '/trigger/over/calendar',
    ]);
  });
});
