import * as z from 'zod';
import { absenceSchema } from '#shared/casework/assignment/absence.schema.ts';
import { pageOf } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { personId } from '#shared/core/records/primitives.ts';

const family = 'contacts' as const;
const mine = { family, who: 'staff', path: '/v1/me/absence' } as const;
const theirs = {
  family,
  who: 'staff',
  path: '/v1/people/{id}/absence',
  params: z.strictObject({ id: personId }),
} as const;
const gone = { answer: z.undefined(), status: 204, refusals: ['not-found'] } as const;

export const getMyAbsenceRoute = defineRoute({
  ...mine,
  name: 'getMyAbsence',
  method: 'GET',
  summary: 'When you are away, where you have said so',
  answer: absenceSchema,
  refusals: ['not-found'],
});
export const putMyAbsenceRoute = defineRoute({
  ...mine,
  name: 'putMyAbsence',
  method: 'PUT',
  summary: 'Say when you are away, and who gets what a rule means for you',
  body: absenceSchema,
  answer: absenceSchema,
  refusals: ['unknown-reference'],
});
export const deleteMyAbsenceRoute = defineRoute({
  ...mine,
  ...gone,
  name: 'deleteMyAbsence',
  method: 'DELETE',
  summary: 'Say that you are here again',
});

export const getAbsenceRoute = defineRoute({
  ...theirs,
  name: 'getAbsence',
  method: 'GET',
  summary: 'When somebody is away, for managers of any type of cases',
  answer: absenceSchema,
  refusals: ['not-found', 'not-allowed'],
});
export const putAbsenceRoute = defineRoute({
  ...theirs,
  name: 'putAbsence',
  method: 'PUT',
  summary: 'Say for somebody when they are away',
  body: absenceSchema,
  answer: absenceSchema,
  refusals: ['not-found', 'not-allowed', 'unknown-reference'],
});
export const deleteAbsenceRoute = defineRoute({
  ...theirs,
  ...gone,
  name: 'deleteAbsence',
  method: 'DELETE',
  summary: 'Say for somebody that they are here again',
  refusals: ['not-found', 'not-allowed'],
});

const openItem = z.strictObject({
  kind: z.enum(['case', 'alert', 'task']),
  id: z.string(),
  /** Of a task. */
  caseId: z.string().optional(),
});
export const myHandoverRoute = defineRoute({
  name: 'myHandover',
  method: 'GET',
  path: '/v1/me/absence/handover',
  family,
  who: 'staff',
  summary: 'What you have open: cases, alerts and tasks that would be handed over',
  query: z.strictObject({ ...shortListQuery, dryRun: z.enum(['true', 'false']).optional() }),
  answer: pageOf(openItem),
});
export const handOverRoute = defineRoute({
  name: 'handOver',
  method: 'POST',
  path: '/v1/me/absence/handover',
  family,
  who: 'staff',
  summary: 'Hand over what you have open: to your substitute, else back to the teams',
  answer: z
    .strictObject({
      items: z.array(
        openItem.extend({
          /** Who has it from now on; nobody where it is left out. */
          to: z.union([z.strictObject({ user: z.string() }), z.strictObject({ group: z.string() })]).optional(),
          /** Why it stays with you. */
          refused: z.string().optional(),
        }),
      ),
      /** How many are left for another request. */
      left: z.int().min(0),
    })
    .meta({ id: 'Handover' }),
  refusals: ['not-away'],
});

export const absenceRoutes = [
  getMyAbsenceRoute,
  putMyAbsenceRoute,
  deleteMyAbsenceRoute,
  getAbsenceRoute,
  putAbsenceRoute,
  deleteAbsenceRoute,
  myHandoverRoute,
  handOverRoute,
];
