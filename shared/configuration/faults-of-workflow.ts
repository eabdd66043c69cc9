import * as z from 'zod';
import { triggerEvents } from '#shared/automation/rules/triggers.ts';
import { faultOfText } from '#shared/automation/signals/texts.ts';
import { enrolsAtOnce, everyStep } from '#shared/automation/workflows/step-path.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { WaitStep, WorkflowStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import { faultsOfAction, type TypesForActions } from '#shared/configuration/faults-of-actions.ts';
import { faultsOfSchedule } from '#shared/configuration/faults-of-schedule.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import type { Registry } from '#shared/core/conditions/registry.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Fault } from '#shared/core/errors.ts';

/** An instant, or a date that its month has. */
const isInstant = (until: string): boolean =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(until) &&
  z.iso.date().safeParse(until.slice(0, 10)).success &&
  !Number.isNaN(Date.parse(until));

const readByUntil = ['contact', 'case', 'alert', 'task', 'event', 'context', 'now'];

const faultsOfWait = ({ event, until }: WaitStep, at: string): Fault[] => {
  const unknown =
    event !== undefined && !triggerEvents.includes(event)
      ? [{ pointer: `${at}/event`, code: 'unknown-event', detail: `nothing that happens is called "${event}"` }]
      : [];
  if (until === undefined) return unknown;
  if (until.includes('{')) return [...unknown, ...faultOfText(until, `${at}/until`, readByUntil)];
  const detail = 'is an instant, a date, or a text such as {{ contact.attributes.term-ends }}';
  return isInstant(until) ? unknown : [...unknown, { pointer: `${at}/until`, code: 'no-instant', detail }];
};

interface Known {
  registry: Registry;
  types: TypesForActions;
}

const faultsOfStep = (step: WorkflowStep, at: string, { registry, types }: Known): Fault[] => {
  switch (step.do) {
    case 'wait':
      return faultsOfWait(step, at);
    case 'branch':
      return checkCondition(step.if, registry, `${at}/if`);
    case 'finish':
    case 'call-webhook':
      return [];
    default:
      return faultsOfAction(step, at, types);
  }
};

/** What is wrong inside a workflow: its conditions, its waits, and what its steps say of types. */
export const faultsOfWorkflow = (
  { trigger, condition, exit, steps = [] }: Partial<Workflow>,
  known: Known,
): Fault[] => [
  ...faultsOfSchedule({ trigger, condition }, known.registry),
  ...(condition ? checkCondition(condition, known.registry, '/condition') : []),
  ...(exit ? checkCondition(exit, known.registry, '/exit') : []),
  ...everyStep(steps).flatMap(({ path, step }) => faultsOfStep(step, `/steps${path}`, known)),
];

/**
 * Steps by which a workflow enrols, over any number of others, in itself before anybody has waited
 * for anything: people would go round without an end.
 */
export const faultsOfCircles = async (
  definitions: Configurations,
  key: string,
  { steps = [] }: Partial<Workflow>,
): Promise<Fault[]> => {
  const others = await definitions.all('workflows');
  const leadsBack = (from: string, seen: Set<string>): boolean => {
    if (from === key) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const next = enrolsAtOnce(others.get(from)?.value.steps ?? []);
    return next.some(({ workflow }) => leadsBack(workflow, seen));
  };
  return enrolsAtOnce(steps)
    .filter(({ workflow }) => leadsBack(workflow, new Set()))
    .map(({ path, workflow }) => ({
      pointer: `/steps${path}`,
      code: 'circular',
      detail: `"${workflow}" leads back here, and nobody waits on the way`,
    }));
};
