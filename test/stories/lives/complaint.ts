import { expect } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import { putOver } from '#test/stories/configuring.ts';
import { beginLife, mailsOf, type Place } from './life.ts';

// A complaint to a council, by the ready-made configuration: late at stage 1, reviewed at stage 2,
// at the ombudsman in stage 3, answered after nine weeks. London, Mon–Fri 9 to 5.

const people: Record<string, string[]> = {
  'complaints-team': ['cora', 'colin'],
  services: ['sam', 'sue'],
  'complaints-reviewers': ['rita', 'ron'],
  'complaints-leads': ['lena'],
};

const staff = async (admin: Client): Promise<void> => {
  for (const [group, members] of Object.entries(people)) {
    const listed = members.map((id) => ({ id, email: `${id}@council.example`, name: id }));
    const { status } = await putOver(admin, `/v1/groups/${group}`, (value) => ({ ...value, members: listed }));
    expect(status).toBe(200);
  }
};

const everyMail = [
  '0 09h case-raised-group → colin',
  '0 09h case-raised-requester → okafor',
  '0 09h task-assigned → colin',
  '0 09h task-assigned → sam',
  '0 09h task-assigned → sue',
  '1 10h case-assigned-group → sam',
  '1 10h case-assigned-group → sue',
  '1 10h note-by-staff → okafor',
  '1 10h note-by-staff → sam',
  '1 10h note-by-staff → sue',
  // Two working days before the service is to report; then it has not.
  '7 09h task-reminder → sam',
  '7 09h task-reminder → sue',
  '9 09h target-reminder → sam',
  '9 09h target-reminder → sue',
  '9 09h task-breached → sam',
  '9 09h task-breached → sue',
  // Sam reports; the person whom the report is about is not mailed.
  '10 11h all-tasks-completed → sue',
  '11 09h target-reminder → sam',
  '11 09h target-reminder → sue',
  '14 09h target-breached-escalation → lena',
  '14 09h target-breached-manager → sam',
  '14 09h target-breached-manager → sue',
  // Stage 2: the rule gives it to the reviewers, with a task.
  '14 15h case-assigned-group → rita',
  '14 15h case-assigned-group → ron',
  '14 15h task-assigned → rita',
  '14 15h task-assigned → ron',
  '30 15h task-reminder → rita',
  '30 15h task-reminder → ron',
  '32 10h all-tasks-completed → ron',
  // Stage 3.
  '32 11h case-assigned-group → lena',
  '32 11h task-assigned → lena',
  '44 11h task-reminder → lena',
  '60 10h case-closed-requester → okafor',
];

/** What people wrote, and in words what happened. */
const everyNote = [
  '0 09h cora: The case was raised',
  '0 09h cora: Task added: Acknowledge the complaint',
  '0 09h cora: Task added: Report of the service',
  '1 10h cora: Assigned to Services: Belongs to another service',
  '1 10h cora: Status: Being investigated',
  '1 10h cora: The service looks into it.',
  '1 10h cora: Task completed: Acknowledge the complaint',
  '2 09h sam: Task started: Report of the service',
  '7 09h wake-up: Reminder of the target of the task Report of the service',
  '9 09h wake-up: Reminder of the target Answered',
  '9 09h wake-up: The target of the task Report of the service was missed',
  '10 11h sam: Task completed: Report of the service',
  '10 11h sam: No task is open any more',
  '11 09h wake-up: Reminder of the target Answered',
  '14 09h wake-up: The target Answered was missed',
  '14 09h wake-up: Escalated to level 1',
  '14 15h cora: Changed: stage',
  '14 15h stage-2-to-reviewers: Assigned to Complaints reviewers',
  '14 15h stage-2-to-reviewers: Task added: Review of the answer',
  '14 15h cora: The target Answered was changed',
  '30 15h wake-up: Reminder of the target of the task Review of the answer',
  '32 10h rita: Task completed: Review of the answer',
  '32 10h rita: No task is open any more',
  '32 11h cora: Changed: fields, stage',
  '32 11h ombudsman-to-leads: Assigned to Complaints leads',
  '32 11h ombudsman-to-leads: Changed: priority',
  '32 11h ombudsman-to-leads: Task added: File for the ombudsman',
  '32 11h cora: Status: With the ombudsman',
  '44 11h wake-up: Reminder of the target of the task File for the ombudsman',
  '45 16h lena: Task completed: File for the ombudsman',
  '45 16h lena: No task is open any more',
  // Its clock stands still with the ombudsman, so the nightly check finds that nothing is next.
  '46 02h wake-up: Nothing will bring it up again',
  '60 10h cora: Status: Being investigated',
  '60 10h cora: Closed: Answered',
];

