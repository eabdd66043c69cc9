import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { instant } from '#shared/core/records/primitives.ts';
import { refusalTitle } from '#shared/core/refusals.ts';

export const silenceEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Silence Warned',
    /** When the case is closed if the requester stays silent. */
    after: () => ({ closesAt: instant }),
    publicity: 'public',
    line: () => 'Nothing has come from the requester',
    lineForRequester: () => 'Nothing has come from you',
    movesClocks: true,
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Closing Called Off',
    /** The name of the refusal, or `internal`, and it in words. */
    after: () => ({ code: z.string(), reason: z.string() }),
    publicity: 'staff',
    line: ({ after }) => `It was not closed for want of an answer: ${refusalTitle(String(after.code))}`,
    consumers: ['clocks', 'notify'],
  }),
] as const;
