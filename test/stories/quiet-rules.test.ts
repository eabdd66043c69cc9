import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
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

const hour = 60 * 60 * 1000;
const hoursAfter = (instant: string, hours: number) => new Date(Date.parse(instant) + hours * hour).toISOString();
const manager = () => signIn('amara', 'advisers');
const notesBy = async (kind: string, id: string) =>
  (await notesOn(kind, id)).filter((text) => text.startsWith('Quiet'));
const onQuiet = (type: string, more: object = {}) =>
  aRule({
    for: 'case',
    trigger: { event: 'no-activity', for: 'PT14H' },
    condition: is('case.type', type),
    actions: [note('Quiet for long.')],
    ...more,
  });
const talk = async (id: string) => act(await manager(), `/v1/cases/${id}/notes`, { text: 'Called.' });

// Targets of these would be activity of their own.
const aQuietType = () => aCaseType({ targets: [] });

describe('[AU-2] no activity for a time', () => {
  afterEach(removeRules);

  test('[AU-2] runs to the second, once a quiet stretch, and what it did begins none', async () => {
    const { local } = here();
    const type = await aQuietType();
    await onQuiet(type);
    const record = await aCase({ type });
    await local.advance('PT10H');
    await talk(record.id);
    const { updatedAt } = await (await manager()).get<{ updatedAt: string }>(`/v1/cases/${record.id}`);
    await local.advanceTo(hoursAfter(updatedAt, 14 - 1 / 3600));
    expect(await notesBy('cases', record.id)).toEqual([]);
    await local.advanceTo(hoursAfter(updatedAt, 14));
    expect(await notesBy('cases', record.id)).toHaveLength(1);
    await local.advance('PT60H');
    expect(await notesBy('cases', record.id)).toHaveLength(1);
    await talk(record.id);
    await local.advance('PT13H');
    expect(await notesBy('cases', record.id)).toHaveLength(1);
    await local.advance('PT1H1M');
    expect(await notesBy('cases', record.id)).toHaveLength(2);
  });

  test('[AU-2] a rule made later is for records that are quiet already, and for those that become it', async () => {
    const { local } = here();
    const type = await aQuietType();
    const quiet = await aCase({ type });
    await local.advance('PT20H');
    const busy = await aCase({ type }, await manager());
    await onQuiet(type);
    await local.advance('PT1M');
    expect(await notesBy('cases', quiet.id)).toHaveLength(1);
    expect(await notesBy('cases', busy.id)).toEqual([]);
    await local.advance('PT15H');
    expect(await notesBy('cases', busy.id)).toHaveLength(1);
    expect(await notesBy('cases', quiet.id)).toHaveLength(1);
  });

  test('[AU-2] may be longer than what executions wait for', async () => {
    const type = await aQuietType();
    await onQuiet(type, { trigger: { event: 'no-activity', for: 'P9D' } });
    const { id } = await aCase({ type });
    await here().local.advance('P9DT1M');
    expect(await notesBy('cases', id)).toHaveLength(1);
  });

  test('[AU-2] is for open records: not while closed, and again when taken up', async () => {
    const { local } = here();
    const type = await aQuietType();
    await onQuiet(type);
    const { id } = await aCase({ type });
    await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
    await local.advance('PT30H');
    expect(await notesBy('cases', id)).toEqual([]);
    expect((await act(await manager(), `/v1/cases/${id}/reopen`, { note: 'Again' })).status).toBe(200);
    await local.advance('PT13H');
    expect(await notesBy('cases', id)).toEqual([]);
    await local.advance('PT2H');
    expect(await notesBy('cases', id)).toHaveLength(1);
  });

  test('[AU-2] rules of one instant all run, in their order; what others do later is activity', async () => {
    const { local } = here();
    const type = await aQuietType();
    await onQuiet(type, { order: 1, actions: [note('Quiet: first.')] });
    await onQuiet(type, { order: 2, actions: [note('Quiet: second.')] });
    await onQuiet(type, { trigger: { event: 'no-activity', for: 'PT21H' }, actions: [note('Quiet: longer.')] });
    const { id } = await aCase({ type });
    await local.advance('PT14H1M');
    expect((await notesBy('cases', id)).sort()).toEqual(['Quiet: first.', 'Quiet: second.']);
    await local.advance('PT8H');
    expect(await notesBy('cases', id)).toHaveLength(2);
    await local.advance('PT14H');
    expect((await notesBy('cases', id)).filter((text) => text.includes('longer'))).toHaveLength(1);
  });

  test('[AU-2] counts for alerts, and for contacts by what happens to their alerts, cases and signals', async () => {
    const { local } = here();
    const [type, label] = [await anAlertType({ due: undefined }), unique('quiet-')];
    await aRule({
      for: 'alert',
      trigger: { event: 'no-activity', for: 'PT5H' },
      condition: is('alert.type', type),
      actions: [note('Quiet alert.')],
    });
    await aRule({
      for: 'contact',
      trigger: { event: 'no-activity', for: 'PT10H' },
      condition: { field: 'contact.labels', op: 'contains', value: label },
      actions: [{ do: 'create-case', case: { type: 'academic-concern', subject: 'Quiet contact' } }],
    });
    const contact = await aContact({ labels: [label] });
    await local.advance('PT8H');
    const alert = await anAlert({ type, contactId: contact.id }, await manager());
    await local.advance('PT6H');
    expect(await notesBy('alerts', alert.id)).toEqual(['Quiet alert.']);
    const cases = async () => {
      const admin = await signIn('ada', 'admins');
      return (await admin.get<{ items: { subject: string }[] }>(`/v1/contacts/${contact.id}/cases`)).items.length;
    };
    // The note of the other rule was activity, five hours after the alert.
    await local.advance('PT8H');
    expect(await cases()).toBe(0);
    await local.advance('PT2H');
    expect(await cases()).toBe(1);
  });

  test.each([7, 8, 9])('[AU-2] runs once a stretch whatever is killed or comes twice (storm %d)', async (seed) => {
    const { local } = here();
    const type = await aQuietType();
    try {
      const failing = ['automation', 'wake', 'sweep', 'publish'].map((name) => ({ function: name, rate: 0.25 }));
      const services = [{ service: 'stepfunctions' as const, rate: 0.2 }];
      await local.faults({ duplicate: 0.5, reorder: true, fail: [...failing, ...services], seed });
      await onQuiet(type, { order: 1, actions: [note('Quiet: first.')] });
      await onQuiet(type, { order: 2, actions: [note('Quiet: second.')] });
      const { id } = await aCase({ type });
      await local.advance('PT6H');
      await talk(id);
      await local.advance('PT13H');
      expect(await notesBy('cases', id)).toEqual([]);
      await local.advance('PT2H');
      await local.faults({});
      await local.advance('PT20H');
      expect((await notesBy('cases', id)).sort()).toEqual(['Quiet: first.', 'Quiet: second.']);
    } finally {
      await local.faults({});
    }
  });

  test('[AU-9] [AU-2] a routine waits for its own cases', async () => {
    const routines = [{ key: 'q', trigger: { event: 'no-activity', for: 'PT3H' }, actions: [note('Quiet routine.')] }];
    const type = await aCaseType({ targets: [], routines });
    const { id } = await aCase({ type });
    await here().local.advance('PT3H1M');
    expect(await notesBy('cases', id)).toEqual(['Quiet routine.']);
    const [run] = (await runsOn(id)).filter(({ matched }) => matched);
    expect(run?.ruleId).toBe(`${type}/q`);
  });

  test('[AU-1] is refused where its length is none, with a pointer', async () => {
    const send = (length: unknown) =>
      act(here().as.admin, '/v1/rules', {
        title: 'R',
        for: 'case',
        trigger: { event: 'no-activity', for: length },
        actions: [note('x')],
      });
    for (const length of ['PT0S', 'P11Y', 'two weeks', undefined])
      expectRefused(await send(length), 400, undefined, ['/trigger/for']);
    expectRefused(await send({ amount: 1, unit: 'days', time: 'working' }), 400, undefined, ['/trigger/for/calendar']);
  });
});
