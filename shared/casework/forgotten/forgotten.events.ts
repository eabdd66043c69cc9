import * as z from 'zod';
import { ofAlert } from '#shared/casework/alerts/alert.events.ts';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { instant } from '#shared/core/records/primitives.ts';

export const forgottenEvents = [
  /** Once for each stretch in which an open record has nobody, or no next moment. */
  declareCaseEvent({
    about: ['alert', 'case'],
    record: async () => z.union([await ofAlert.record(), await ofCase.record()]),
    type: 'Record Forgotten',
    after: () => ({ reason: z.enum(['nobody', 'no-next-moment']), since: instant }),
    publicity: 'staff',
    line: ({ after }) =>
      after.reason === 'nobody' ? 'Nobody is left who will look at it' : 'Nothing will bring it up again',
  }),
] as const;
