import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { answered, loadTask } from '#functions/api/work/load-task.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, belongsTo, type Person } from '#shared/access/person.ts';
import { mayOnTask } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { completeTaskStepRoute } from '#shared/casework/tasks/task.routes.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { TaskStep } from '#shared/casework/tasks/task-step.schema.ts';
import { completeStep, stepInHand } from '#shared/casework/tasks/work-steps.ts';
import { Refusal } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

/** @throws `not-allowed` for an approval by another team, and for all else by those who decide */
const requireTurn = async (
  { definitions }: Services,
  { caller, record, task, step }: { caller: Person; record: Case; task: Task; step: TaskStep },
): Promise<void> => {
  if (caller.isAdmin) return;
  if (step.do === 'approve') {
    if (!belongsTo(caller, [step.group])) throw new Refusal('not-allowed', `It is for ${step.group} to decide`);
    return;
  }
  const type = await definitions.one('case-types', record.type);
  if (!(type && mayOnTask(caller, type.value, record, task))) throw new Refusal('not-allowed');
};

// POST /v1/cases/{id}/tasks/{taskId}/steps/{n}/complete
export const completeTaskStep = routeHandler(completeTaskStepRoute, async (services, request) => {
  const { path, body: outcome = {}, caller, now } = request;
  const { task, ...within } = await loadTask(services, request, 'help-in-steps');
  const step = stepInHand(within, task, path.n);
  await requireTurn(services, { caller, record: within.record, task, step });
  const more = step.do === 'collect' ? namedInFields(step.fields, outcome.fields) : [];
  await requireReferences(services, { more, caseId: within.record.id, caller });
  const working = { by: actorOf(caller), at: now, newId: () => services.newId(now) };
  return answered(completeStep(within, task, { place: path.n, outcome, ...working }), within, now);
});
