import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import type { DemoMail } from '#local/demo/client.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
  notificationOf,
  put,
  signIn,
  unique,
} from './world.ts';

const below = (id: string, path: string) => `/v1/cases/${id}/${path}`;
const make = (id: string, body: object, by = here().as.manager) =>
  act<Appointment>(by, below(id, 'appointments'), body);
const talk = {
  title: 'A talk',
  startsAt: '2027-03-10T15:00:00Z',
  endsAt: '2027-03-10T15:30:00Z',
  location: 'Room 3',
  notes: 'Bring the file; the father is not to know.',
};
const end = ({ caseId, id }: Appointment, as: string, body?: object) =>
  act<Appointment>(here().as.manager, below(caseId, `appointments/${id}/${as}`), body);
const change = ({ caseId, id }: Appointment, body: object) =>
  here().as.manager.send<Appointment>('PATCH', below(caseId, `appointments/${id}`), { body });

const invitationsTo = async (address: string) => {
  await here().local.idle();
  const mails = (await here().local.mails()).filter((mail) => mail.to.includes(address));
  return mails
    .filter((mail) => notificationOf(mail)?.startsWith('appointment-'))
    .map((mail) => ({ notification: notificationOf(mail), mail, ...invitationIn(mail) }));
};
const invitationIn = (mail: DemoMail) => {
  const file = mail.attachments.find(({ filename }) => filename === 'invite.ics');
  const text = Buffer.from(file?.content ?? '', 'base64').toString();
  const calendar = new ICAL.Component(ICAL.parse(text));
  return { text, calendar, event: new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined) };
};

describe('[AP-1] an appointment', () => {
  test('[AP-1] is made, changed and cancelled, each with an invitation that replaces the last', async () => {
    const contact = await aContact({ timeZone: 'America/Chicago' });
    const record = await aCase({ contactId: contact.id, assignee: { user: 'dev' } });
    const made = await make(record.id, talk);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...talk,
      startsAt: '2027-03-10T15:00:00.000Z',
      endsAt: '2027-03-10T15:30:00.000Z',
      status: 'scheduled',
      sequence: 0,
    });
    await here().local.idle();
    const moved = await change(made.body, {
      startsAt: '2027-03-17T15:00:00Z',
      endsAt: '2027-03-17T15:30:00Z',
      location: null,
    });
    expect(moved.body).toMatchObject({ sequence: 1, version: 2, startsAt: '2027-03-17T15:00:00.000Z' });
    await here().local.idle();
    // What is for staff alone is nothing to mail about.
    await change(made.body, { notes: 'The father knows.' });
    expect((await end(made.body, 'cancel', { note: 'Is ill' })).body).toMatchObject({
      status: 'cancelled',
      sequence: 3,
      over: { note: 'Is ill' },
    });

    for (const address of [contact.email, addresses.dev]) {
      const told = await invitationsTo(address);
      expect(told.map(({ notification }) => notification)).toEqual([
        'appointment-created',
        'appointment-updated',
        'appointment-cancelled',
      ]);
      expect(told.map(({ calendar }) => calendar.getFirstPropertyValue('method'))).toEqual([
        'REQUEST',
        'REQUEST',
        'CANCEL',
      ]);
      expect(told.map(({ event }) => event.sequence)).toEqual([0, 1, 3]);
      expect(new Set(told.map(({ event }) => event.uid)).size).toBe(1);
      expect(told[0]?.event.attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([
        `mailto:${address}`,
      ]);
      expect(told[0]?.mail.attachments.map(({ contentType }) => contentType)).toContain('text/calendar');
    }
    const [first, second] = await invitationsTo(contact.email);
    // Between the two the clocks of Chicago are put forward.
    expect(first?.text).toContain('DTSTART;TZID=America/Chicago:20270310T090000');
    expect(second?.text).toContain('DTSTART;TZID=America/Chicago:20270317T100000');
    expect(first?.mail.text).toContain('Wednesday, 10 March 2027 at 09:00');
    expect(JSON.stringify(first?.mail)).not.toContain('the father');
    expect((await invitationsTo(addresses.dev))[0]?.mail.text).toContain('the father is not to know');
    const told = (await historyOf('cases', record.id)).filter(({ type }) => type.startsWith('Appointment'));
    expect(told.map(({ type }) => type)).toEqual([
      'Appointment Created',
      'Appointment Updated',
      'Appointment Updated',
      'Appointment Cancelled',
    ]);
  });

  test('[AP-1] is kept or missed, once', async () => {
    const { id } = await aCase();
    const [kept, missed] = [(await make(id, talk)).body, (await make(id, talk)).body];
    expect((await end(kept, 'attended')).body).toMatchObject({ status: 'attended', sequence: 0 });
    expect((await end(missed, 'no-show', { note: 'Nobody came' })).body.status).toBe('no-show');
    for (const as of ['attended', 'no-show', 'cancel']) expectRefused(await end(kept, as), 409, 'not-scheduled');
    expectRefused(await change(kept, { title: 'Another' }), 409, 'not-scheduled');
    const listed = await everyPage<Appointment>(here().as.manager, below(id, 'appointments'), 1);
    expect(listed.map(({ status }) => status)).toEqual(['attended', 'no-show']);
    expect((await here().as.manager.get<Appointment>(below(id, `appointments/${kept.id}`))).status).toBe('attended');
  });

  test('[SLA-3] [AP-1] answers the requester, as a public note does', async () => {
    const targets = [{ key: 'first-response', target: { amount: 4, unit: 'hours', time: 'calendar' } }];
    const { id } = await aCase({ type: await aCaseType({ targets }) });
    await make(id, talk);
    const { clocks } = await here().as.manager.get<CaseAnswer>(`/v1/cases/${id}`);
    expect(clocks).toMatchObject([{ key: 'first-response', state: 'met' }]);
  });

  test('[AP-1] local times are those of a zone, and one that the zone skips is refused by name', async () => {
    const { id } = await aCase();
    const local = { title: 'A talk', timeZone: 'America/New_York' };
    const made = await make(id, { ...local, startsAt: '2027-03-14T03:30', endsAt: '2027-03-14T04:00' });
    expect(made.body).toMatchObject({ startsAt: '2027-03-14T07:30:00.000Z', endsAt: '2027-03-14T08:00:00.000Z' });
    const skipped = await make(id, { ...local, startsAt: '2027-03-14T02:30', endsAt: '2027-03-14T02:45' });
    expectRefused(skipped, 400, undefined, ['/startsAt', '/endsAt']);
    expect(skipped.body).toMatchObject({ errors: [{ code: 'no-such-time' }, { code: 'no-such-time' }] });
    expectRefused(await make(id, { ...talk, endsAt: talk.startsAt }), 400, undefined, ['/endsAt']);
    expectRefused(await make(id, { ...local, startsAt: '2027-02-30T09:00', endsAt: 'tomorrow' }), 400, undefined, [
      '/startsAt',
      '/endsAt',
    ]);
    expectRefused(await make(id, { ...talk, timeZone: 'Mars/Olympus' }), 400, undefined, ['/timeZone']);
    expectRefused(await make(id, { ...talk, group: 'nobody' }), 422, undefined, ['/group']);
  });

  test('[AP-1] is for those who work on the case, and for the groups that the type names', async () => {
    const { groups } = await likeness('/v1/case-types/academic-concern', {});
    const type = await aCaseType({ groups: { ...(groups as object), appointment: ['estates'] } });
    const { id } = await aCase({ type });
    const desk = await signIn('ines', 'estates');
    const made = await make(id, { ...talk, group: 'estates' }, desk);
    expect(made.status).toBe(201);
    expectRefused(await act(desk, below(id, 'notes'), { text: 'x' }), 403, 'not-allowed');
    expectRefused(await make(id, { ...talk, group: 'tutors' }), 400, undefined, ['/group']);
    expectRefused(await make((await aCase()).id, talk, desk), 404, 'not-found');
    await act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' });
    expectRefused(await make(id, talk), 409, 'already-closed');
  });
});

