import type { MailContext } from '#shared/mail/notifications/context.ts';
import { alertMailContext, caseMailContext, contactMailContext, neighbour, note, task } from './contexts.ts';

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

export const everyNotification: MailContext[] = [
  caseMailContext('Case Created'),
  caseMailContext('Case Assigned', { ...withTom, after: { reason: 'workload', note: 'Yours, please.' } }),
  caseMailContext('Case Assigned', { record: { assignee: { group: 'tutors' } } }),
  caseMailContext('Target Reminder Due', { ...withTom, after: target }),
  caseMailContext('Target Breached', { after: target }),
  ...(['Task Created', 'Task Cancelled', 'All Tasks Completed'] as const).map((type) =>
    caseMailContext(type, { ...withTom, after: { task } }),
  ),
  caseMailContext('Target Reminder Due', { after: { ...target, clock: 'task', task } }),
  caseMailContext('Target Breached', { after: { ...target, clock: 'task', task } }),
  caseMailContext('Case Escalated', { after: { by: 'hand', reason: 'urgent', note: 'Now.' } }),
  caseMailContext('Case Opened In Emergency', { ...withTom, after: { reason: 'In danger', by: 'ben' } }),
  caseMailContext('Case Closed', { record: { closure: { ...byTom, reason: 'solved', details: 'We spoke.' } } }),
  caseMailContext('Case Reopened', { after: { note: 'Not solved after all.' } }),
  caseMailContext('Case Status Changed', { type: { notifications: { 'status-changed': {} } } }),
  caseMailContext('Note Added', { ...withTom, after: { note: note({ kind: 'user', id: 'ben' }, true) } }),
  caseMailContext('Note Added', { after: { note: note({ kind: 'requester', id: 'S1' }, true) } }),
  caseMailContext('Case Closed', { record: { subscriptions: [{ id: 'lea' }, { id: 'S2' }] }, followers: [neighbour] }),
  ...(['Appointment Created', 'Appointment Updated', 'Appointment Cancelled'] as const).map((event) =>
    caseMailContext(event, { ...withTom, after: { appointment } }),
  ),
  caseMailContext('Question Asked', { after: { question: { ...asked, dueAt: target.dueAt } } }),
  caseMailContext('Question Answered', { after: { question: answered } }),
  caseMailContext('Question Unanswered', {
    record: { agenda: [{ at: target.dueAt, kind: 'closing', id: asked.id }] },
    after: { question: { ...asked, unansweredAt: byTom.at } },
  }),
  caseMailContext('Due Action Failed', {
    after: {
      code: 'no-working-time',
      clock: 'completion',
      dueAt: target.dueAt,
      due: { what: 'breach', at: target.dueAt },
    },
  }),
  caseMailContext('Appointment Reminder Due', { ...withTom, after: { appointment } }),
  caseMailContext('Activity Reminder Due', {
    ...withTom,
    after: {
      activity: { id: appointment.id, type: 'call', subject: 'Ring them', at: appointment.startsAt, people: ['S1'] },
    },
  }),
  caseMailContext('Silence Warned', { after: { closesAt: target.dueAt } }),
  caseMailContext('Assignment Failed', { after: { leftOut: [{ user: 'tom', reason: 'absent' }] } }),
  caseMailContext('Portal Link Requested'),
  caseMailContext('Case Subscriber Changed', {
    after: { asked: 'S2' },
    asking: { id: 'S2', name: neighbour.name, email: neighbour.email ?? '' },
  }),
  caseMailContext('Note Added', {
    after: { note: { ...note({ kind: 'system', id: 'mail' }, false), unverifiedSender: true } },
  }),
  caseMailContext('Mail Files Refused', {
    actor: { kind: 'requester', id: 'S1' },
    after: { files: [{ name: 'run.exe', reason: 'type-not-allowed' }], count: 1 },
  }),
  caseMailContext('Contact Updated', { changed: ['email'] }),
  contactMailContext({ changed: ['email'], before: { email: 'stella@home.example' } }),
  alertMailContext('Alert Created', { record: { reviewer: { user: 'ben' } } }),
  alertMailContext('Alert Due Soon', { record: { reviewer: { user: 'ben' }, dueAt: '2026-11-26T14:00:00.000Z' } }),
  alertMailContext('Assignment Failed', { after: { leftOut: [] } }),
  alertMailContext('Alert Status Changed', {
    record: { status: 'resolved', outcome: 'contacted' },
    after: { note: 'private finding' },
  }),
];
