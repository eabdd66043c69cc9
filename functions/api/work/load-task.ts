import { loadCase } from '#functions/api/cases/load.ts';
import type { HandlerResult, RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { mayOnTask, mayOnTaskSteps } from '#shared/access/policy.ts';
import type { CaseWithTasks, TaskDecided } from '#shared/casework/tasks/change-task.ts';
import { answerTask, type Task, type TaskAnswer, tasksWith } from '#shared/casework/tasks/task.ts';
import { Refusal } from '#shared/core/errors.ts';
import { requireVersion } from '#shared/core/records/read.ts';

const allows = { help: mayOnTask, 'help-in-steps': mayOnTaskSteps };

type TaskRequest = Pick<RouteRequest<{ id: string; taskId: string }, unknown, unknown>, 'path' | 'caller' | 'ifMatch'>;

/**
 * A task with its case and that one's other tasks, if the caller may see it or work on it.
 * @throws `not-found` also where the case is hidden, `not-allowed`, `in-trash`, `stale`
 */
export const loadTask = async (
  services: Services,
  { path, caller, ifMatch }: TaskRequest,
  action: 'view' | keyof typeof allows,
): Promise<CaseWithTasks & { task: Task }> => {
  const { record, definition } = await loadCase(services, { path, caller }, action === 'view' ? 'view' : 'help');
  const tasks = await tasksWith(services.table, record);
  const task = tasks.find(({ id }) => id === path.taskId);
  if (!task) throw new Refusal('not-found', 'There is no such task');
  const type = (await services.definitions.one('case-types', record.type))?.value;
  if (action !== 'view' && !(type && allows[action](caller, type, record, task))) throw new Refusal('not-allowed');
  requireVersion(task, ifMatch);
  return { record, definition, tasks, task };
};

/** What a command on a task answers: the task as it is after it. */
export const answered = (
  { task, decision }: TaskDecided,
  { definition }: Pick<CaseWithTasks, 'definition'>,
  now: number,
): HandlerResult<TaskAnswer> => ({
  decisions: [decision],
  body: answerTask(task, definition, { priority: decision.after.priority, at: now }),
  version: task.version,
});
