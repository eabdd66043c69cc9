import { loadCase } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { answered, loadTask } from '#functions/api/work/load-task.ts';
import { namedFor } from '#functions/named-people.ts';
import { actorOf } from '#shared/access/person.ts';
import { editTask as edit } from '#shared/casework/tasks/change-task.ts';
import { createTask as create } from '#shared/casework/tasks/create-task.ts';
import { cancelTask as cancel, completeTask as complete } from '#shared/casework/tasks/end-task.ts';
import {
  cancelTaskRoute,
  completeTaskRoute,
  createTaskRoute,
  editTaskRoute,
  getTaskRoute,
  startTaskRoute,
  tasksOfCaseRoute,
} from '#shared/casework/tasks/task.routes.ts';
import { answerTask, tasksOf, tasksWith } from '#shared/casework/tasks/task.ts';
import { staffMayMove } from '#shared/casework/tasks/task-clock.ts';
import { typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { startSteps } from '#shared/casework/tasks/work-steps.ts';
import { Refusal } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

// POST /v1/cases/{id}/tasks
export const createTask = routeHandler(createTaskRoute, async (services, request) => {
  const { body: input, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  if (input.dueAt !== undefined && !caller.isAdmin && !staffMayMove(definition, input))
    throw new Refusal('not-allowed', 'The type does not let staff set this target');
  await requireReferences(services, { owner: { value: input.assignee, pointer: '/assignee' } });
  const within = { record, definition, tasks: await tasksWith(services.table, record) };
  const created = create(within, {
    id: services.newId(now),
    input,
    by: actorOf(caller),
    at: now,
    named: input.assignee ? undefined : await namedFor(services, definition, now),
  });
  return answered(created, within, now);
});

// GET /v1/cases/{id}/tasks: a case has at most a hundred, so a page is cut from all of them.
export const tasksOfCase = routeHandler(tasksOfCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const body = await pageOf(services, request, `tasks of ${record.id}`, async ({ limit, after }) => {
    const all = await tasksOf(services.table, record.id);
    const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const items = all.slice(from, from + limit);
    const next = from + limit < all.length ? items.at(-1)?.id : undefined;
    const at = { priority: record.priority, at: request.now };
    return { items: items.map((task) => answerTask(task, definition, at)), next };
  });
  return { body };
});

// GET /v1/cases/{id}/tasks/{taskId}
export const getTask = routeHandler(getTaskRoute, async (services, request) => {
  const { task, record, definition } = await loadTask(services, request, 'view');
  const body = answerTask(task, definition, { priority: record.priority, at: request.now });
  return { body, version: task.version };
});

// PATCH /v1/cases/{id}/tasks/{taskId}
export const editTask = routeHandler(editTaskRoute, async (services, request) => {
  const { body: changes, caller, now } = request;
  const { task, ...within } = await loadTask(services, request, 'help');
  if (changes.dueAt !== undefined && !caller.isAdmin && !staffMayMove(within.definition, task))
    throw new Refusal('not-allowed', 'The type does not let staff set this target');
  await requireReferences(services, { owner: { value: changes.assignee ?? undefined, pointer: '/assignee' } });
  return answered(edit(within, task, { changes, at: now }), within, now);
});

// POST /v1/cases/{id}/tasks/{taskId}/start
export const startTask = routeHandler(startTaskRoute, async (services, request) => {
  const { task, ...within } = await loadTask(services, request, 'help');
  const { caller, now } = request;
  const working = { by: actorOf(caller), at: now, newId: () => services.newId(now) };
  return answered(startSteps(within, task, working), within, now);
});

// POST /v1/cases/{id}/tasks/{taskId}/complete
export const completeTask = routeHandler(completeTaskRoute, async (services, request) => {
  const { body = {}, caller, now } = request;
  const { task, ...within } = await loadTask(services, request, 'help');
  const { form = [] } = typeOfTask(within.definition, task.type) ?? {};
  const more = namedInFields(form, body.fields);
  await requireReferences(services, { more, caseId: within.record.id, caller });
  return answered(complete(within, task, { ...body, by: actorOf(caller), at: now }), within, now);
});

// POST /v1/cases/{id}/tasks/{taskId}/cancel
export const cancelTask = routeHandler(cancelTaskRoute, async (services, request) => {
  const { task, ...within } = await loadTask(services, request, 'help');
  return answered(cancel(within, task, { at: request.now }), within, request.now);
});
