import ICAL from 'ical.js';
import { expect } from 'vitest';
import type { Client, DemoMail, LocalControls } from '#local/demo/client.ts';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Note, SystemNote } from '#shared/casework/notes/note.schema.ts';
import { type Weeks, weeksFromMonday } from './london-weeks.ts';

// A grant application with a reviewer timeline, by the ready-made configuration: eight weeks. Every
// mail, note, clock, date and invitation is compared with what is written here.

const mailOf = (name: string): string => `${name}@grants.example.org`;
const teams = { 'grant-officers': ['olga'], 'grant-assessors': ['asha', 'amir'], 'grant-panel': ['paul'] };
const applicant = { name: 'Ana Ortiz', email: mailOf('ana'), timeZone: 'America/New_York' };

const mails = [
  'W1 Mon 09:00 case-raised-requester → ana',
  'W1 Tue 09:00 activity-reminder → olga',
  'W1 Wed 10:00 note-by-staff → ana',
  'W2 Mon 09:30 case-assigned-group → amir',
  'W2 Mon 09:30 case-assigned-group → asha',
  'W3 Wed 11:00 activity-reminder → olga',
  'W3 Thu 11:15 note-by-staff → amir',
  'W3 Thu 11:15 note-by-staff → asha',
  'W4 Wed 11:00 activity-reminder → asha',
  'W5 Mon 10:00 appointment-created → ana',
  'W5 Mon 10:00 appointment-created → paul',
  'W5 Wed 10:00 appointment-updated → ana',
  'W5 Wed 10:00 appointment-updated → paul',
  'W7 Mon 09:00 target-reminder → amir',
  'W7 Mon 09:00 target-reminder → asha',
  'W8 Tue 11:00 activity-reminder → paul',
  'W8 Tue 11:00 appointment-reminder → ana',
  'W8 Tue 11:00 appointment-reminder → paul',
  'W8 Thu 09:00 target-reminder → olga',
  'W8 Fri 12:00 case-closed-requester → ana',
];

const publicNotes = [
  'W1 Mon 09:00 The case was raised',
  'W1 Wed 10:00 We have **received** it.',
  'W1 Thu 11:00 Status: Eligibility being checked',
  'W2 Mon 09:30 Status: Being assessed',
  'W4 Fri 16:00 Status: Before the panel',
  'W5 Mon 10:00 Appointment: Interview',
  'W5 Wed 10:00 Appointment changed: Interview',
  'W8 Tue 11:00 Reminder of an appointment: Interview',
  'W8 Wed 11:45 Appointment kept: Interview',
  'W8 Fri 12:00 Closed: Declined',
];

const privateNotes = [
  'W1 Mon 09:00 The timeline Review was added',
  'W1 Tue 09:00 Reminder: Invite the assessor',
  'W1 Thu 11:00 Done: Invite the assessor',
  'W1 Thu 11:00 The timeline Review was planned anew',
  'W1 Thu 11:00 The roles on the case were changed',
  'W1 Thu 11:00 Activity changed: Report of the assessor',
  'W2 Mon 09:30 Changed: stage',
  'W2 Mon 09:30 Assigned to Assessors',
  'W3 Mon 12:00 Activity changed: Before the panel',
  'W3 Wed 11:00 Reminder: Remind the assessor',
  'W3 Thu 11:15 Done: Remind the assessor',
  'W3 Thu 11:15 Reminded her.',
  'W4 Wed 11:00 Reminder: Report of the assessor',
  'W4 Fri 16:00 Done: Report of the assessor',
  'W4 Fri 16:00 Changed: stage',
  'W5 Wed 10:00 Activity changed: Before the panel',
  'W7 Mon 09:00 Reminder of the target Decided',
  'W8 Tue 11:00 Reminder: Before the panel',
  'W8 Wed 11:45 Done: Before the panel',
  'W8 Wed 14:00 Assigned to Olga',
  'W8 Wed 14:00 The sequence Decline was begun',
  'W8 Wed 14:00 Activity added: Draft the letter',
  'W8 Thu 09:00 Reminder of the target Decided',
  'W8 Thu 10:00 Done: Draft the letter',
  'W8 Thu 10:00 Activity added: Have it read by a second officer',
  'W8 Fri 09:30 Not required any more: Have it read by a second officer',
  'W8 Fri 09:30 Activity added: Send the letter',
  'W8 Fri 12:00 Done: Send the letter',
  'W8 Fri 12:00 The sequence Decline is at its end',
];

/** Step, how it ended and when, and when it was planned; `!` where by hand. */
const activities = [
  'invite completed W1 Thu 11:00, planned W1 Wed 09:00',
  'report completed W4 Fri 16:00, planned W4 Thu 11:00',
  'reminder completed W3 Thu 11:15, planned W3 Thu 11:00',
  'panel completed W8 Wed 11:45, planned W8 Wed 11:00!',
  'draft completed W8 Thu 10:00, planned W8 Wed 14:00',
  'second-look not-required W8 Fri 09:30, planned W9 Mon 10:00',
  'send completed W8 Fri 12:00, planned W8 Fri 09:30',
];

