import { describe, expect, test } from 'vitest';
import type { DemoMail } from '#local/demo/client.ts';
import { days, hours, nextMonday, plus, travelTo } from './weeks.ts';
import {
  aCase,
  aContact,
  act,
  addresses,
  anAlert,
  anAlertType,
  busEventsOf,
  here,
  notificationOf,
  signIn,
} from './world.ts';

/** The mails that somebody got since an instant: notification, and when SES took it. */
const got = async (address: string, since: string): Promise<DemoMail[]> => {
  await here().local.idle();
  const mails = await here().local.mails(address);
  return mails.filter(({ at }) => at >= since);
};
const named = (mails: DemoMail[]) => mails.map(notificationOf);
const minute = (mail: { at: string } | undefined) => mail?.at.slice(0, 16);

const prefers = async (sub: string, group: string, body: object): Promise<void> => {
  const answer = await (await signIn(sub, group)).send('PUT', '/v1/me/notification-settings', { body });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
};
const theAdmin = () => signIn('ada', 'admins');

describe('[NT-5] how somebody wants to be told', () => {
  test('[NT-5] a digest comes at the local hour, one mail with what became of everything; an empty one does not come', async () => {
    await nextMonday();
    const monday = await here().local.now();
    await prefers('dev', 'tutors', { timeZone: 'UTC', digestAt: '07:00', default: 'digest' });
    const admin = await theAdmin();
    const first = await aCase({ assignee: { user: 'dev' }, subject: 'First of the digest' }, admin);
    const second = await aCase({ assignee: { user: 'dev' }, subject: 'Second of the digest' }, admin);
    await act(admin, `/v1/cases/${first.id}/notes`, { text: 'Something new.', public: false });
    await here().local.idle();
    await act(await theAdmin(), `/v1/cases/${second.id}/status`, { status: 'open' });
    // Other stories leave work with the tutors too; a digest of that alone is not of this one.
    const ours = async () =>
      (await got(addresses.dev, monday)).filter(({ text, subject }) =>
        [first, second].some(({ reference }) => `${subject}${text}`.includes(reference)),
      );
    expect(await ours()).toEqual([]);

    await travelTo(plus(monday, days(1)));
    const mails = await ours();
    expect(named(mails)).toEqual(['digest']);
    expect(minute(mails[0])).toBe(plus(monday, hours(22)).slice(0, 16));
    const text = String(mails[0]?.text);
    expect(text).toContain('First of the digest');
    expect(text).toContain(`New note on ${first.reference}`);
    // The second one was opened after its mail would have been written: it is told as it stands.
    expect(text).toMatch(new RegExp(`${second.reference}: Second of the digest\\nNow: (?!New)`));

    await travelTo(plus(monday, days(3)));
    expect(named(await ours())).toEqual(['digest']);
    await prefers('dev', 'tutors', { timeZone: 'UTC' });
  });

  test('[NT-5] quiet hours hold a mail until they end, and once', async () => {
    await nextMonday();
    const monday = await here().local.now();
    await prefers('elin', 'tutors', { timeZone: 'UTC', quietHours: { from: '22:00', to: '06:30' } });
    await travelTo(plus(monday, hours(14)));
    const record = await aCase({ assignee: { user: 'elin' } }, await theAdmin());
    const ours = async () => (await got(addresses.elin, monday)).filter(({ text }) => text.includes(record.id));
    expect(await ours()).toEqual([]);
    await travelTo(plus(monday, hours(24)));
    const mails = await ours();
    expect(named(mails)).toEqual(['case-assigned-person']);
    expect(minute(mails[0])).toBe(plus(monday, hours(21.5)).slice(0, 16));
    expect(mails[0]?.subject).toContain(record.reference);
    await prefers('elin', 'tutors', { timeZone: 'UTC' });
  });

  test('[CA-12] [NT-5] what waits is not sent to a requester who has been locked out since, and tells nothing of it', async () => {
    await nextMonday();
    const monday = await here().local.now();
    const admin = await theAdmin();
    const [held, told] = [await aContact(), await aContact()];
    await prefers(held.id, 'students', { timeZone: 'UTC', quietHours: { from: '08:00', to: '20:00' } });
    await prefers(told.id, 'students', { timeZone: 'UTC', default: 'digest' });
    const records: { id: string; reference: string }[] = [];
    for (const { id } of [held, held, told, told]) records.push(await aCase({ contactId: id }, admin));
    await here().local.idle();
    for (const [index, { id }] of [held, told].entries()) {
      const locks = `/v1/cases/${records[2 * index]?.id}/locks/${id}`;
      expect((await (await theAdmin()).send('PUT', locks)).status).toBe(200);
    }
    // What waits for somebody goes to the address that they have by then.
    const moved = `moved-${held.email}`;
    const change = { body: { email: moved }, headers: { 'if-match': '*' } };
    expect((await (await theAdmin()).send('PATCH', `/v1/contacts/${held.id}`, change)).status).toBe(200);
    await travelTo(plus(monday, days(2)));
    expect(named(await got(held.email, monday))).toEqual(['contact-updated']);
    const [ofHeld, ofTold] = [await got(moved, monday), await got(told.email, monday)];
    expect([named(ofHeld).sort(), named(ofTold)]).toEqual([['case-raised-requester', 'contact-updated'], ['digest']]);
    const [locked, open] = [0, 1].map((which) => [records[which]?.reference, records[which + 2]?.reference]);
    for (const reference of open ?? []) expect(JSON.stringify([ofHeld, ofTold])).toContain(reference);
    for (const reference of locked ?? []) expect(JSON.stringify([ofHeld, ofTold])).not.toContain(reference);
  });

  test('[NT-5] off for one event is off for that one; what waits is not sent to who has switched it off since', async () => {
    await nextMonday();
    const monday = await here().local.now();
    await prefers('dev', 'tutors', { timeZone: 'UTC', events: { 'case-assigned-person': 'off' } });
    const admin = await theAdmin();
    const record = await aCase({ assignee: { user: 'dev' } }, admin);
    const ours = async () =>
      (await got(addresses.dev, monday)).filter(
        ({ text }) => text.includes(record.id) || text.includes(record.reference),
      );
    expect(await ours()).toEqual([]);
    await act(admin, `/v1/cases/${record.id}/notes`, { text: 'For the assignee.', public: false });
    expect(named(await ours())).toEqual(['note-by-staff']);
    await prefers('dev', 'tutors', { timeZone: 'UTC', default: 'digest' });
    await act(admin, `/v1/cases/${record.id}/notes`, { text: 'For the digest.', public: false });
    await here().local.idle();
    await prefers('dev', 'tutors', { timeZone: 'UTC', default: 'off' });
    await travelTo(plus(monday, days(2)));
    expect(named(await ours())).toEqual(['note-by-staff']);
    await prefers('dev', 'tutors', { timeZone: 'UTC' });
  });
});

