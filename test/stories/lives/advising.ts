import { expect } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { QuestionAnswer } from '#shared/casework/questions/question.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import { putOver } from '#test/stories/configuring.ts';
import { beginLife, mailsOf, type Place } from './life.ts';

// An early alert of the sample institution: the LMS misses a first-year, a rule makes a case, two
// weeks later the student is back. New York, Mon–Fri 9 to 5 with lunch, Fri until 4.

const student = {
  name: 'Lina Roth',
  email: 'lina.roth@students.example.edu',
  labels: ['first-year'],
  network: { adviser: { user: 'ben' } },
};
const contactId = 'advisee';

const everyMail = [
  // The rule raised it, so every adviser hears of it; Ben, who is hers, is the reviewer of the
  // alert only.
  '0 10h case-raised-group → amara.obi',
  '0 10h case-raised-group → ben.ruiz',
  '0 10h case-raised-group → chloe.martin',
  '0 10h case-raised-requester → lina.roth',
  '0 11h case-assigned-person → ben.ruiz',
  '0 11h question-asked → lina.roth',
  '0 11h task-assigned → dev.patel',
  '0 11h task-assigned → elin.berg',
  // A working day before the tutors are to have talked to her.
  '1 11h task-reminder → dev.patel',
  '1 11h task-reminder → elin.berg',
  '1 14h appointment-created → lina.roth',
  '1 14h question-answered → ben.ruiz',
  '2 10h target-reminder → ben.ruiz',
  '2 11h all-tasks-completed → ben.ruiz',
  '2 14h appointment-reminder → ben.ruiz',
  '2 14h appointment-reminder → lina.roth',
  // His own task is no news to Ben; what she writes is.
  '4 09h note-by-requester → ben.ruiz',
  // The target was moved by a week, and its reminder with it.
  '9 10h target-reminder → ben.ruiz',
  '10 09h case-closed-requester → lina.roth',
];

/** What people wrote, and in words what happened. */
const everyNote = [
  '0 10h critical-first-years: The case was raised',
  '0 11h ben: Assigned to Ben Ruiz',
  '0 11h ben: Task added: Talk to the student',
  '0 11h ben: The requester was asked: Are you all right?',
  '1 11h wake-up: Reminder of the target of the task Talk to the student',
  `1 14h ${contactId}: The question was answered: Are you all right?`,
  '1 14h ben: Appointment: How to go on',
  '2 10h wake-up: Reminder of the target Completion',
  '2 11h dev: Task completed: Talk to the student',
  '2 11h dev: No task is open any more',
  '2 11h ben: The target Completion was changed',
  '2 14h wake-up: Reminder of an appointment: How to go on',
  '3 15h ben: Appointment kept: How to go on',
  '3 15h ben: Task added: Agree on a support plan',
  '3 15h ben: Task completed: Agree on a support plan',
  '3 15h ben: No task is open any more',
  `4 09h ${contactId}: Thank you, I was there today.`,
  '9 10h wake-up: Reminder of the target Completion',
  '10 09h ben: Closed: Solved',
];

