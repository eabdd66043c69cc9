import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { type CaseAction, mayGiveCase, mayInWorkflow, mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { AlertTarget, CaseTarget } from '#shared/automation/rules/act.ts';
import type { ActionOf, RuleAction } from '#shared/automation/rules/rule-action.ts';
import { namedIn } from '#shared/casework/assignment/story-person.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { staffMay } from '#shared/casework/cases/clocks/operate-clock.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

// Whether a person may do an action by hand that rules do by themselves: what the route that does
// the same asks of the policy.

export type BulkTarget = CaseTarget | AlertTarget;

const raises = async ({ definitions }: Services, caller: Person, key: string | undefined): Promise<boolean> => {
  const type = key === undefined ? undefined : await definitions.one('case-types', key);
  return type !== undefined && mayOnCase(caller, 'raise', type.value);
};

const clockCommands = ['set', 'clear', 'extend', 'restore', 'pause', 'resume'] as const;
const commandOf = (action: ActionOf<'update-target'>): ClockCommand['do'] | undefined =>
  clockCommands.find((name) => action[name] !== undefined);

/** What a type leaves to administrators: its targets. */
const mayTarget = (caller: Person, action: RuleAction, { record, definition }: CaseTarget): boolean => {
  if (caller.isAdmin) return true;
  if (action.do === 'update-target') {
    const command = commandOf(action);
    return command !== undefined && staffMay(definition, action.clock, command);
  }
  const hasTarget = record.clocks.some(({ key }) => key === 'completion');
  return action.do !== 'update-due' || !hasTarget || staffMay(definition, 'completion', 'set');
};

const neededOnCase = (caller: Person, action: RuleAction): CaseAction => {
  switch (action.do) {
    case 'update-type':
      return 'manage';
    case 'create-case':
    case 'create-alert':
    case 'enroll':
      return 'view';
    case 'add-subscriber':
    case 'remove-subscriber': {
      const person = namedIn(action);
      return person && 'user' in person && person.user === caller.id ? 'follow' : 'work';
    }
    default:
      return 'work';
  }
};

/** What an action makes or begins, beside what it does to its record. */
const mayMake = async (services: Services, caller: Person, action: RuleAction): Promise<boolean> => {
  const { definitions } = services;
  switch (action.do) {
    case 'update-type':
      return raises(services, caller, action.type);
    case 'create-case':
      return raises(services, caller, action.case.type);
    case 'escalate':
      // Who reviews an alert may escalate it; to join a case is to work with what is there.
      return action.join !== 'open-case' || raises(services, caller, action.case?.type);
    case 'create-alert': {
      const type = await definitions.one('alert-types', action.alert.type);
      return type !== undefined && mayOnAlert(caller, 'raise', type.value);
    }
    case 'enroll': {
      const workflow = await definitions.one('workflows', action.workflow);
      return workflow !== undefined && mayInWorkflow(caller, workflow.value);
    }
    default:
      return true;
  }
};

interface Rights {
  sees: boolean;
  does: boolean;
}

/** Whether a caller may see a record, and do an action to it; by the type as it is now. */
export const mayAct = async (
  services: Services,
  { caller, action, target }: { caller: Person; action: RuleAction; target: BulkTarget },
): Promise<Rights> => {
  const { definitions } = services;
  if (target.kind === 'alert') {
    const type = (await definitions.one('alert-types', target.record.type))?.value;
    if (!type || !mayOnAlert(caller, 'view', type, target.record)) return { sees: false, does: false };
    const needed = action.do === 'add-note' ? 'discuss' : neededOnCase(caller, action) === 'view' ? 'view' : 'work';
    const does = mayOnAlert(caller, needed, type, target.record);
    return { sees: true, does: does && (await mayMake(services, caller, action)) };
  }
  const type = (await definitions.one('case-types', target.record.type))?.value;
  if (!type || !mayOnCase(caller, 'view', type, target.record)) return { sees: false, does: false };
  const does =
    mayOnCase(caller, neededOnCase(caller, action), type, target.record) && mayTarget(caller, action, target);
  return { sees: true, does: does && (await mayMake(services, caller, action)) };
};

/** Whether a caller may give a case to whom an action found. */
export const mayGive = async (
  { definitions }: Services,
  { caller, target, to }: { caller: Person; target: CaseTarget; to: PersonOrGroup },
): Promise<boolean> => {
  const type: CaseType = (await definitions.one('case-types', target.record.type))?.value ?? target.definition.type;
  return mayGiveCase(caller, { type, record: target.record, to });
};
