import { contextFor } from '#functions/automation/action-context.ts';
import { loadScene, type Scene } from '#functions/automation/scene.ts';
import { type BulkTarget, mayAct, mayGive } from '#functions/jobs/bulk/may-act.ts';
import type { JobContext, RowDone } from '#functions/jobs/job-kind.ts';
import { conditionOnRows } from '#functions/lists/condition-on-rows.ts';
import { isWritable } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import { type ActionsDone, doActions } from '#shared/automation/rules/actions.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { BulkInput } from '#shared/insight/jobs/bulk.ts';
import { keptForUndo } from '#shared/insight/jobs/undo-bulk.ts';

export type BulkContext = JobContext<BulkInput>;

const refused = (id: string, code: string): RowDone => ({ line: { id, status: 'refused', code }, isFailed: true });
const unchanged = (id: string, code?: string): RowDone => ({ line: { id, status: 'unchanged', code } });

/** A record with what the action needs, if the caller may do it; else what the report says. */
export const loadForAction = async (
  { services, job, input }: BulkContext,
  id: string,
): Promise<{ scene: Scene } | RowDone> => {
  const { action, for: kind } = input;
  const scene = await loadScene(services, { kind, id }, { actions: [action] });
  if (!scene) return refused(id, 'not-found');
  const target = scene.target as BulkTarget;
  const { sees, does } = await mayAct(services, { caller: job.by, action, target });
  if (!sees) return refused(id, 'not-found');
  if (!does) return refused(id, 'not-allowed');
  if (target.kind === 'case' && target.record.trashedAt) return refused(id, 'in-trash');
  return { scene };
};

/** Whether a record that was selected by a condition still meets it: it may have changed since. */
const stillMatches = async ({ services, job, input }: BulkContext, { record }: BulkTarget): Promise<boolean> => {
  const { condition, for: kind } = input;
  if (!condition) return true;
  const asked = await conditionOnRows(services, { kind, condition, caller: job.by, at: services.now() });
  await asked.beforehand([record]);
  return asked.holdsFor(record);
};

/** Why nothing is written for what an action did; undefined where it changed something. */
const undoneBecause = ({ done: [run] }: ActionsDone): string | undefined =>
  run?.done ? undefined : (run?.reason ?? 'unchanged');

/** Does the action of a job to one record. */
export const actOnRow = async (context: BulkContext, id: string): Promise<RowDone> => {
  const { services, job, input } = context;
  const { action } = input;
  const found = await loadForAction(context, id);
  if ('line' in found) return found;
  const { scene } = found;
  const target = scene.target as BulkTarget;
  if (!(await stillMatches(context, target))) return unchanged(id, 'no-match');
  const at = services.now();
  const occasion = { by: actorOf(job.by), at, cause: byHand };
  // A rotation goes on from row to row of one job.
  const acting = { key: `jobs/${job.id}`, actions: [action], scene, occasion };
  const acted = doActions([action], target, await contextFor(services, acting));
  const because = undoneBecause(acted);
  if (because !== undefined) return because === 'unchanged' ? unchanged(id) : refused(id, because);
  const { decisions, writes, places } = acted;
  if (action.do === 'update-assignee' && target.kind === 'case') {
    const to = (decisions[0]?.after as Case | undefined)?.assignee;
    if (to && !(await mayGive(services, { caller: job.by, target, to }))) return refused(id, 'not-allowed');
  }
  if (!isWritable(services, { actor: occasion.by, at, cause: byHand }, decisions))
    return refused(id, 'change-too-large');
  const line = { id, status: 'changed' };
  if (job.dryRun) return { line };
  return { line, undo: keptForUndo(action, acted), decisions, writes, places };
};
