import * as z from 'zod';
import { appointmentSchema } from '#shared/casework/appointments/appointment.schema.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { noteSchema } from '#shared/casework/notes/note.schema.ts';
import { questionAnswerSchema } from '#shared/casework/questions/question.schema.ts';
import { taskAnswerSchema } from '#shared/casework/tasks/task.schema.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

/** Of what the policy knows, what has no action of its own in `allowed`. */
export const rightsOnCase = ['follow', 'help', 'appoint', 'work', 'manage', 'export'] as const;

export const caseSummaryRoute = defineRoute({
  name: 'caseSummary',
  method: 'GET',
  path: '/v1/cases/{id}/summary',
  family: 'cases',
  who: 'staff',
  summary: 'What the first screen of a case needs, with the actions that the caller may take',
  params: z.strictObject({ id: z.string().min(1).max(64) }),
  answer: z
    .strictObject({
      record: caseAnswerSchema,
      contact: contactSchema.optional(),
      clocks: caseAnswerSchema.shape.clocks,
      openTasks: z.array(taskAnswerSchema),
      lastNotes: z.array(noteSchema).meta({ description: 'The last five, newest first' }),
      nextAppointment: appointmentSchema.optional(),
      openQuestions: z.array(questionAnswerSchema),
      allowed: z.array(z.string()).meta({
        description: 'The last parts of the routes of those actions that would be taken, such as close',
      }),
      rights: z.array(z.enum(rightsOnCase)).meta({
        description:
          'What the caller may do on it beside actions: work (edit it, and add to it), manage, help (with its tasks), appoint (make appointments), follow, export',
      }),
    })
    .meta({ id: 'CaseSummary' }),
  refusals: ['not-found'],
});
