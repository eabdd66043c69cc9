import * as z from 'zod';
import { declareCaseEvent } from '#shared/casework/cases/declare-case-event.ts';
import { setAsideWords } from '#shared/casework/cases/set-aside-words.ts';
import { declareEvent } from '#shared/core/events/event-declaration.ts';
import { own } from '#shared/core/records/own.ts';

// What becomes of mails to and from a case. None of it changes the case: a mail races with nobody's
// version.

/** By which notification, to which address. */
const mail = () => ({ notification: z.string(), to: z.string() });

export const mailEvents = [
  declareCaseEvent({
    about: ['case'],
    type: 'Mail Set Aside',
    after: () => ({ reason: z.enum(Object.keys(setAsideWords) as (keyof typeof setAsideWords)[]) }),
    publicity: 'staff',
    line: ({ after: { reason } }) =>
      `A mail to the case was set aside: ${own(setAsideWords, String(reason)) ?? reason}`,
    consumers: ['notify'],
  }),
  declareCaseEvent({
    about: ['case'],
    type: 'Mail Files Refused',
    after: async () => {
      const { rejections } = await import('#shared/casework/files/file.schema.ts');
      return {
        /** The first fifty. */
        files: z.array(z.strictObject({ name: z.string(), reason: z.enum(rejections) })),
        count: z.int().min(1),
      };
    },
    publicity: 'staff',
    line: ({ after: { files = [] } }) =>
      `Files of a mail were not taken, and are in the whole mail alone: ${files.map(({ name }) => name).join(', ')}`,
    consumers: ['notify'],
  }),
  declareCaseEvent({
    about: ['case', 'alert', 'contact'],
    type: 'Mail Requested',
    after: async () => ({
      template: z.string(),
      /** Staff, teams and contacts, as they were found when it was asked for. */
      to: z.array(
        z.union([
          z.strictObject({ user: z.string() }),
          z.strictObject({ group: z.string() }),
          z.strictObject({ contact: z.string() }),
        ]),
      ),
      /** The kind of mail that a contact can be rid of by a link in it. */
      optOut: z.string().optional(),
      /** Of the event that led to it, for the template. */
      task: (await import('#shared/casework/tasks/task.schema.ts')).taskSchema.optional(),
      appointment: (await import('#shared/casework/appointments/appointment.schema.ts')).appointmentSchema.optional(),
      question: (await import('#shared/casework/questions/question.schema.ts')).questionSchema.optional(),
    }),
    publicity: 'staff',
    line: ({ after }) => `A mail was asked for: ${after.template}`,
    consumers: ['notify'],
  }),
  declareCaseEvent({
    about: ['case', 'alert', 'contact'],
    type: 'Notification Failed',
    after: () => ({
      ...mail(),
      reason: z.enum(['refused', 'bounced', 'complained']),
      detail: z.string().optional(),
    }),
    publicity: 'staff',
    line: ({ after }) => `A mail to ${after.to} did not arrive`,
  }),
  // On the bus alone: it is read off the mail, and costs no write.
  declareEvent({ about: ['case', 'alert', 'contact'], type: 'Notification Sent', after: mail }),
] as const;
