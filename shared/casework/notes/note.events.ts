import * as z from 'zod';
import { alertChange } from '#shared/casework/alerts/alert.events.ts';
import { alertSchema } from '#shared/casework/alerts/alert.ts';
import { caseSchema } from '#shared/casework/cases/case.ts';
import { caseChange, declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { noteSchema } from '#shared/casework/notes/note.schema.ts';
import { key, ulidSchema } from '#shared/core/records/primitives.ts';

export const noteEvents = [
  declareCaseEvent({
    about: ['case', 'alert'],
    record: z.union([caseSchema, alertSchema]),
    changes: z.union([caseChange, alertChange]),
    type: 'Note Added',
    after: { note: noteSchema },
    publicity: 'as-it-says',
    isPublic: ({ note }) => note?.public === true,
    movesClocks: true,
    triggers: { 'note-added': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Message Sent',
    /** What staff sent by mail; it lies below the case. */
    after: {
      message: z.strictObject({
        id: ulidSchema,
        template: key.optional(),
        subject: z.string(),
        to: z.array(z.string()),
      }),
    },
    publicity: 'private',
    line: ({ after }) => `A message was sent: ${after.message?.subject}`,
    movesClocks: true,
    consumers: ['clocks', 'notify'],
  }),
] as const;
