import * as z from 'zod';
import { ofAlert } from '#shared/casework/alerts/alert.events.ts';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

const reasons = { absent: 'away', 'out-of-hours': 'not working', full: 'full', 'kept-out': 'kept out' };

export const assignmentEvents = [
  /** A rule or a route found nobody to give an alert, a case or a task of it to. */
  declareCaseEvent({
    about: ['alert', 'case'],
    record: async () => z.union([await ofAlert.record(), await ofCase.record()]),
    type: 'Assignment Failed',
    after: async () => ({
      leftOut: z.array((await import('#shared/casework/assignment/left-out.schema.ts')).leftOutSchema),
      taskId: z.string().optional(),
    }),
    publicity: 'staff',
    line: ({ after: { leftOut = [] } }, { person }) =>
      leftOut.length === 0
        ? 'There was nobody to give it to'
        : `Nobody could be given it: ${leftOut.map(({ user, reason }) => `${person(user) ?? user} is ${reasons[reason]}`).join(', ')}`,
    triggers: { 'assignment-failed': true },
    consumers: ['notify'],
  }),
] as const;
