import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { declareEvent } from '#shared/core/events/event-declaration.ts';
import { instant, longText } from '#shared/core/records/primitives.ts';

const alert = () => import('#shared/casework/alerts/alert.ts');
export const ofAlert = {
  about: ['alert'],
  record: async () => (await alert()).alertSchema,
  changes: async () => (await alert()).alertChange,
} as const;

export const alertEvents = [
  declareEvent({
    ...ofAlert,
    type: 'Alert Created',
    triggers: { 'alert-created': true },
    consumers: ['clocks', 'notify'],
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Updated',
    triggers: { 'alert-updated': true, 'alert-priority-changed': ({ changed }) => changed.includes('priority') },
    consumers: ['clocks'],
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Status Changed',
    after: () => ({ note: longText.optional() }),
    triggers: { 'alert-status-changed': true, 'alert-closed': ({ after }) => after.category === 'closed' },
    consumers: ['clocks', 'notify'],
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Reviewer Changed',
    triggers: { 'alert-reviewer-changed': true },
    consumers: ['notify'],
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Escalated',
    triggers: { 'alert-status-changed': true, 'alert-escalated': true },
  }),
  // Of the alert and of its case one each.
  declareCaseEvent({
    about: ['alert', 'case'],
    record: async () => z.union([await ofAlert.record(), await ofCase.record()]),
    changes: async () => z.union([await ofAlert.changes(), await ofCase.changes()]),
    type: 'Alert Unlinked',
    publicity: 'staff',
    line: () => 'An alert was taken away',
    triggers: { 'alert-status-changed': ({ subject }) => subject.kind === 'alert' },
    consumers: ['clocks'],
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Repeated',
    /** What the one said that was not raised. */
    after: async () => ({
      repeat: (await ofAlert.record())
        .pick({ description: true, priority: true, source: true, course: true })
        .partial(),
    }),
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Due Soon',
    after: () => ({ dueAt: instant.optional() }),
    consumers: ['notify'],
  }),
  // Its record is what is left, and it says nothing of what was.
  declareEvent({ ...ofAlert, type: 'Alert Anonymised' }),
  declareEvent({ ...ofAlert, type: 'Person Erased From Alert' }),
  declareEvent({ about: ['alert'], type: 'Alert Deleted' }),
  declareCaseEvent({
    ...ofCase,
    type: 'Alert Linked',
    publicity: 'staff',
    line: () => 'An alert was added',
  }),
] as const;
