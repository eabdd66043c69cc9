import { clockBodies, ledgerItemSchema } from '#shared/casework/cases/clocks/clocks.routes.ts';
import { oneTask } from '#shared/casework/tasks/task.routes.ts';
import { taskAnswerSchema } from '#shared/casework/tasks/task.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

const family = 'work' as const;
const who = 'staff' as const;
const operation = {
  findsMoreFaults: true as const,
  method: 'POST' as const,
  family,
  who,
  ifMatch: 'optional' as const,
  params: oneTask,
  answer: taskAnswerSchema,
};
const refusals = [
  'not-found',
  'not-allowed',
  'in-trash',
  'task-completed',
  'task-cancelled',
  'clock-stopped',
  'stale',
] as const;

export const setTaskClockRoute = defineRoute({
  ...operation,
  name: 'setTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/set',
  summary: 'Set the target of a task to an instant, or to so long from now',
  body: clockBodies.set,
  refusals: [...refusals, 'no-working-time'],
});
export const extendTaskClockRoute = defineRoute({
  ...operation,
  name: 'extendTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/extend',
  summary: 'Move the target of a task by an amount; a negative one shortens',
  body: clockBodies.extend,
  refusals: [...refusals, 'no-working-time'],
});
export const restoreTaskClockRoute = defineRoute({
  ...operation,
  name: 'restoreTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/restore',
  summary: 'Give a task the target of its type again',
  body: clockBodies.restore,
  refusals: [...refusals, 'no-target', 'no-working-time'],
});
export const clearTaskClockRoute = defineRoute({
  ...operation,
  name: 'clearTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/clear',
  summary: 'Take the target of a task away; setting or restoring it brings it back',
  body: clockBodies.clear,
  refusals,
});
export const pauseTaskClockRoute = defineRoute({
  ...operation,
  name: 'pauseTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/pause',
  summary: 'Pause the clock of a task, with the reason',
  body: clockBodies.pause,
  refusals: [...refusals, 'already-paused'],
});
export const resumeTaskClockRoute = defineRoute({
  ...operation,
  name: 'resumeTaskClock',
  path: '/v1/cases/{id}/tasks/{taskId}/clock/resume',
  summary: 'End the pause of the clock of a task',
  body: clockBodies.resume,
  refusals: [...refusals, 'not-paused', 'no-working-time'],
});
export const taskClockLedgerRoute = defineRoute({
  name: 'taskClockLedger',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/tasks/{taskId}/clock/ledger',
  family,
  who,
  summary: 'Every move of the clock of a task with what led to it, oldest first',
  params: oneTask,
  query: plainPageQuery,
  answer: pageOf(ledgerItemSchema),
  refusals: ['not-found'],
});

export const taskClockRoutes = [
  setTaskClockRoute,
  extendTaskClockRoute,
  restoreTaskClockRoute,
  clearTaskClockRoute,
  pauseTaskClockRoute,
  resumeTaskClockRoute,
  taskClockLedgerRoute,
];
