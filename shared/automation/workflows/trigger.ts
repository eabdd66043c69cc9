import { nameOfTrigger } from '#shared/automation/rules/trigger.schema.ts';
import type { WorkflowTrigger } from '#shared/automation/workflows/workflow.schema.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';

const isForm = ({ type, actor, record }: DomainEvent, caseType: string): boolean =>
  type === 'Case Created' && actor.kind === 'requester' && own(record, 'type') === caseType;

/**
 * Whether an event begins a workflow.
 * @param triggers what it sets off, each as one text
 */
export const isSetOff = (
  trigger: WorkflowTrigger,
  { event, triggers }: { event: DomainEvent; triggers: readonly string[] },
): boolean => {
  if ('caseType' in trigger) return isForm(event, trigger.caseType);
  return trigger.event !== 'by-hand' && triggers.includes(nameOfTrigger(trigger));
};