interface Life {
  local: LocalControls;
  weeks: Weeks;
  id: string;
  as: (name: string) => Promise<Client>;
  path: (rest: string) => string;
}

const begin = async (local: LocalControls): Promise<Life> => {
  const admin = await local.as({ sub: 'ada', groups: ['admins'] });
  await admin.post('/v1/configuration/ready-made/grants/install');
  for (const [key, people] of Object.entries(teams)) {
    const found = await admin.send<{ name: string }>('GET', `/v1/groups/${key}`);
    const named = (id: string) => ({ id, email: mailOf(id), name: `${id.charAt(0).toUpperCase()}${id.slice(1)}` });
    const body = { name: found.body.name, members: people.map(named) };
    await admin.send('PUT', `/v1/groups/${key}`, { body, headers: { 'if-match': found.headers.get('etag') ?? '' } });
  }
  const contactId = 'grant-applicant';
  await admin.send('PUT', `/v1/contacts/${contactId}`, { body: applicant });
  const weeks = await weeksFromMonday(local);
  await weeks.travelTo('W1 Mon 09:00');
  // A token lasts a day, so everybody signs in whenever they do something.
  const as = (name: string) => {
    const group = Object.entries(teams).find(([, people]) => people.includes(name))?.[0];
    return local.as({ sub: name, email: mailOf(name), groups: group === undefined ? [] : [group] });
  };
  const raised = await (await as('olga')).post<CaseAnswer>('/v1/cases', {
    type: 'grant-application',
    subject: 'Bees in the city',
    subtype: 'research',
    contactId,
    fields: { 'asked-for': { amount: '12000.00', currency: 'GBP' }, purpose: 'Counting bees' },
    assignee: { user: 'olga' },
  });
  return { local, weeks, id: raised.id, as, path: (rest) => `/v1/cases/${raised.id}/${rest}` };
};

const activitiesOf = async ({ as, path }: Life): Promise<Activity[]> =>
  (await (await as('olga')).get<{ items: Activity[] }>(path('activities?limit=50'))).items;

const activityOf = async (life: Life, step: string): Promise<string> => {
  const found = (await activitiesOf(life)).find(({ from }) => from?.step === step);
  return life.path(`activities/${found?.id}`);
};

const finish = async (life: Life, step: string, as = 'complete', by = 'olga'): Promise<void> => {
  await (await life.as(by)).post(`${await activityOf(life, step)}/${as}`);
};

const change = async ({ as }: Life, path: string, body: object): Promise<void> => {
  const answer = await (await as('olga')).send('PATCH', path, { body, headers: { 'if-match': '*' } });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
};

/** What somebody does at an instant, and what follows from it. */
const at = async ({ local, weeks }: Life, label: string, act: () => Promise<unknown>): Promise<void> => {
  await weeks.travelTo(label);
  await act();
  await local.idle();
};

const review = async (life: Life): Promise<void> => {
  const { as, path, weeks } = life;
  const status = async (key: string) => (await as('olga')).post(path('status'), { status: key });
  const stage = (key: string) => change(life, `/v1/cases/${life.id}`, { stage: key });
  await at(life, 'W1 Wed 10:00', async () =>
    (await as('olga')).post(path('notes'), { text: 'We have **received** it.', public: true }),
  );
  await at(life, 'W1 Thu 11:00', async () => {
    await finish(life, 'invite');
    await (await as('olga')).send('PUT', path('roles/assessor/asha'));
    await change(life, await activityOf(life, 'report'), { assignee: { user: 'asha' } });
    await status('checking');
  });
  await at(life, 'W2 Mon 09:30', async () => {
    await stage('assessment');
    // The rule that gives it to the assessors comes first.
    await life.local.idle();
    await status('assessing');
  });
  await at(life, 'W3 Mon 12:00', async () =>
    change(life, await activityOf(life, 'panel'), { at: weeks.at('W8 Tue 10:00') }),
  );
  await at(life, 'W3 Thu 11:15', async () => {
    await finish(life, 'reminder');
    await (await as('olga')).post(path('notes'), { text: 'Reminded her.' });
  });
  await at(life, 'W4 Fri 16:00', async () => {
    await finish(life, 'report', 'complete', 'asha');
    await stage('decision');
    await status('with-panel');
  });
};

const interview = async (life: Life): Promise<void> => {
  const { as, path, weeks } = life;
  const timeZone = 'Europe/London';
  const from = (label: string, until: string) => ({ startsAt: weeks.wall(label), endsAt: weeks.wall(until), timeZone });
  let made = '';
  await at(life, 'W5 Mon 10:00', async () => {
    const when = from('W8 Tue 10:00', 'W8 Tue 10:30');
    const asked = {
      title: 'Interview',
      ...when,
      location: 'Town hall',
      group: 'grant-panel',
      notes: 'Ask about the hives.',
    };
    made = (await (await as('olga')).post<Appointment>(path('appointments'), asked)).id;
  });
  await at(life, 'W5 Wed 10:00', async () => {
    await change(life, path(`appointments/${made}`), from('W8 Wed 11:00', 'W8 Wed 11:30'));
    await change(life, await activityOf(life, 'panel'), { at: weeks.at('W8 Wed 11:00') });
  });
  await at(life, 'W8 Wed 11:45', async () => {
    await (await as('paul')).post(path(`appointments/${made}/attended`));
    await finish(life, 'panel');
  });
};

