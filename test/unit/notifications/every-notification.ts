import type { Situation } from '#shared/mail/notifications/context.ts';
import { alertSituation, caseSituation, contactSituation, neighbour, note, task } from './situations.ts';

// Every notification with an event that brings it.

export const byTom = { at: '2026-11-21T09:00:00.000Z', by: { kind: 'user' as const, id: 'tom' } };
export const target = { clock: 'completion', dueAt: '2026-11-26T14:00:00.000Z' };
export const withTom = { record: { assignee: { user: 'tom' } } };

const appointment = {
  id: '01K0000000000000000000MEET',
  title: 'A talk about your courses',
  startsAt: '2026-12-01T14:00:00.000Z',
  endsAt: '2026-12-01T14:30:00.000Z',
  location: 'Room 3',
  notes: 'A suspicion to speak about',
  sequence: 2,
};
export const asked = {
  id: '01KAG0000000000000000000Q1',
  version: 1,
  createdAt: byTom.at,
  createdBy: byTom.by,
  updatedAt: byTom.at,
  text: 'Which course is it?',
  state: 'open' as const,
};
const answered = {
  ...asked,
  state: 'answered' as const,
  answer: { text: 'Mathematics', fileIds: [], at: byTom.at, by: { kind: 'requester' as const, id: 'S1' } },
};

export const everyNotification: Situation[] = [
  caseSituation('Case Created'),
  caseSituation('Case Assigned', { ...withTom, after: { reason: 'workload', note: 'Yours, please.' } }),
  caseSituation('Case Assigned', { record: { assignee: { group: 'tutors' } } }),
  caseSituation('Target Reminder Due', { ...withTom, after: target }),
  caseSituation('Target Breached', { after: target }),
  ...(['Task Created', 'Task Cancelled', 'All Tasks Completed'] as const).map((type) =>
    caseSituation(type, { ...withTom, after: { task } }),
  ),
  caseSituation('Target Reminder Due', { after: { ...target, clock: 'task', task } }),
  caseSituation('Target Breached', { after: { ...target, clock: 'task', task } }),
  caseSituation('Case Escalated', { after: { by: 'hand', reason: 'urgent', note: 'Now.' } }),
  caseSituation('Case Opened In Emergency', { ...withTom, after: { reason: 'In danger', by: 'ben' } }),
  caseSituation('Case Closed', { record: { closure: { ...byTom, reason: 'solved', details: 'We spoke.' } } }),
  caseSituation('Case Reopened', { after: { note: 'Not solved after all.' } }),
  caseSituation('Case Status Changed', { type: { notifications: { 'status-changed': {} } } }),
  caseSituation('Note Added', { ...withTom, after: { note: note({ kind: 'user', id: 'ben' }, true) } }),
  caseSituation('Note Added', { after: { note: note({ kind: 'requester', id: 'S1' }, true) } }),
  caseSituation('Case Closed', { record: { subscriptions: [{ id: 'lea' }, { id: 'S2' }] }, followers: [neighbour] }),
  ...(['Appointment Created', 'Appointment Updated', 'Appointment Cancelled'] as const).map((event) =>
    caseSituation(event, { ...withTom, after: { appointment } }),
  ),
  caseSituation('Question Asked', { after: { question: { ...asked, dueAt: target.dueAt } } }),
  caseSituation('Question Answered', { after: { question: answered } }),
  caseSituation('Question Unanswered', {
    record: { agenda: [{ at: target.dueAt, kind: 'closing', id: asked.id }] },
    after: { question: { ...asked, unansweredAt: byTom.at } },
  }),
  caseSituation('Due Action Failed', {
    after: {
      code: 'no-working-time',
      clock: 'completion',
      dueAt: target.dueAt,
      due: { what: 'breach', at: target.dueAt },
    },
  }),
  caseSituation('Portal Link Requested'),
  caseSituation('Case Subscriber Changed', {
    after: { asked: 'S2' },
    asking: { id: 'S2', name: neighbour.name, email: neighbour.email ?? '' },
  }),
  caseSituation('Note Added', {
    after: { note: { ...note({ kind: 'system', id: 'mail' }, false), unverifiedSender: true } },
  }),
  caseSituation('Mail Files Refused', {
    actor: { kind: 'requester', id: 'S1' },
    after: { files: [{ name: 'run.exe', reason: 'type-not-allowed' }], count: 1 },
  }),
  caseSituation('Contact Updated', { changed: ['email'] }),
  contactSituation({ changed: ['email'], before: { email: 'stella@home.example' } }),
  alertSituation('Alert Created', { record: { reviewer: { user: 'ben' } } }),
  alertSituation('Alert Due Soon', { record: { reviewer: { user: 'ben' }, dueAt: '2026-11-26T14:00:00.000Z' } }),
  alertSituation('Alert Status Changed', {
    record: { status: 'resolved', outcome: 'contacted' },
    after: { note: 'private finding' },
  }),
];
