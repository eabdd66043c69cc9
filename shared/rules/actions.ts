import type { Alert } from '#shared/alerts/alert.ts';
import type { AlertDefinition } from '#shared/alerts/alert-definition.ts';
import { assignAlert, editAlert } from '#shared/alerts/change-alert.ts';
import { linkAlertToCase } from '#shared/alerts/escalate-alert.ts';
import { assignCase } from '#shared/cases/assign-case.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { editCase } from '#shared/cases/edit-case.ts';
import { addNoteToAlert, addNoteToCase } from '#shared/cases/note.ts';
import { raiseCase } from '#shared/cases/raise-case.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import { Refusal } from '#shared/errors.ts';
import type { Actor, PersonOrGroup } from '#shared/records/primitives.ts';
import type { PoolEntry, RuleAction } from '#shared/rules/rule.ts';
import type { ActionDone } from '#shared/rules/run.ts';
import type { Decision } from '#shared/table/decision.ts';

/** The record a rule works on, as earlier actions have left it. */
export type Target =
  | { kind: 'alert'; record: Alert; definition: AlertDefinition }
  | { kind: 'case'; record: Case; definition: CaseDefinition };

/** What actions need beside the record. */
export interface Surroundings {
  contact?: Contact | undefined;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  newId: () => string;
  newReference: () => string;
  /** Definitions of the case types that the rule creates cases of. */
  caseTypes: ReadonlyMap<string, CaseDefinition>;
}

interface Acted {
  target: Target;
  decisions: Decision[];
  done: ActionDone;
}

/** The first entry of a pool that yields anybody. */
const selectFrom = (pool: PoolEntry[], contact: Contact | undefined): PersonOrGroup | undefined => {
  for (const entry of pool) {
    if (!('network' in entry)) return entry;
    const person = contact?.network[entry.network];
    if (person) return { user: person.user };
  }
  return undefined;
};

const whom = (
  action: Extract<RuleAction, { do: 'update-reviewer' | 'update-assignee' }>,
  contact: Contact | undefined,
): PersonOrGroup | undefined => {
  if (action.user !== undefined) return { user: action.user };
  if (action.group !== undefined) return { group: action.group };
  return selectFrom(action.assign?.pool ?? [], contact);
};

type DecisionOf<T extends Target> = Decision<T['record']>;

const acted = <T extends Target>(
  target: T,
  decision: DecisionOf<T>,
  name: RuleAction['do'],
  also: Decision[] = [],
): Acted => {
  const [event] = decision.events;
  if (!event && also.length === 0)
    return { target, decisions: [], done: { do: name, done: false, reason: 'unchanged' } };
  const created = also.map((one) => ({ [`${one.kind}Id`]: one.after.id }));
  const changed = Object.assign({}, event?.after, ...created) as Record<string, unknown>;
  return {
    target: { ...target, record: decision.after } as T,
    decisions: [decision, ...also],
    done: { do: name, done: true, changed },
  };
};

const nobody = (target: Target, name: RuleAction['do']): Acted => ({
  target,
  decisions: [],
  done: { do: name, done: false, reason: 'nobody-in-pool' },
});

const act = (action: RuleAction, target: Target, around: Surroundings): Acted => {
  const { at, by } = around;
  switch (action.do) {
    case 'update-priority': {
      const changes = { priority: action.priority };
      return target.kind === 'alert'
        ? acted(target, editAlert(target.record, { changes, at }, target.definition), action.do)
        : acted(target, editCase(target.record, { changes, at }, target.definition), action.do);
    }
    case 'add-note': {
      const note = { id: around.newId(), ...action.note, by, at };
      return target.kind === 'alert'
        ? acted(target, addNoteToAlert(target.record, note), action.do)
        : acted(target, addNoteToCase(target.record, note, target.definition), action.do);
    }
    case 'update-reviewer': {
      const to = whom(action, around.contact);
      if (target.kind !== 'alert' || !to) return nobody(target, action.do);
      return acted(target, assignAlert(target.record, { to, at }), action.do);
    }
    case 'update-assignee': {
      const to = whom(action, around.contact);
      if (target.kind !== 'case' || !to) return nobody(target, action.do);
      return acted(target, assignCase(target.record, { to, at }, target.definition), action.do);
    }
    case 'create-case':
      return createCase(action, target, around);
  }
};

/** A cut may fall into the middle of a character. */
const subjectFor = (alert: Alert, { type }: AlertDefinition, contact: Contact | undefined): string =>
  `${type.name}: ${contact?.name ?? alert.contactId ?? alert.id}`.slice(0, 200).toWellFormed();

/** A case from an alert: both sides in the one transaction of the run. It has the alert's priority where its type knows that and none is given. */
const createCase = (
  action: Extract<RuleAction, { do: 'create-case' }>,
  target: Target,
  around: Surroundings,
): Acted => {
  const definition = around.caseTypes.get(action.case.type);
  if (target.kind !== 'alert' || !definition)
    throw new Refusal('unknown-reference', `there is no case type ${action.case.type}`);
  const alert = target.record;
  const id = around.newId();
  const linked = linkAlertToCase(alert, { caseId: id, at: around.at });
  const input = {
    ...action.case,
    subject: action.case.subject ?? subjectFor(alert, target.definition, around.contact),
    ...(action.case.description === undefined && alert.description !== undefined && { description: alert.description }),
    priority:
      action.case.priority ??
      (definition.priorities.includes(alert.priority) ? alert.priority : definition.type.defaultPriority),
    ...(alert.contactId && { contactId: alert.contactId }),
    alertIds: [alert.id],
    private: alert.private,
  };
  const raised = raiseCase({ id, reference: around.newReference(), input, by: around.by, at: around.at }, definition);
  return acted(target, linked, action.do, [raised]);
};

/** Does the actions of a rule one after another, each on what the ones before left. One that is refused says why, and the others go on. */
export const doActions = (
  actions: RuleAction[],
  target: Target,
  around: Surroundings,
): { decisions: Decision[]; done: ActionDone[] } => {
  const decisions: Decision[] = [];
  const done: ActionDone[] = [];
  let current = target;
  for (const action of actions) {
    try {
      const result = act(action, current, around);
      current = result.target;
      decisions.push(...result.decisions);
      done.push(result.done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      done.push({ do: action.do, done: false, reason: error.faults[0]?.code ?? error.code });
    }
  }
  return { decisions, done };
};