describe('[AP-1] the calendars of those who were invited', () => {
  /** What somebody was sent about one appointment: `REQUEST 0`, in the order of its sequences. */
  const sentTo = async (address: string): Promise<string[]> =>
    (await invitationsTo(address)).map(
      ({ calendar, event }) => `${calendar.getFirstPropertyValue('method')} ${event.sequence}`,
    );
  const patch = (id: string, body: object) =>
    here().as.manager.send('PATCH', `/v1/cases/${id}`, { body, headers: { 'if-match': '*' } });
  /**
   * A case of somebody whom nobody else is, with an appointment that both sides have in their
   * calendars.
   */
  const invited = async (input: object = {}) => {
    const contact = await aContact();
    const host = unique('host');
    const email = `${host}@staff.example.edu`;
    await put(`/v1/groups/${host}`, { name: host, members: [{ id: host, email, name: host }] });
    const { groups } = await likeness('/v1/case-types/academic-concern', {});
    const reassignment = [...((groups as { reassignment: string[] }).reassignment ?? []), host];
    const type = await aCaseType({ groups: { ...(groups as object), reassignment } });
    const record = await aCase({ type, contactId: contact.id, assignee: { user: host }, ...input });
    const made = (await make(record.id, talk)).body;
    await here().local.idle();
    return { id: record.id, contact, host: { id: host, email }, made };
  };

  test('[AP-1] follow the case from one person to another', async () => {
    const { id, contact, host } = await invited();
    const other = await invited();
    expect(await sentTo(host.email)).toEqual(['REQUEST 0']);
    await act(here().as.manager, `/v1/cases/${id}/assign`, { user: 'elin' });
    expect(await sentTo(host.email)).toEqual(['REQUEST 0', 'CANCEL 1']);
    expect(await sentTo(contact.email)).toEqual(['REQUEST 0']);
    const [, cancel] = await invitationsTo(host.email);
    const [first] = await invitationsTo(host.email);
    expect(cancel?.event.uid).toBe(first?.event.uid);
    const toElin = (await invitationsTo(addresses.elin)).filter(({ event }) => event.uid === first?.event.uid);
    expect(toElin.map(({ notification }) => notification)).toEqual(['appointment-created']);
    expect(await sentTo(other.host.email)).toEqual(['REQUEST 0']);
  });

  test('[AP-1] follow the appointment from one team to another', async () => {
    const { made, host, contact } = await invited();
    const moved = await change(made, { group: 'tutors' });
    expect(moved.body).toMatchObject({ group: 'tutors', sequence: 1 });
    expect(await sentTo(host.email)).toEqual(['REQUEST 0', 'CANCEL 1']);
    expect(await sentTo(contact.email)).toEqual(['REQUEST 0']);
    const uid = `appointment-${made.id}`;
    const toDev = (await invitationsTo(addresses.dev)).filter(({ event }) => event.uid.startsWith(uid));
    expect(toDev.map(({ notification }) => notification)).toEqual(['appointment-created']);
  });

  test('[AP-1] follow the case from one contact to another, who learn nothing of each other', async () => {
    const { id, contact, host } = await invited();
    const other = await aContact();
    await patch(id, { contactId: other.id });
    expect(await sentTo(contact.email)).toEqual(['REQUEST 0', 'CANCEL 1']);
    expect(await sentTo(other.email)).toEqual(['REQUEST 0']);
    expect(await sentTo(host.email)).toEqual(['REQUEST 0']);
    const cancel = (await invitationsTo(contact.email)).at(-1);
    expect(JSON.stringify(cancel?.mail)).not.toMatch(new RegExp(`${other.name}|${other.email}|Is falling behind`));
  });

  test('[AP-1] follow a contact to their new address', async () => {
    const { contact, host } = await invited();
    const email = `new-${contact.email}`;
    await put(`/v1/contacts/${contact.id}`, { name: contact.name, email });
    expect(await sentTo(contact.email)).toEqual(['REQUEST 0', 'CANCEL 1']);
    expect(await sentTo(email)).toEqual(['REQUEST 0']);
    expect(await sentTo(host.email)).toEqual(['REQUEST 0']);
  });

  test('[AP-1] are free again when the case is closed, withdrawn, merged or in the trash, and not when it is opened again', async () => {
    const endings: [string, (one: Awaited<ReturnType<typeof invited>>) => Promise<unknown>][] = [
      ['close', ({ id }) => act(here().as.manager, `/v1/cases/${id}/close`, { reason: 'solved' })],
      ['withdraw', async ({ id, contact }) => act(await signIn(contact.id, 'students'), `/v1/me/cases/${id}/withdraw`)],
      [
        'merge',
        async ({ id, contact }) =>
          act(here().as.manager, `/v1/cases/${id}/merge`, { into: (await aCase({ contactId: contact.id })).id }),
      ],
      ['trash', ({ id }) => here().as.manager.send('DELETE', `/v1/cases/${id}`, { headers: { 'if-match': '*' } })],
    ];
    for (const [how, end] of endings) {
      const one = await invited();
      await end(one);
      for (const address of [one.contact.email, one.host.email])
        expect([how, await sentTo(address)]).toEqual([how, ['REQUEST 0', 'CANCEL 1']]);
      if (how !== 'close') continue;
      await act(here().as.manager, `/v1/cases/${one.id}/reopen`, { note: 'Not yet' });
      for (const address of [one.contact.email, one.host.email])
        expect(await sentTo(address)).toEqual(['REQUEST 0', 'CANCEL 1', 'REQUEST 2']);
    }
  });

  test.each([1, 2, 3, 4])(
    '[AP-1] are not left with an appointment that was cancelled, in whichever order it comes (seed %i)',
    async (seed) => {
      const { id, host, contact } = await invited();
      await here().local.faults({ reorder: true, delayMs: 2000, seed });
      const { body: made } = await make(id, talk);
      await change(made, { location: 'Room 4' });
      await end(made, 'cancel');
      for (const address of [host.email, contact.email]) {
        const told = (await invitationsTo(address)).filter(({ event }) => event.uid.includes(made.id));
        expect(told.at(-1)?.calendar.getFirstPropertyValue('method') ?? 'CANCEL').toBe('CANCEL');
      }
    },
  );

  test('[AP-1] hear once of what comes twice and out of order', async () => {
    await here().local.faults({ duplicate: 1, reorder: true, seed: 7 });
    try {
      const { id, made, host, contact } = await invited();
      await change(made, { location: 'Room 4' });
      await act(here().as.manager, `/v1/cases/${id}/assign`, { user: 'elin' });
      const sent = await sentTo(host.email);
      expect(sent.at(0)).toBe('REQUEST 0');
      expect(sent.at(-1)).toMatch(/^CANCEL/);
      expect(new Set(sent).size).toBe(sent.length);
      const last = (await invitationsTo(contact.email)).at(-1);
      expect(last?.event.location).toBe('Room 4');
    } finally {
      await here().local.faults({});
    }
  });
});
