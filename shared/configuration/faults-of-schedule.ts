import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { type Condition, MAX_NODES } from '#shared/core/conditions/condition.ts';
import { nodesOf } from '#shared/core/conditions/plan.ts';
import type { Registry } from '#shared/core/conditions/registry.ts';
import type { Fault } from '#shared/core/errors.ts';

const nodesIn = (condition: Condition | undefined): number => (condition ? [...nodesOf(condition)].length : 0);

/**
 * What is wrong with the records that a schedule is over, of a rule or a workflow. A run keeps what
 * it said to both conditions.
 */
export const faultsOfSchedule = (
  { trigger, condition }: Partial<Pick<Workflow, 'trigger' | 'condition'>>,
  registry: Registry,
): Fault[] => {
  if (!trigger || !('over' in trigger)) return [];
  const { over } = trigger;
  const detail = `with \`over\` it has at most ${MAX_NODES} parts`;
  return [
    ...checkCondition(over, registry, '/trigger/over'),
    ...(condition && nodesIn(over) + nodesIn(condition) > MAX_NODES
      ? [{ pointer: '/condition', code: 'too-large', detail }]
      : []),
  ];
};
