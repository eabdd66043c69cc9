import { pageOf } from '#functions/api/pages.ts';
import { type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { answered, loadTask } from '#functions/api/work/load-task.ts';
import type { Services } from '#functions/services.ts';
import { clockOfTask, ledgerPage } from '#shared/casework/cases/clocks/clock-ledger.ts';
import { operateTaskClock } from '#shared/casework/tasks/change-task.ts';
import {
  clearTaskClockRoute,
  extendTaskClockRoute,
  pauseTaskClockRoute,
  restoreTaskClockRoute,
  resumeTaskClockRoute,
  setTaskClockRoute,
  taskClockLedgerRoute,
} from '#shared/casework/tasks/task-clock.routes.ts';
import { staffMayMove } from '#shared/casework/tasks/task-clock.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import { Refusal } from '#shared/core/errors.ts';

type TaskClockRequest = RouteRequest<{ id: string; taskId: string }, unknown, unknown>;

/** @throws `not-allowed` where the type of the task leaves its target to admins */
const operated = async (
  services: Services,
  request: TaskClockRequest,
  { note, ...command }: ClockCommand & { note?: string },
) => {
  const { caller, now } = request;
  const { task, ...within } = await loadTask(services, request, 'help');
  if (!caller.isAdmin && !staffMayMove(within.definition, task))
    throw new Refusal('not-allowed', 'The type does not let staff do this to the target');
  return answered(operateTaskClock(within, task, { command, note, at: now }), within, now);
};

// POST /v1/cases/{id}/tasks/{taskId}/clock/set
export const setTaskClock = routeHandler(setTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'set', ...request.body }),
);

// POST /v1/cases/{id}/tasks/{taskId}/clock/extend
export const extendTaskClock = routeHandler(extendTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'extend', ...request.body }),
);

// POST /v1/cases/{id}/tasks/{taskId}/clock/restore
export const restoreTaskClock = routeHandler(restoreTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'restore', ...request.body }),
);

// POST /v1/cases/{id}/tasks/{taskId}/clock/clear
export const clearTaskClock = routeHandler(clearTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'clear', ...request.body }),
);

// POST /v1/cases/{id}/tasks/{taskId}/clock/pause
export const pauseTaskClock = routeHandler(pauseTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'pause', ...request.body }),
);

// POST /v1/cases/{id}/tasks/{taskId}/clock/resume
export const resumeTaskClock = routeHandler(resumeTaskClockRoute, (services, request) =>
  operated(services, request, { do: 'resume', ...request.body }),
);

// GET /v1/cases/{id}/tasks/{taskId}/clock/ledger
export const taskClockLedger = routeHandler(taskClockLedgerRoute, async (services, request) => {
  const { task, record } = await loadTask(services, request, 'view');
  if (!task.clock) throw new Refusal('not-found', 'The task has no target');
  const read = (place: Parameters<typeof ledgerPage>[3]) =>
    ledgerPage(services.table, record.id, clockOfTask(task.id), place);
  return { body: await pageOf(services, request, `ledger of ${task.id}`, read) };
});
