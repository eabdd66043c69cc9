import * as z from 'zod';
import {
  activityChangesSchema,
  activityEndSchema,
  activitySchema,
  newActivitySchema,
} from '#shared/casework/activities/activity.schema.ts';
import {
  resetAnswerSchema,
  sequenceAnswerSchema,
  timelineAnswerSchema,
} from '#shared/casework/activities/timeline.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { key } from '#shared/core/records/primitives.ts';

const family = 'work' as const;
const who = 'staff' as const;
const ofCase = z.strictObject({ id: z.string().min(1).max(64) });
const one = ofCase.extend({ activityId: z.string().min(1).max(64) });
const plan = ofCase.extend({ key });
const refusals = ['not-found', 'not-allowed', 'in-trash', 'stale', 'no-working-time'] as const;
const command = {
  family,
  who,
  ifMatch: 'optional' as const,
  params: one,
  answer: activitySchema,
  findsMoreFaults: true as const,
};
const ending = { ...command, method: 'POST' as const, body: activityEndSchema };

export const createActivityRoute = defineRoute({
  name: 'createActivity',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/activities',
  family,
  who,
  summary: 'Plan an activity on a case, or log one that was done',
  params: ofCase,
  body: newActivitySchema,
  answer: activitySchema,
  status: 201,
  refusals: [
    'not-found',
    'not-allowed',
    'in-trash',
    'too-many-activities',
    'locked-out',
    'no-working-time',
    'unknown-reference',
  ],
});
export const activitiesOfCaseRoute = defineRoute({
  name: 'activitiesOfCase',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/activities',
  family,
  who,
  summary: 'The activities of a case, in the order in which they were made',
  params: ofCase,
  query: plainPageQuery,
  answer: pageOf(activitySchema),
  refusals: ['not-found'],
});
export const getActivityRoute = defineRoute({
  name: 'getActivity',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/activities/{activityId}',
  family,
  who,
  summary: 'One activity',
  params: one,
  answer: activitySchema,
  refusals: ['not-found'],
});
export const editActivityRoute = defineRoute({
  ...command,
  name: 'editActivity',
  method: 'PATCH',
  path: '/v1/cases/{id}/activities/{activityId}',
  summary: 'Change an activity; what is planned after it moves with it',
  body: activityChangesSchema,
  refusals: [...refusals, 'not-scheduled', 'locked-out', 'unknown-reference'],
});
// The end of the last activity of a sequence may close the case.
const endingRefusals = [
  ...refusals,
  'not-scheduled',
  'open-tasks',
  'min-completions',
  'too-many-tasks',
  'blocked-by-link',
  'unknown-reference',
] as const;
export const completeActivityRoute = defineRoute({
  ...ending,
  name: 'completeActivity',
  path: '/v1/cases/{id}/activities/{activityId}/complete',
  summary: 'An activity was done; its timeline counts from that, its sequence goes on',
  refusals: endingRefusals,
});
export const cancelActivityRoute = defineRoute({
  ...ending,
  name: 'cancelActivity',
  path: '/v1/cases/{id}/activities/{activityId}/cancel',
  summary: 'Cancel an activity; its sequence goes on',
  refusals: endingRefusals,
});
export const activityNotRequiredRoute = defineRoute({
  ...ending,
  name: 'activityNotRequired',
  path: '/v1/cases/{id}/activities/{activityId}/not-required',
  summary: 'An activity is not required any more; its sequence goes on',
  refusals: endingRefusals,
});
export const addTimelineRoute = defineRoute({
  name: 'addTimeline',
  method: 'POST',
  path: '/v1/cases/{id}/timelines/{key}',
  family,
  who,
  summary: 'Add a timeline of its type to a case: an activity of each step',
  ifMatch: 'optional',
  params: plan,
  answer: timelineAnswerSchema,
  status: 201,
  refusals: [...refusals, 'already-added', 'already-closed'],
});
export const resetTimelineRoute = defineRoute({
  name: 'resetTimeline',
  method: 'POST',
  path: '/v1/cases/{id}/timelines/{key}/reset',
  family,
  who,
  summary: 'Set a timeline back to what its type says; a dry run shows what that would change',
  isPreviewed: true,
  ifMatch: 'optional',
  params: plan,
  answer: resetAnswerSchema,
  refusals: [...refusals, 'already-closed', 'too-many-activities'],
});
export const beginSequenceRoute = defineRoute({
  name: 'beginSequence',
  method: 'POST',
  path: '/v1/cases/{id}/sequences/{key}',
  family,
  who,
  summary: 'Begin a sequence of its type on a case: the next step is made when the one before it is over',
  ifMatch: 'optional',
  params: plan,
  answer: sequenceAnswerSchema,
  status: 201,
  refusals: [...refusals, 'already-closed'],
});

export const activityRoutes = [
  createActivityRoute,
  activitiesOfCaseRoute,
  getActivityRoute,
  editActivityRoute,
  completeActivityRoute,
  cancelActivityRoute,
  activityNotRequiredRoute,
  addTimelineRoute,
  resetTimelineRoute,
  beginSequenceRoute,
];
