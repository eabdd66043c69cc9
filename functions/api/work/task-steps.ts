import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { answered, loadTask } from '#functions/api/work/load-task.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { completeTaskStepRoute } from '#shared/casework/tasks/task.routes.ts';
import type { TaskStep } from '#shared/casework/tasks/task-step.schema.ts';
import { completeStep, stepInHand } from '#shared/casework/tasks/work-steps.ts';
import { Refusal } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

/** @throws `not-allowed` for an approval by somebody whose it is not */
const requireApprover = (step: TaskStep, { isAdmin, groups }: Person): void => {
  if (step.do === 'approve' && !isAdmin && !groups.includes(step.group))
    throw new Refusal('not-allowed', `It is for ${step.group} to decide`);
};

// POST /v1/cases/{id}/tasks/{taskId}/steps/{n}/complete
export const completeTaskStep = routeHandler(completeTaskStepRoute, async (services, request) => {
  const { path, body: outcome = {}, caller, now } = request;
  const { task, ...within } = await loadTask(services, request, 'help');
  const step = stepInHand(within, task, path.n);
  requireApprover(step, caller);
  const more = step.do === 'collect' ? namedInFields(step.fields, outcome.fields) : [];
  await requireReferences(services, { more, caseId: within.record.id, caller });
  const working = { by: actorOf(caller), at: now, newId: () => services.newId(now) };
  return answered(completeStep(within, task, { place: path.n, outcome, ...working }), within, now);
});