const clocksOf = ({ clocks }: CaseAnswer) => Object.fromEntries(clocks.map(({ key, ...clock }) => [key, clock]));

export const livesAComplaint = async ({ local }: Place): Promise<void> => {
  const life = await beginLife(local, 'Europe/London');
  const { go, later, dayOf } = life;
  await go(0, '09:00');
  const admin = await life.as('ada', 'admins');
  await admin.post('/v1/configuration/ready-made/complaints/install');
  await staff(admin);
  const contact = { name: 'Ike Okafor', email: 'okafor@people.example' };
  expect((await admin.send('PUT', '/v1/contacts/okafor', { body: contact })).status).toBe(201);
  const cora = () => life.as('cora', 'complaints-team');
  const sam = () => life.as('sam', 'services');
  const rita = () => life.as('rita', 'complaints-reviewers');
  const lena = () => life.as('lena', 'complaints-leads');

  // Monday: the complaint is raised, and has two tasks and two clocks.
  const raised = await (await cora()).post<CaseAnswer>('/v1/cases', {
    type: 'complaint',
    subject: 'Bins not emptied for three weeks',
    contactId: 'okafor',
    stage: 'stage-1',
    fields: { service: 'waste' },
  });
  const path = `/v1/cases/${raised.id}`;
  const theCase = async () => (await cora()).get<CaseAnswer>(path);
  const tasks = async () => (await (await cora()).get<{ items: TaskAnswer[] }>(`${path}/tasks`)).items;
  const theTask = async (type: string) => {
    const found = (await tasks()).find((task) => task.type === type);
    if (!found) throw new Error(`the complaint has no ${type}`);
    return found;
  };
  const onTask = async (by: Client, type: string, what: string, body?: object) =>
    by.send<TaskAnswer & { code?: string }>('POST', `${path}/tasks/${(await theTask(type)).id}/${what}`, { body });
  const change = async (by: Client, body: object) => {
    const answer = await by.send<CaseAnswer>('PATCH', path, { body, headers: { 'if-match': '*' } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    await local.idle();
  };
  const start = raised.createdAt;
  expect(clocksOf(raised)).toMatchObject({
    'first-response': { state: 'running', dueAt: later(start, 7) },
    completion: { state: 'running', dueAt: later(start, 14), nextReminderAt: later(start, 9) },
  });
  expect(
    (await tasks()).map(({ type, assignee, dueAt, clock }) => [type, assignee, dueAt, clock?.nextReminderAt]),
  ).toEqual([
    ['acknowledge', { group: 'complaints-team' }, later(start, 2), undefined],
    ['service-report', { group: 'services' }, later(start, 9), later(start, 7)],
  ]);
  expect(await onTask(await sam(), 'service-report', 'start')).toMatchObject({
    status: 409,
    body: { code: 'prerequisite-missing' },
  });

  // Tuesday: acknowledged, and with the service.
  await go(1, '10:00');
  const acknowledging = await cora();
  await acknowledging.post(`${path}/assign`, { group: 'services', reason: 'right-service' });
  await acknowledging.post(`${path}/status`, { status: 'investigating' });
  await acknowledging.post(`${path}/notes`, { text: 'The service looks into it.', public: true });
  expect((await onTask(acknowledging, 'acknowledge', 'complete')).body).toMatchObject({ clock: { state: 'met' } });
  expect(clocksOf(await theCase())['first-response']).toMatchObject({ state: 'met' });

  // The service begins, is reminded, and is late; on Thursday of the second week it reports.
  await go(2, '09:30');
  expect((await onTask(await sam(), 'service-report', 'start')).body).toMatchObject({ status: 'in-progress' });
  await go(10, '11:00');
  expect(await theTask('service-report')).toMatchObject({ clock: { state: 'breached', breachedAt: later(start, 9) } });
  expect((await onTask(await sam(), 'service-report', 'complete')).status).toBe(400);
  const reported = await onTask(await sam(), 'service-report', 'complete', { fields: { report: 'A lorry was out.' } });
  expect(reported.body).toMatchObject({ status: 'completed', clock: { state: 'breached' } });

  // Nobody answers: on the third Monday the target is breached, and the complaint escalates.
  await go(14, '15:00');
  expect(await theCase()).toMatchObject({ escalated: 1, openTasks: 0, dueAt: later(start, 14) });

  // Stage 2: twenty more days, and a review that has to be done before it is closed.
  const reviewing = await cora();
  await change(reviewing, { stage: 'stage-2' });
  await reviewing.post(`${path}/clocks/completion/extend`, { by: { amount: 20, unit: 'days', time: 'working' } });
  const review = await theTask('review');
  expect(review).toMatchObject({ dueAt: later(review.createdAt, 21), createdBy: { kind: 'rule' } });
  expect(await theCase()).toMatchObject({ assignee: { group: 'complaints-reviewers' }, dueAt: later(start, 42) });
  expect(await reviewing.send('POST', `${path}/close`, { body: { reason: 'answered' } })).toMatchObject({
    status: 409,
    body: { code: 'open-tasks' },
  });
  await go(32, '10:00');
  expect((await onTask(await rita(), 'review', 'complete', { outcome: 'changed' })).body).toMatchObject({
    outcome: 'changed',
    clock: { state: 'met' },
  });

  // Stage 3: the ombudsman has it, and its clock stands still.
  await go(32, '11:00');
  const referring = await cora();
  await change(referring, { stage: 'ombudsman', fields: { 'ombudsman-reference': 'O-77' } });
  await referring.post(`${path}/status`, { status: 'with-ombudsman' });
  const file = await theTask('ombudsman-file');
  expect(file).toMatchObject({ assignee: { group: 'complaints-leads' }, dueAt: later(file.createdAt, 14) });
  const before = await theCase();
  expect(before).toMatchObject({ priority: 'high', assignee: { group: 'complaints-leads' } });
  expect(clocksOf(before).completion).toMatchObject({ state: 'paused', pausedBy: ['status'], dueAt: later(start, 42) });
  await go(45, '16:00');
  expect((await onTask(await lena(), 'ombudsman-file', 'complete')).body).toMatchObject({ clock: { state: 'met' } });

  // The ombudsman answers on the Friday of the ninth week. What was left, 46 working hours, is left
  // again; then the complaint is answered.
  await go(60, '10:00');
  const closing = await cora();
  await closing.post(`${path}/status`, { status: 'investigating' });
  const resumed = clocksOf(await theCase()).completion;
  expect([resumed?.state, dayOf(String(resumed?.dueAt))]).toEqual(['running', '67 16h']);
  await closing.post(`${path}/close`, { reason: 'answered', details: 'We were wrong, and pay for the extra bags.' });
  const closed = await theCase();
  expect(closed).toMatchObject({ status: { key: 'answered' }, openTasks: 0, taskCount: 4, escalated: 1 });
  expect(Object.fromEntries(closed.clocks.map(({ key, state }) => [key, state]))).toEqual({
    'first-response': 'met',
    completion: 'met',
  });

  // Nothing happens any more; and this is all that did.
  await go(68, '09:00');
  expect(await mailsOf(life, raised.reference)).toEqual(everyMail);
  const ledger = await (await cora()).get<{
    items: { why: { kind: string }; from: { state: string }; to: { state: string } }[];
  }>(`${path}/clocks/completion/ledger`);
  expect(ledger.items.map(({ why, from, to }) => [why.kind, from.state, to.state])).toEqual([
    ['Target Breached', 'running', 'breached'],
    ['Target Changed', 'breached', 'running'],
    ['Case Status Changed', 'running', 'paused'],
    ['Case Status Changed', 'paused', 'running'],
    ['Case Closed', 'running', 'met'],
  ]);
  const notes = await (await cora()).get<{ items: { text: string; createdAt: string; createdBy: { id: string } }[] }>(
    `${path}/notes?system=true&limit=200`,
  );
  expect(notes.items.map(({ text, createdAt, createdBy }) => `${dayOf(createdAt)} ${createdBy.id}: ${text}`)).toEqual(
    everyNote,
  );
};