export const livesAnEarlyAlert = async ({ local }: Place): Promise<void> => {
  const life = await beginLife(local, 'America/New_York');
  const { go, later, dayOf } = life;
  await go(0, '10:00');
  const admin = await life.as('ada', 'admins');
  // A week is a week, whatever the date: this life has no holidays.
  expect((await putOver(admin, '/v1/calendars/campus', (value) => ({ ...value, holidays: [] }))).status).toBe(200);
  expect((await admin.send('PUT', `/v1/contacts/${contactId}`, { body: student })).status).toBe(201);
  const ben = () => life.as('ben', 'advisers');
  const dev = () => life.as('dev', 'tutors');
  const lina = () => life.as(contactId, 'students');

  // Monday: the LMS says it twice, and there is one alert, with its adviser, and one case.
  const missed = {
    Source: 'lms.example.edu',
    DetailType: 'Classes Missed',
    Detail: { contactId, course: 'MATH-101', week: 'this one', missed: 3 },
  };
  await local.putEvents([missed, missed]);
  await local.idle();
  const { items: alerts } = await admin.get<{ items: AlertAnswer[] }>(`/v1/contacts/${contactId}/alerts`);
  expect(alerts).toMatchObject([{ status: 'escalated', reviewer: { user: 'ben' }, repeats: 0 }]);
  const path = `/v1/cases/${alerts[0]?.caseId}`;
  const theCase = async () => (await ben()).get<CaseAnswer>(path);
  const raised = await theCase();
  const start = raised.createdAt;
  expect(raised).toMatchObject({ contactId, createdBy: { kind: 'rule' }, dueAt: later(start, 3) });

  // Ben takes it, has a tutor talk to her, and asks her himself.
  await go(0, '11:00');
  await (await ben()).post(`${path}/claim`);
  const checkIn = await (await ben()).post<TaskAnswer>(`${path}/tasks`, { type: 'check-in' });
  expect(checkIn).toMatchObject({ assignee: { group: 'tutors' }, dueAt: later(checkIn.createdAt, 2) });
  const asked = await (await ben()).post<QuestionAnswer>(`${path}/questions`, { text: 'Are you all right?' });
  expect((await theCase()).openQuestions).toBe(1);

  // She answers by the portal, where nothing is said of the alert, of tasks, or of how it is going
  // with her case.
  await go(1, '14:00');
  const mine = `/v1/me/cases/${raised.id}`;
  await (await lina()).post(`${mine}/questions/${asked.id}/answer`, { text: 'I work at night.' });
  const seen = await (await lina()).get<Record<string, unknown>>(mine);
  expect(Object.keys(seen).filter((field) => /alert|task|stage|escalated|tags|role/i.test(field))).toEqual([]);
  const talk = await (await ben()).post<Appointment>(`${path}/appointments`, {
    title: 'How to go on',
    startsAt: later(await local.now(), 2),
    endsAt: later(await local.now(), 3),
    notes: 'Ask about the night shifts.',
  });

  // The tutor reached her; Ben is given another week before the target passes.
  await go(2, '11:00');
  const call = await (await dev()).post<TaskAnswer>(`${path}/tasks/${checkIn.id}/complete`, { outcome: 'reached' });
  expect(call).toMatchObject({ status: 'completed', clock: { state: 'met' } });
  await (await ben()).post(`${path}/clocks/completion/extend`, { by: { amount: 5, unit: 'days', time: 'working' } });
  expect((await theCase()).dueAt).toBe(later(start, 10));

  await go(3, '15:00');
  await (await ben()).post(`${path}/appointments/${talk.id}/attended`);
  const plan = await (await ben()).post<TaskAnswer>(`${path}/tasks`, {
    type: 'support-plan',
    assignee: { user: 'ben' },
  });
  const agreed = { fields: { plan: 'No shifts before a class.' } };
  await (await ben()).post(`${path}/tasks/${plan.id}/complete`, agreed);
  await go(4, '09:30');
  await (await lina()).post(`${mine}/notes`, { text: 'Thank you, I was there today.' });

  // A week later she has missed nothing. Ben closes the case, and with it the alert.
  await go(10, '09:30');
  await (await ben()).post(`${path}/close`, { reason: 'solved', details: 'You are back in class.' });
  const closed = await theCase();
  expect(closed).toMatchObject({ status: { key: 'resolved' }, openTasks: 0, openQuestions: 0, escalated: 0 });
  expect(closed.clocks.map(({ key, state }) => [key, state])).toEqual([['completion', 'met']]);
  expect(await (await ben()).get(`/v1/alerts/${alerts[0]?.id}`)).toMatchObject({ status: 'resolved' });

  // Nothing happens any more; and this is all that did.
  await go(17, '09:00');
  expect(await mailsOf(life, raised.reference)).toEqual(everyMail);
  const toLina = (await local.mails(student.email)).map(({ text }) => text).join();
  expect(toLina).not.toMatch(/night shifts|MATH-101|tutor|No shifts/);
  const { items: notes } = await (await ben()).get<{
    items: { text: string; createdAt: string; createdBy: { id: string } }[];
  }>(`${path}/notes?system=true&limit=200`);
  expect(notes.map(({ text, createdAt, createdBy }) => `${dayOf(createdAt)} ${createdBy.id}: ${text}`)).toEqual(
    everyNote,
  );
};
