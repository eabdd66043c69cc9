import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import type { Mail } from '#local/demo/client.ts';
import type { Appointment } from '#shared/appointments/appointment.ts';
import type { CaseAnswer } from '#shared/cases/case.ts';
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
  signIn,
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
const invitationIn = (mail: Mail) => {
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