const decision = async (life: Life): Promise<void> => {
  const { as, path } = life;
  await at(life, 'W8 Wed 14:00', async () => {
    await (await as('olga')).post(path('assign'), { user: 'olga' });
    await (await as('olga')).post(path('sequences/decline'));
  });
  await at(life, 'W8 Thu 10:00', () => finish(life, 'draft'));
  await at(life, 'W8 Fri 09:30', () => finish(life, 'second-look', 'not-required'));
  await at(life, 'W8 Fri 12:00', () => finish(life, 'send'));
  await at(life, 'W9 Tue 12:00', async () => undefined);
};

const mailsOf = async ({ local }: Life): Promise<DemoMail[]> => {
  const ours = (await local.mails()).filter(({ to }) => to.some((address) => address.endsWith('@grants.example.org')));
  return ours.sort((a, b) => (a.at < b.at ? -1 : 1));
};
const nameOf = ({ to }: DemoMail): string => to.map((address) => address.split('@')[0]).join();
const notificationOf = ({ headers }: DemoMail): string => headers?.['x-caseward-notification'] ?? '';

/**
 * Of each invitation whose it is, its method and sequence, and its beginning as it stands there.
 */
const invitationsIn = (all: DemoMail[]): { uid: string; said: string }[] =>
  all.flatMap((mail) => {
    const file = mail.attachments.find(({ filename }) => filename === 'invite.ics');
    if (!file) return [];
    const calendar = new ICAL.Component(ICAL.parse(Buffer.from(file.content, 'base64').toString()));
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
    const start = event.component.getFirstProperty('dtstart');
    const method = calendar.getFirstPropertyValue('method');
    const said = `${nameOf(mail)} ${method} ${event.sequence} ${start?.getParameter('tzid')} ${event.startDate.toString().slice(0, 16)}`;
    return [{ uid: event.uid, said }];
  });

const compare = async (life: Life): Promise<void> => {
  const { as, path, weeks, id } = life;
  const olga = await as('olga');
  const all = await mailsOf(life);
  expect(all.map((mail) => `${weeks.label(mail.at)} ${notificationOf(mail)} → ${nameOf(mail)}`).sort()).toEqual(
    [...mails].sort(),
  );

  const invitations = invitationsIn(all);
  const [tuesday, wednesday] = ['W8 Tue 10:00', 'W8 Wed 11:00'];
  expect(new Set(invitations.map(({ uid }) => uid)).size).toBe(1);
  expect(invitations.map(({ said }) => said).sort()).toEqual(
    [
      `ana REQUEST 0 America/New_York ${weeks.wall(tuesday, 'America/New_York')}`,
      `paul REQUEST 0 Europe/London ${weeks.wall(tuesday)}`,
      `ana REQUEST 1 America/New_York ${weeks.wall(wednesday, 'America/New_York')}`,
      `paul REQUEST 1 Europe/London ${weeks.wall(wednesday)}`,
    ].sort(),
  );
  const received = all.find((mail) => notificationOf(mail) === 'note-by-staff' && nameOf(mail) === 'ana');
  expect(received?.html).toContain('We have <strong>received</strong> it.');
  expect(JSON.stringify(all.filter((mail) => nameOf(mail) === 'ana'))).not.toMatch(/\b(hives|reminded|asha)\b/i);

  const { items: notes } = await olga.get<{ items: (Note | SystemNote)[] }>(path('notes?system=true&limit=200'));
  const said = (isPublic: boolean) =>
    notes.filter((note) => note.public === isPublic).map(({ createdAt, text }) => `${weeks.label(createdAt)} ${text}`);
  expect(said(true)).toEqual(publicNotes);
  expect(said(false)).toEqual(privateNotes);

  const dates = (await activitiesOf(life)).map(
    ({ from, status, at: planned = '', over, fixed }) =>
      `${from?.step} ${status} ${weeks.label(over?.at ?? '')}, planned ${weeks.label(planned)}${fixed ? '!' : ''}`,
  );
  expect(dates).toEqual(activities);

  const { status, closure, clocks } = await olga.get<CaseAnswer>(`/v1/cases/${id}`);
  expect({ status, closure }).toMatchObject({ status: { key: 'declined' }, closure: { reason: 'declined' } });
  expect(clocks.map(({ key, state, dueAt = '' }) => `${key} ${state}, due ${weeks.label(dueAt)}`)).toEqual([
    'first-response met, due W1 Thu 09:00',
    'completion met, due W9 Mon 09:00',
  ]);
};

/** Plays the life of a grant application on a stack, from its next Monday on. */
export const grantLife = async (local: LocalControls): Promise<void> => {
  const life = await begin(local);
  await local.idle();
  await review(life);
  await interview(life);
  await decision(life);
  await compare(life);
};
