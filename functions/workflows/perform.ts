import { contextFor } from '#functions/automation/action-context.ts';
import { loadScene, type Scene } from '#functions/automation/scene.ts';
import type { Services } from '#functions/services.ts';
import { type EnrolmentWorld, newestOpenCase } from '#functions/workflows/world.ts';
import type { ActionContext } from '#shared/automation/rules/act.ts';
import { doActions } from '#shared/automation/rules/actions.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import type { EffectOutcome, HeldEffect } from '#shared/automation/workflows/step-enrolment.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { ActionStep, EffectStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import { Refusal } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';

/** What an effect commits, beside its outcome. */
export interface StepEffect extends EffectOutcome {
  decisions: Decision[];
  writes: Write[];
  /** To be armed behind the commit. */
  places: Place[];
}
export type Perform = (step: EffectStep) => StepEffect | HeldEffect;

export interface StepToDo {
  enrolment: Enrolment;
  workflow: Workflow;
  world: EnrolmentWorld;
  /** Epoch milliseconds. */
  at: number;
  /** The kind of its mail, and the contacts who want no more of it. */
  optOut?: ActionContext['optOut'];
}

const ofContact: ReadonlySet<ActionStep['do']> = new Set(['add-label', 'remove-label', 'set-property']);

/**
 * What an action works on: the contact where it changes that, else the record that the enrolment is
 * about. A task needs a case: that one, else the newest open one of the contact.
 */
const sceneOf = async (services: Services, action: ActionStep, { world }: StepToDo): Promise<Scene | undefined> => {
  const { contact, alert } = world;
  const ofContactAlone: Scene = { target: { kind: 'contact', record: contact }, contact };
  if (ofContact.has(action.do)) return ofContactAlone;
  const task = action.do === 'create-task';
  const record = world.case ?? (task ? await newestOpenCase(services, contact.id) : undefined);
  if (record) return loadScene(services, { kind: 'case', id: record.id }, { actions: [action] });
  if (task) return undefined;
  return alert ? loadScene(services, { kind: 'alert', id: alert.id }, { actions: [action] }) : ofContactAlone;
};

const idsIn = (changed: Record<string, unknown> | undefined): Record<string, string> => {
  const task = own(changed, 'task') as { id?: string } | undefined;
  const ids = Object.entries(changed ?? {}).flatMap(([name, value]) =>
    /^(alert|case|enrollment)Id$/.test(name) && typeof value === 'string' ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(ids), ...(task?.id !== undefined && { taskId: task.id }) };
};

/** What led to the effects of an enrolment. */
const occasionOf = ({ enrolment, at }: StepToDo) => ({
  by: { kind: 'workflow' as const, id: enrolment.workflow },
  at,
  cause: enrolment.cause,
});

/** Reads what the action of a step needs. @returns how it is decided */
export const performerOf = async (services: Services, action: ActionStep, todo: StepToDo): Promise<Perform> => {
  const scene = await sceneOf(services, action, todo);
  if (!scene)
    return () => {
      throw new Refusal('no-case');
    };
  const acting = { key: todo.enrolment.workflow, actions: [action], scene, occasion: occasionOf(todo) };
  const context = await contextFor(services, acting);
  const around = { ...context, optOut: todo.optOut };
  return () => {
    const { decisions, done, writes, places } = doActions([action], scene.target, around);
    const [run] = done;
    if (!run?.done) return { outcome: run?.reason ?? 'unchanged', decisions: [], writes: [], places: [] };
    const made = idsIn(run.changed);
    return { outcome: 'done', ...(Object.keys(made).length > 0 && { made }), decisions, writes, places };
  };
};