describe('[NT-5] mail that waits is sent once and is never lost', () => {
  test('[NT-5] [NT-6] with duplicates, disorder and every fifth call failing of all that has to do with it', async () => {
    await nextMonday();
    const monday = await here().local.now();
    await prefers('dev', 'tutors', { timeZone: 'UTC', default: 'digest' });
    await prefers('elin', 'tutors', { timeZone: 'UTC', quietHours: { from: '08:00', to: '20:00' } });
    const admin = await theAdmin();
    const givenUp = async () => (await here().local.deadLetters()).length;
    const before = await givenUp();
    try {
      // Seldom enough that none fails five times in a row, which would leave it among the dead
      // letters.
      const failing = ['wake', 'notify', 'publish', 'sweep'].map((name) => ({ function: name, rate: 0.2 }));
      const services = [{ service: 'stepfunctions' as const, rate: 0.2 }];
      await here().local.faults({ duplicate: 0.5, reorder: true, fail: [...failing, ...services], seed: 17 });
      const made = [];
      for (const user of ['dev', 'elin', 'dev', 'elin', 'dev', 'elin'])
        made.push(await aCase({ assignee: { user }, subject: `Through the storm, ${user}` }, admin));
      await travelTo(plus(monday, hours(10)));
      await travelTo(plus(monday, days(1)));
      await here().local.faults({});
      // A delivery that was given up within its tries comes with the next round of its sweeper.
      await here().local.advance('PT1H');
      expect(await givenUp()).toBe(before);
      const about = async (address: string) =>
        (await got(address, monday)).filter(({ text }) => text.includes('Through the storm'));
      const digests = await about(addresses.dev);
      expect(named(digests)).toEqual(['digest']);
      const ofDev = made.filter(({ subject }) => subject.endsWith('dev')).map(({ reference }) => reference);
      for (const reference of ofDev) expect(digests[0]?.text.split(`${reference}: Through`)).toHaveLength(2);
      const held = await about(addresses.elin);
      expect(named(held)).toEqual(['case-assigned-person', 'case-assigned-person', 'case-assigned-person']);
      expect(new Set(held.map(({ text }) => text)).size).toBe(3);
    } finally {
      await here().local.faults({});
      await prefers('dev', 'tutors', { timeZone: 'UTC' });
      await prefers('elin', 'tutors', { timeZone: 'UTC' });
    }
  });
});

