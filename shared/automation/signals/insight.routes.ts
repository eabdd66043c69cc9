import * as z from 'zod';
import { observationSchema } from '#shared/automation/signals/observation.schema.ts';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { contactId, instant, key } from '#shared/core/records/primitives.ts';

/** The most of each that an answer holds: the newest. */
export const mostRecords = 100;
export const mostObservations = 500;

/** As many persons of a segment as are looked at for one answer. */
export const mostMembers = 200;

const observations = z.array(
  observationSchema.extend({
    contactId: contactId.optional().meta({ description: 'Of a group: whose it is.' }),
  }),
);

export const contactActivityRoute = defineRoute({
  name: 'contactActivity',
  method: 'GET',
  path: '/v1/insight/activity',
  family: 'insight',
  who: 'staff',
  summary: 'Alerts and cases of a contact, or of a segment, beside enrolment, attendance and grades',
  query: z
    .strictObject({
      contactId: z.string().min(1).max(128).optional(),
      group: key.optional().meta({ description: `A segment of ${mostMembers} persons at the most.` }),
    })
    .refine(({ contactId: one, group }) => (one === undefined) !== (group === undefined), {
      path: ['contactId'],
      message: 'either a contact or, by group, a segment is named',
      params: { code: 'one-of-two' },
    }),
  answer: z
    .strictObject({
      alerts: z.array(alertAnswerSchema).meta({ description: `Newest first, ${mostRecords} at the most.` }),
      cases: z.array(caseAnswerSchema).meta({ description: `Newest first, ${mostRecords} at the most.` }),
      attendance: observations.meta({ description: `Oldest first, the newest ${mostObservations}.` }),
      grades: observations.meta({ description: 'The newest of each term and course.' }),
      enrolment: observations.meta({ description: 'The newest of each term and course.' }),
      asOf: instant,
    })
    .meta({ id: 'ContactActivity' }),
  refusals: ['not-found'],
});

export const insightRoutes = [contactActivityRoute];
