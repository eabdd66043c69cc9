import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

export const linkEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Case Link Changed',
    publicity: 'staff',
    line: () => 'The links of the case were changed',
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Merged',
    /** Of the one that takes up the other. */
    after: () => ({ targets: z.enum(['keep', 'restart']).optional() }),
    triggers: { 'case-merged': true },
    publicity: 'staff',
    line: ({ after }) => (after.mergedInto === undefined ? 'Took up another case' : 'Merged into another case'),
    movesClocks: true,
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Unmerged',
    publicity: 'staff',
    line: () => 'The merge was taken back',
    movesClocks: true,
    movesInvitations: true,
    consumers: ['clocks'],
  }),
] as const;