describe('alerts in time', () => {
  test('[NT-1] a reviewer hears a day ahead, once, and not of what was settled or moved', async () => {
    await nextMonday();
    const monday = await here().local.now();
    const admin = await theAdmin();
    const type = await anAlertType();
    const contact = await aContact();
    const due = (dueAt: string) =>
      anAlert({ type, contactId: contact.id, reviewer: { user: 'ben' }, dueAt, tags: [dueAt] }, admin);
    const one = await due(plus(monday, days(3)));
    const settled = await due(plus(monday, days(3)));
    const moved = await due(plus(monday, days(3)));
    await act(admin, `/v1/alerts/${settled.id}/resolve`, {});
    const edited = await admin.send('PATCH', `/v1/alerts/${moved.id}`, {
      body: { dueAt: plus(monday, days(10)) },
      headers: { 'if-match': '*' },
    });
    expect(edited.status).toBe(200);
    const told = async (id: string) =>
      (await busEventsOf(id))
        .filter((event) => event['detail-type'] === 'Alert Due Soon')
        .map(({ detail }) => String(detail.occurredAt).slice(0, 16));
    await travelTo(plus(monday, days(4)));
    await here().local.idle();
    expect([...new Set(await told(one.id))]).toEqual([plus(monday, days(2)).slice(0, 16)]);
    expect(await told(settled.id)).toEqual([]);
    expect(await told(moved.id)).toEqual([]);
    const mails = (await got(addresses.ben, monday)).filter((mail) => notificationOf(mail) === 'alert-due-soon');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`/alerts/${one.id}`);
    await travelTo(plus(monday, days(11)));
    await here().local.idle();
    expect([...new Set(await told(moved.id))]).toEqual([plus(monday, days(9)).slice(0, 16)]);
  });

  test('[AL-11] another alert of the type is a repeat until the window is over, and then one of its own', async () => {
    const body = {
      type: await anAlertType({ defaultPriority: 'high', repeatWindow: 'P7D' }),
      contactId: (await aContact()).id,
    };
    const raise = async () => (await theAdmin()).send('POST', '/v1/alerts', { body });
    expect((await raise()).status).toBe(201);
    await here().local.advance('P6D');
    expect((await raise()).status).toBe(200);
    await here().local.advance('P8D');
    expect((await raise()).status).toBe(201);
  });
});
