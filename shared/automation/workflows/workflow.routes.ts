import * as z from 'zod';
import { contextSchema, enrolmentSchema } from '#shared/automation/workflows/enrolment.schema.ts';
import { simulationInputSchema, simulationSchema } from '#shared/automation/workflows/simulation.schema.ts';
import { workflowSchema } from '#shared/automation/workflows/workflow.schema.ts';
import { configurationAnswer } from '#shared/core/definitions/configuration.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { pageQuery } from '#shared/core/records/listing.schema.ts';
import { contactId, key } from '#shared/core/records/primitives.ts';

const family = 'automation' as const;
const place = '/v1/workflows/{id}' as const;
// Read leniently: a key that could not be is a workflow that is not there.
const one = z.strictObject({ id: z.string().min(1).max(128) });
const answer = configurationAnswer
  .extend({ id: key, published: z.int().optional().meta({ description: 'The version that people are enrolled in.' }) })
  .meta({ id: 'WorkflowAnswer' });

export const listWorkflowsRoute = defineRoute({
  name: 'listWorkflows',
  method: 'GET',
  path: '/v1/workflows',
  family,
  who: 'staff',
  summary: 'All workflows, as they were saved last',
  query: plainPageQuery,
  answer: pageOf(answer),
});
export const createWorkflowRoute = defineRoute({
  name: 'createWorkflow',
  method: 'POST',
  path: '/v1/workflows',
  family,
  who: 'admin',
  summary: 'Make a workflow and publish it at once',
  body: workflowSchema,
  answer,
  status: 201,
  refusals: ['not-allowed', 'unknown-reference'],
});
export const getWorkflowRoute = defineRoute({
  name: 'getWorkflow',
  method: 'GET',
  path: place,
  family,
  who: 'staff',
  summary: 'One workflow, as it was saved last',
  params: one,
  answer,
  refusals: ['not-found'],
});
export const putWorkflowRoute = defineRoute({
  name: 'putWorkflow',
  method: 'PUT',
  path: place,
  family,
  who: 'admin',
  summary: 'Put a draft of a workflow; nobody is enrolled in it before it is published',
  ifMatch: 'when-exists',
  params: z.strictObject({ id: key }),
  body: workflowSchema,
  answer,
  refusals: ['not-allowed', 'precondition-required', 'stale', 'unknown-reference'],
});
export const deleteWorkflowRoute = defineRoute({
  name: 'deleteWorkflow',
  method: 'DELETE',
  path: place,
  family,
  who: 'admin',
  summary: 'Delete a workflow that nothing refers to and nobody is under way in',
  ifMatch: 'required',
  params: one,
  answer: z.undefined(),
  status: 204,
  refusals: ['not-found', 'not-allowed', 'in-use', 'stale'],
});
export const versionsOfWorkflowRoute = defineRoute({
  name: 'versionsOfWorkflow',
  method: 'GET',
  path: `${place}/versions`,
  family,
  who: 'staff',
  summary: 'Every version it had, oldest first',
  params: one,
  query: plainPageQuery,
  answer: pageOf(configurationAnswer),
  refusals: ['not-found'],
});

const impactSchema = z
  .strictObject({
    perStep: z.record(z.string(), z.int()).meta({ description: 'How many people are under way at each step.' }),
    empty: z.boolean(),
    matchesNow: z.int().optional().meta({
      description:
        'Where time begins it: how many open records, or contacts, it would be asked about and hold for now.',
    }),
    atLeast: z.literal(true).optional().meta({ description: 'There are more than are looked at.' }),
  })
  .meta({ id: 'PublicationImpact' });
export const publishWorkflowRoute = defineRoute({
  name: 'publishWorkflow',
  method: 'POST',
  path: `${place}/publish`,
  family,
  who: 'admin',
  summary: 'Whom publishing the draft would touch; with the token of that answer, publish it',
  params: one,
  body: z
    .strictObject({
      running: z.enum(['keep', 'move', 'end']).default('keep'),
      token: z.string().min(1).max(64).optional(),
    })
    .optional(),
  answer: z.union([z.strictObject({ impact: impactSchema, token: z.string() }), answer]),
  refusals: ['not-found', 'not-allowed', 'stale-token'],
});

export const simulateWorkflowRoute = defineRoute({
  name: 'simulateWorkflow',
  method: 'POST',
  path: '/v1/workflows/simulate',
  family,
  who: 'admin',
  summary: 'What a workflow would do with somebody, step by step on virtual time; nothing is written',
  body: simulationInputSchema,
  answer: simulationSchema,
  refusals: ['not-allowed', 'unknown-reference'],
});

export const enrolRoute = defineRoute({
  name: 'enrollContact',
  method: 'POST',
  path: `${place}/enrollments`,
  family,
  who: 'staff',
  summary: 'Enrol somebody by hand',
  params: one,
  body: z.strictObject({ contactId, context: contextSchema.optional() }),
  answer: enrolmentSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'unknown-reference', 'not-published', 'disabled', 'already-enrolled'],
});
export const listEnrolmentsRoute = defineRoute({
  name: 'listEnrollments',
  method: 'GET',
  path: `${place}/enrollments`,
  family,
  who: 'staff',
  summary: 'Who is or was in a workflow, where, since when and why, newest first',
  params: one,
  query: z.strictObject({
    ...pageQuery,
    status: z.enum(['running', 'finished', 'aborted', 'failed']).optional(),
    step: z.string().max(200).optional(),
    contactId: contactId.optional(),
  }),
  answer: pageOf(enrolmentSchema),
  refusals: ['not-found', 'not-allowed'],
});
const oneEnrolment = z.strictObject({ ...one.shape, eid: z.string().min(1).max(64) });
export const getEnrolmentRoute = defineRoute({
  name: 'getEnrollment',
  method: 'GET',
  path: `${place}/enrollments/{eid}`,
  family,
  who: 'staff',
  summary: 'One enrolment',
  params: oneEnrolment,
  answer: enrolmentSchema,
  refusals: ['not-found', 'not-allowed'],
});
export const abortEnrolmentRoute = defineRoute({
  name: 'abortEnrollment',
  method: 'POST',
  path: `${place}/enrollments/{eid}/abort`,
  family,
  who: 'staff',
  summary: 'Take somebody out of a workflow; nothing more happens to them in it',
  params: oneEnrolment,
  answer: enrolmentSchema,
  refusals: ['not-found', 'not-allowed', 'not-running'],
});

export const workflowRoutes = [
  listWorkflowsRoute,
  createWorkflowRoute,
  getWorkflowRoute,
  putWorkflowRoute,
  deleteWorkflowRoute,
  versionsOfWorkflowRoute,
  publishWorkflowRoute,
  simulateWorkflowRoute,
  enrolRoute,
  listEnrolmentsRoute,
  getEnrolmentRoute,
  abortEnrolmentRoute,
];
