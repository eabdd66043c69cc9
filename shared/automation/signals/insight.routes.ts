import * as z from 'zod';
import { observationSchema } from '#shared/automation/signals/observation.schema.ts';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { instant } from '#shared/core/records/primitives.ts';

/** The most of each that an answer holds: the newest. */
export const mostRecords = 100;
export const mostObservations = 500;

const observations = z.array(observationSchema);

export const contactActivityRoute = defineRoute({
  name: 'contactActivity',
  method: 'GET',
  path: '/v1/insight/activity',
  family: 'insight',
  who: 'staff',
  summary: 'Alerts and cases of a contact beside its enrolment, attendance and grades',
  query: z.strictObject({
    contactId: z.string().min(1).max(128),
    group: z
      .never({
        error: () => 'groups of contacts are not reckoned here: name one by contactId',
      })
      .optional(),
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
