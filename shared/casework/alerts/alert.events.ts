import * as z from 'zod';
import { alertSchema } from '#shared/casework/alerts/alert.ts';
import { caseSchema } from '#shared/casework/cases/case.ts';
import { caseChange, declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { declareEvent } from '#shared/core/events/event-declaration.ts';
import { instant, longText } from '#shared/core/records/primitives.ts';

/** What may change of an alert, but for what every change moves. */
export const alertChange = alertSchema.omit({ version: true, updatedAt: true }).partial().meta({ id: 'AlertChange' });

const ofAlert = { about: ['alert'], record: alertSchema, changes: alertChange } as const;

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
    after: { note: longText.optional() },
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
    record: z.union([alertSchema, caseSchema]),
    changes: z.union([alertChange, caseChange]),
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
    after: { repeat: alertSchema.pick({ description: true, priority: true, source: true, course: true }).partial() },
  }),
  declareEvent({
    ...ofAlert,
    type: 'Alert Due Soon',
    after: { dueAt: instant.optional() },
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Alert Linked',
    publicity: 'staff',
    line: () => 'An alert was added',
  }),
] as const;
