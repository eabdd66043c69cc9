import { beforeEach, describe, expect, test } from 'vitest';
import {
  aTypeWithTarget,
  breach,
  clockEvents,
  clockMails,
  days,
  elapsed,
  hours,
  manager,
  nextMonday,
  plus,
  raise,
  reminders,
  theCase,
  travelTo,
  working,
} from './weeks.ts';
import { aContact, act, addresses, advisers, expectRefused, here } from './world.ts';

// Time goes on while a story looks around, so it looks a minute before.
const aMinute = 60_000;

const to = (notification: string, ...people: string[]) => people.map((address) => `${notification} → ${address}`);

describe('a target in time', () => {
  beforeEach(nextMonday);

  test('[SLA-4] [SLA-5] [SLA-10] each reminder comes at its instant, then the breach; each once, never early', async () => {
    const record = await raise(await aTypeWithTarget(), { assignee: { user: 'ben' } });
    const dueAt = String(record.dueAt);
    expect(dueAt).toBe(plus(record.createdAt, days(2)));
    // An hour of work before Wednesday 09:00 is Tuesday 16:00.
    const [first, second] = [plus(dueAt, -days(1)), plus(dueAt, -hours(17))];
    await travelTo(plus(first, -aMinute));
    expect(await clockEvents(record.id)).toEqual([]);
    await travelTo(plus(first, 1));
    expect(await clockEvents(record.id)).toEqual(reminders(first));
    expect((await theCase(record.id)).clocks[0]).toMatchObject({ state: 'running', nextReminderAt: second });
    await travelTo(plus(dueAt, -aMinute));
    expect(await clockEvents(record.id)).toEqual(reminders(first, second));
    await travelTo(plus(dueAt, days(3)));
    expect(await clockEvents(record.id)).toEqual([...reminders(first, second), ...breach(dueAt)]);
    expect(await clockMails(record)).toEqual([
      ...to('target-breached-escalation', addresses.farah),
      ...to('target-breached-manager', addresses.ben),
      ...to('target-reminder', addresses.ben, addresses.ben),
    ]);
    const late = await theCase(record.id);
    expect(late).toMatchObject({
      escalated: 1,
      dueAt,
      clocks: [{ state: 'breached', breachedAt: dueAt, remaining: 0 }],
    });
    expect(late.clocks[0]).not.toHaveProperty('nextReminderAt');
  });

  test('[SLA-4] while nobody has the case, every manager is reminded and told of the breach', async () => {
    const record = await raise(await aTypeWithTarget({ reminders: [{ before: working(1, 'days') }] }));
    await travelTo(plus(String(record.dueAt), 1));
    expect(await clockMails(record)).toEqual([
      ...to('target-breached-escalation', addresses.farah),
      ...to('target-breached-manager', ...advisers),
      ...to('target-reminder', ...advisers),
    ]);
  });

  test('[SLA-5] a breach escalates only where the type says so; it is recorded once in any case', async () => {
    const record = await raise(await aTypeWithTarget({ onBreach: { escalate: false }, reminders: [] }));
    await travelTo(plus(String(record.dueAt), days(1)));
    expect(await clockEvents(record.id)).toEqual([`Target Breached at ${record.dueAt}`]);
    expect((await theCase(record.id)).escalated).toBe(0);
  });

  test('[SLA-1] an extended target moves its reminders and its breach; nothing comes at the old instants', async () => {
    const record = await raise(await aTypeWithTarget({ reminders: [{ before: working(1, 'days') }] }));
    const by = { by: working(1, 'days'), note: 'She asked for it.' };
    const { body } = await act<typeof record>(await manager(), `/v1/cases/${record.id}/clocks/completion/extend`, by);
    expect(body.dueAt).toBe(plus(String(record.dueAt), days(1)));
    await travelTo(plus(String(record.dueAt), -aMinute));
    expect(await clockEvents(record.id)).toEqual([]);
    await travelTo(plus(String(body.dueAt), 1));
    expect(await clockEvents(record.id)).toEqual([...reminders(String(record.dueAt)), ...breach(String(body.dueAt))]);
  });

  test('[SLA-1] a shortened target comes sooner, at once where it lies in the past', async () => {
    const record = await raise(await aTypeWithTarget({ reminders: [] }));
    const extend = async (by: object) =>
      (await act<typeof record>(await manager(), `/v1/cases/${record.id}/clocks/completion/extend`, { by })).body;
    const shorter = await extend(working(-1, 'days'));
    expect(shorter.dueAt).toBe(plus(String(record.dueAt), -days(1)));
    await travelTo(plus(String(shorter.dueAt), -hours(1)));
    expect(await clockEvents(record.id)).toEqual([]);
    const past = await extend(working(-4, 'hours'));
    expect(Date.parse(String(past.dueAt))).toBeLessThan(Date.parse(await here().local.now()));
    await here().local.advance('PT10M');
    expect((await clockEvents(record.id)).map((line) => line.split(' at ')[0])).toEqual([
      'Target Breached',
      'Case Escalated',
    ]);
  });

  test('[SLA-2] a change of priority moves the target, and nothing comes at the old one', async () => {
    const type = await aTypeWithTarget({ reminders: [] });
    const [urgent, calmed] = [await raise(type), await raise(type, { priority: 'critical' })];
    expect(calmed.dueAt).toBe(plus(calmed.createdAt, hours(4)));
    const patch = async (id: string, priority: string) =>
      (await manager()).send('PATCH', `/v1/cases/${id}`, { body: { priority }, headers: { 'if-match': '"1"' } });
    await patch(urgent.id, 'critical');
    await patch(calmed.id, 'medium');
    await travelTo(plus(calmed.createdAt, hours(5)));
    expect(await clockEvents(urgent.id)).toEqual(breach(plus(urgent.createdAt, hours(4))));
    expect(await clockEvents(calmed.id)).toEqual([]);
    await travelTo(plus(calmed.createdAt, days(3)));
    expect(await clockEvents(calmed.id)).toEqual(breach(plus(calmed.createdAt, days(2))));
    expect(await clockEvents(urgent.id)).toHaveLength(2);
  });

  test('[CA-13] [SLA-10] a case that is closed before its target hears nothing more', async () => {
    const { id: contactId } = await aContact();
    const record = await raise(await aTypeWithTarget(), { contactId });
    await here().local.advance('PT3H');
    await act(await manager(), `/v1/cases/${record.id}/close`, { reason: 'solved' });
    await here().local.advance('P7D');
    expect(await clockEvents(record.id)).toEqual([]);
    expect(await clockMails(record)).toEqual([]);
    expect((await theCase(record.id)).clocks[0]).toMatchObject({ state: 'met' });
  });

  test('[CA-13] a reopened case runs on with what was left', async () => {
    const record = await raise(await aTypeWithTarget({ reminders: [] }));
    await travelTo(plus(record.createdAt, days(1)));
    const close = await act<typeof record>(await manager(), `/v1/cases/${record.id}/close`, { reason: 'solved' });
    await nextMonday();
    const { body } = await act<typeof record>(await manager(), `/v1/cases/${record.id}/reopen`, { note: 'Again.' });
    const closedAt = Date.parse(String(close.body.closedAt));
    const left = Date.parse(String(record.dueAt)) - closedAt;
    expect(body.clocks[0]).toMatchObject({ state: 'running' });
    // One working day less some seconds, counted from Monday 09:00 within office hours.
    expect(Math.abs((body.clocks[0]?.remaining ?? 0) - (hours(8) - (days(1) - left)))).toBeLessThan(5000);
    await travelTo(plus(String(body.dueAt), 1));
    expect(await clockEvents(record.id)).toEqual(breach(String(body.dueAt)));
  });

  test('[SLA-5] closed after its target it stays breached; extended after its target it can breach anew', async () => {
    const type = await aTypeWithTarget({ reminders: [] });
    const closed = await raise(type);
    // What follows from the one breach takes its time before the other.
    await here().local.advance('PT1M');
    const extended = await raise(type);
    await travelTo(plus(String(extended.dueAt), hours(1)));
    const by = await manager();
    const { body } = await act<typeof closed>(by, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    expect(body.clocks[0]).toMatchObject({ state: 'breached', breachedAt: closed.dueAt });
    const again = await act<typeof closed>(by, `/v1/cases/${extended.id}/clocks/completion/extend`, {
      by: working(1, 'days'),
    });
    expect(again.body.clocks[0]).toMatchObject({ state: 'running' });
    await travelTo(plus(String(again.body.dueAt), 1));
    expect(await clockEvents(extended.id)).toEqual([
      ...breach(String(extended.dueAt)),
      ...breach(String(again.body.dueAt)),
    ]);
    expect((await theCase(extended.id)).escalated).toBe(2);
  });

  test('[SLA-10] a target beyond the horizon of seven days comes to the second', async () => {
    const type = await aTypeWithTarget({
      target: elapsed(30, 'days'),
      byPriority: {},
      reminders: [{ before: elapsed(20, 'days') }],
    });
    const record = await raise(type);
    await travelTo(plus(String(record.dueAt), 1));
    expect(await clockEvents(record.id)).toEqual([
      ...reminders(plus(record.createdAt, days(10))),
      ...breach(plus(record.createdAt, days(30))),
    ]);
  });

  test('[FN-1] overdue and due before are what the clock says now', async () => {
    const type = await aTypeWithTarget({ reminders: [] });
    const [late, later] = [await raise(type, { priority: 'critical' }), await raise(type)];
    await travelTo(plus(String(late.dueAt), 1));
    const found = async (query: string) =>
      (await (await manager()).get<{ items: { id: string }[] }>(`/v1/cases?type=${type}&${query}`)).items.map(
        ({ id }) => id,
      );
    expect(await found('overdue=true')).toEqual([late.id]);
    expect(await found('overdue=false')).toEqual([later.id]);
    expect(await found(`dueBefore=${await here().local.now()}`)).toEqual([late.id]);
    expect(await found('escalated=true')).toEqual([late.id]);
    expect(await found('sort=dueAt')).toEqual([late.id, later.id]);
  });

  test('[IN-1] a token lasts a day of this clock', async () => {
    const before = await manager();
    await here().local.advance('PT23H');
    expect((await before.send('GET', '/v1/cases')).status).toBe(200);
    await here().local.advance('PT2H');
    expect((await before.send('GET', '/v1/cases')).status).toBe(401);
    expect((await (await manager()).send('GET', '/v1/cases')).status).toBe(200);
    expectRefused(await (await manager()).send('GET', '/v1/cases/01ARZ3NDEKTSV4RRFFQ69G5FAV'), 404);
  });
});
