import { everyStep } from '#shared/automation/workflows/step-path.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { type ConditionReads, readsOf } from '#shared/core/conditions/plan.ts';

// A workflow at a version never changes.
const known = new WeakMap<Workflow, readonly ConditionReads[]>();

/** What the conditions read that somebody in a workflow is asked: where to go on, and its exit. */
export const readsInside = (workflow: Workflow): readonly ConditionReads[] => {
  const branches = () => everyStep(workflow.steps).flatMap(({ step }) => (step.do === 'branch' ? [step.if] : []));
  const reads = known.get(workflow) ?? [...(workflow.exit ? [workflow.exit] : []), ...branches()].map(readsOf);
  known.set(workflow, reads);
  return reads;
};
