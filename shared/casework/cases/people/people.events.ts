import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { longText, personId } from '#shared/core/records/primitives.ts';

export const peopleEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Case Role Changed',
    publicity: 'staff',
    line: () => 'The roles on the case were changed',
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Client Changed',
    publicity: 'staff',
    line: () => 'The clients of the case were changed',
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Subscriber Changed',
    /** Who asks from outside to follow it, and is to confirm that. */
    after: () => ({ asked: z.string().optional() }),
    publicity: 'staff',
    line: () => 'Who follows the case was changed',
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Lock Changed',
    /** An administrator undid a lock on themselves. */
    after: () => ({ ownLock: z.literal(true).optional() }),
    publicity: 'staff',
    line: () => 'Who is kept out of the case was changed',
    movesInvitations: true,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Opened In Emergency',
    after: () => ({ reason: longText, by: personId }),
    publicity: 'staff',
    line: ({ after: { by, reason } }, { person }) => `Opened in an emergency by ${person(String(by)) ?? by}: ${reason}`,
    consumers: ['notify'],
  }),
] as const;
