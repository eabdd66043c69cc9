import * as z from 'zod';
import {
  newTaskSchema,
  taskAnswerSchema,
  taskChangesSchema,
  taskOutcomeSchema,
  taskStatuses,
} from '#shared/casework/tasks/task.schema.ts';
import { stepOutcomeSchema } from '#shared/casework/tasks/task-step.schema.ts';
import { explainedPageOf, pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { explainQuery, flag, pageQuery } from '#shared/core/records/listing.schema.ts';
import { instant, key } from '#shared/core/records/primitives.ts';

const family = 'work' as const;
const who = 'staff' as const;
const ofCase = z.strictObject({ id: z.string().min(1).max(64) });
export const oneTask = ofCase.extend({ taskId: z.string().min(1).max(64) });
const command = {
  family,
  who,
  ifMatch: 'optional' as const,
  params: oneTask,
  answer: taskAnswerSchema,
  findsMoreFaults: true as const,
};
const refusals = ['not-found', 'not-allowed', 'in-trash', 'task-completed', 'task-cancelled', 'stale'] as const;

export const listTasksRoute = defineRoute({
  name: 'listTasks',
  method: 'GET',
  path: '/v1/tasks',
  family,
  who,
  summary: 'Tasks of all cases that the caller may see, newest first unless sorted otherwise',
  query: z.strictObject({
    ...pageQuery,
    ...explainQuery,
    sort: z.enum(['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'dueAt', '-dueAt']).default('-createdAt'),
    assignee: z.string().min(1).max(128).optional(),
    group: z.string().min(1).max(64).optional(),
    status: z.enum(taskStatuses).optional(),
    type: key.optional(),
    caseType: key.optional(),
    overdue: flag.optional(),
    dueBefore: instant.optional(),
    createdFrom: instant.optional(),
    createdTo: instant.optional(),
  }),
  answer: explainedPageOf(taskAnswerSchema),
  refusals: ['not-allowed'],
});
export const createTaskRoute = defineRoute({
  name: 'createTask',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/tasks',
  family,
  who,
  summary: 'Add a task to a case',
  params: ofCase,
  body: newTaskSchema,
  answer: taskAnswerSchema,
  status: 201,
  refusals: [
    'locked-out',
    'not-found',
    'not-allowed',
    'in-trash',
    'already-closed',
    'too-many-tasks',
    'max-creations',
    'no-working-time',
    'unknown-reference',
  ],
});
export const tasksOfCaseRoute = defineRoute({
  name: 'tasksOfCase',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/tasks',
  family,
  who,
  summary: 'The tasks of a case, by the order of their types, then by age',
  params: ofCase,
  query: plainPageQuery,
  answer: pageOf(taskAnswerSchema),
  refusals: ['not-found'],
});
export const getTaskRoute = defineRoute({
  name: 'getTask',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/tasks/{taskId}',
  family,
  who,
  summary: 'One task of a case',
  params: oneTask,
  answer: taskAnswerSchema,
  refusals: ['not-found'],
});
export const editTaskRoute = defineRoute({
  ...command,
  name: 'editTask',
  method: 'PATCH',
  path: '/v1/cases/{id}/tasks/{taskId}',
  summary: 'Change a task: what it says, whose it is, by when it is due',
  body: taskChangesSchema,
  refusals: [...refusals, 'locked-out', 'unknown-reference'],
});
export const startTaskRoute = defineRoute({
  ...command,
  name: 'startTask',
  method: 'POST',
  path: '/v1/cases/{id}/tasks/{taskId}/start',
  summary: 'Start a task',
  refusals: [...refusals, 'task-started', 'prerequisite-missing', 'already-closed', 'too-many-questions'],
});
export const completeTaskRoute = defineRoute({
  ...command,
  name: 'completeTask',
  method: 'POST',
  path: '/v1/cases/{id}/tasks/{taskId}/complete',
  summary: 'Complete a task, with its outcome and what its form asks for',
  body: taskOutcomeSchema.optional(),
  refusals: [...refusals, 'prerequisite-missing', 'steps-open', 'unknown-reference'],
});
export const cancelTaskRoute = defineRoute({
  ...command,
  name: 'cancelTask',
  method: 'POST',
  path: '/v1/cases/{id}/tasks/{taskId}/cancel',
  summary: 'Cancel a task',
  refusals: [...refusals, 'not-cancelable'],
});

export const completeTaskStepRoute = defineRoute({
  ...command,
  name: 'completeTaskStep',
  method: 'POST',
  path: '/v1/cases/{id}/tasks/{taskId}/steps/{n}/complete',
  summary: 'Complete the step of a task that is being worked on; the next one begins',
  params: oneTask.extend({
    n: z.coerce.number().int().min(0).max(99).meta({ description: 'The place of the step, counted from 0.' }),
  }),
  body: stepOutcomeSchema.optional(),
  refusals: [...refusals, 'step-not-open', 'unknown-reference', 'already-closed', 'too-many-questions'],
});

export const taskRoutes = [
  listTasksRoute,
  createTaskRoute,
  tasksOfCaseRoute,
  getTaskRoute,
  editTaskRoute,
  startTaskRoute,
  completeTaskRoute,
  completeTaskStepRoute,
  cancelTaskRoute,
];
