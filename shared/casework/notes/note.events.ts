import * as z from 'zod';
import { ofAlert } from '#shared/casework/alerts/alert.events.ts';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { key, ulidSchema } from '#shared/core/records/primitives.ts';

export const noteEvents = [
  declareCaseEvent({
    about: ['case', 'alert'],
    record: async () => z.union([await ofCase.record(), await ofAlert.record()]),
    changes: async () => z.union([await ofCase.changes(), await ofAlert.changes()]),
    type: 'Note Added',
    after: async () => ({ note: (await import('#shared/casework/notes/note.schema.ts')).noteSchema }),
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
    after: () => ({
      message: z.strictObject({
        id: ulidSchema,
        template: key.optional(),
        subject: z.string(),
        to: z.array(z.string()),
      }),
    }),
    publicity: 'private',
    line: ({ after }) => `A message was sent: ${after.message?.subject}`,
    named: ({ after }) => after.message?.subject,
    movesClocks: true,
    consumers: ['clocks', 'notify'],
  }),
] as const;
