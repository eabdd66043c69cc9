import { describe, expect, test } from 'vitest';
import { aCase, aCaseType, aContact, act, addresses, here, historyOf, mailsAbout, signIn } from './world.ts';

const hours = (amount: number) => ({ before: { amount, unit: 'hours', time: 'calendar' } });
const planned = { startsAt: '2026-12-03T15:00:00.000Z', endsAt: '2026-12-03T15:30:00.000Z' };

const concerned = async (changes: object = {}) => {
  const type = await aCaseType({ targets: [], ...changes });
  const contact = await aContact();
  return { contact, record: await aCase({ type, contactId: contact.id, assignee: { user: 'amara' } }) };
};
const reminded = async (id: string) =>
  (await historyOf('cases', id))
    .filter(({ type }) => type.endsWith('Reminder Due'))
    .map(({ type, occurredAt }) => `${type} ${occurredAt}`);
const remindersTo = async (record: { id: string }) =>
  (await mailsAbout(record)).filter((mail) => mail.includes('-reminder →'));
const meeting = async (id: string, more: object = {}) =>
  (
    await act<{ id: string }>(await signIn('amara', 'advisers'), `/v1/cases/${id}/appointments`, {
      title: 'A talk',
      ...planned,
      ...more,
    })
  ).body;

describe('[TA-9] an appointment', () => {
  test('[TA-9] reminds its hosts and the requester a day before, once', async () => {
    const { record, contact } = await concerned();
    await meeting(record.id);
    await here().local.advanceTo('2026-12-04T00:00:00.000Z');
    expect(await reminded(record.id)).toEqual(['Appointment Reminder Due 2026-12-02T15:00:00.000Z']);
    expect(await remindersTo(record)).toEqual(
      [`appointment-reminder → ${addresses.amara}`, `appointment-reminder → ${contact.email}`].sort(),
    );
  });

  test('[TA-9] reminds as often as its type says, and not of what would lie before it was made', async () => {
    const { record } = await concerned({ reminders: { appointment: [hours(2), hours(48), hours(24 * 300)] } });
    await meeting(record.id);
    await here().local.advanceTo('2026-12-04T00:00:00.000Z');
    expect(await reminded(record.id)).toEqual([
      'Appointment Reminder Due 2026-12-01T15:00:00.000Z',
      'Appointment Reminder Due 2026-12-03T13:00:00.000Z',
    ]);
  });

  test('[TA-9] reminds by its new time where it is moved, and not at all where it is cancelled or the type says so', async () => {
    const [moved, cancelled] = [await concerned(), await concerned()];
    const quiet = await concerned({ reminders: { appointment: [] } });
    const by = here().as.manager;
    const { id } = await meeting(moved.record.id);
    const later = { startsAt: '2026-12-05T15:00:00.000Z', endsAt: '2026-12-05T16:00:00.000Z' };
    const path = `/v1/cases/${moved.record.id}/appointments/${id}`;
    expect(await by.send('PATCH', path, { body: later, headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 200,
    });
    const gone = await meeting(cancelled.record.id);
    await act(by, `/v1/cases/${cancelled.record.id}/appointments/${gone.id}/cancel`);
    await meeting(quiet.record.id);
    await here().local.advanceTo('2026-12-07T00:00:00.000Z');
    expect(await reminded(moved.record.id)).toEqual(['Appointment Reminder Due 2026-12-04T15:00:00.000Z']);
    expect([await reminded(cancelled.record.id), await reminded(quiet.record.id)]).toEqual([[], []]);
  });
});

describe('[TA-9] a scheduled activity', () => {
  const call = async (id: string, more: object = {}) =>
    (
      await act<{ id: string }>(here().as.manager, `/v1/cases/${id}/activities`, {
        type: 'call',
        subject: 'Ring them',
        text: 'Ask about the suspicion',
        at: planned.startsAt,
        assignee: { user: 'ben' },
        ...more,
      })
    ).body;

  test('[TA-9] reminds who has it, and the requester only where they take part, without what is for staff', async () => {
    const { record, contact } = await concerned();
    await call(record.id);
    await call(record.id, { people: [contact.id] });
    await here().local.advanceTo('2026-12-04T00:00:00.000Z');
    expect(await remindersTo(record)).toEqual(
      [
        `activity-reminder → ${addresses.ben}`,
        `activity-reminder → ${addresses.ben}`,
        `activity-reminder → ${contact.email}`,
      ].sort(),
    );
    const [mail] = (await here().local.mails(contact.email)).filter(({ subject }) => subject.includes('Ring them'));
    expect(mail?.text).not.toContain('suspicion');
  });

  test('[TA-9] reminds of nothing once it is done, cancelled or moved away', async () => {
    const { record } = await concerned();
    const [done, cancelled, moved] = [await call(record.id), await call(record.id), await call(record.id)];
    const path = (of: { id: string }, action = '') => `/v1/cases/${record.id}/activities/${of.id}${action}`;
    await act(here().as.manager, path(done, '/complete'));
    await act(here().as.manager, path(cancelled, '/cancel'));
    await here().as.manager.send('PATCH', path(moved), { body: { at: null }, headers: { 'if-match': '"1"' } });
    await here().local.advanceTo('2026-12-04T00:00:00.000Z');
    expect(await reminded(record.id)).toEqual([]);
  });

  test('[TA-9] of a timeline reminds from the beginning, and by the dates that it is moved to', async () => {
    const step = (key: string, amount: number, reference = 'start') => ({
      key,
      activity: 'call',
      reference,
      offset: { amount, unit: 'days', time: 'calendar' },
      assignee: 'case-assignee',
    });
    const { record } = await concerned({
      timelines: [{ key: 'plan', name: 'Plan', generate: {}, steps: [step('first', 5), step('second', 3, 'first')] }],
    });
    await here().local.idle();
    const { items } = await here().as.manager.get<{ items: { id: string; at: string }[] }>(
      `/v1/cases/${record.id}/activities`,
    );
    const dayBefore = (at: string | undefined) => new Date(Date.parse(at ?? '') - 86_400_000).toISOString();
    expect(items).toHaveLength(2);
    await here().local.advance('P30D');
    expect(await reminded(record.id)).toEqual(items.map(({ at }) => `Activity Reminder Due ${dayBefore(at)}`).sort());
  });

  test('[TA-9] reminds once, also where every event and wake-up comes twice, late and with losses', async () => {
    await here().local.faults({ duplicate: 0.5, reorder: true, fail: [{ function: 'wake', rate: 0.3 }], seed: 11 });
    const { record } = await concerned();
    await call(record.id);
    await meeting(record.id);
    await here().local.advanceTo('2026-12-04T00:00:00.000Z');
    await here().local.faults({});
    await here().local.advance('PT1H');
    expect((await reminded(record.id)).map((one) => one.slice(0, 8)).sort()).toEqual(['Activity', 'Appointm']);
    expect(await remindersTo(record)).toHaveLength(3);
  });
});
