import type { Alert } from '#shared/alerts/alert.ts';
import type { AlertDefinition } from '#shared/alerts/alert-definition.ts';
import { assignAlert, editAlert } from '#shared/alerts/change-alert.ts';
import { linkAlertToCase } from '#shared/alerts/escalate-alert.ts';
import type { Dealt } from '#shared/assignment/deal.ts';
import { type About, selectFrom } from '#shared/assignment/pool.ts';
import { assignCase } from '#shared/cases/assign-case.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { editCase } from '#shared/cases/edit-case.ts';
import { addNoteToAlert, addNoteToCase } from '#shared/cases/note.ts';
import { raiseCase } from '#shared/cases/raise-case.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import { Refusal } from '#shared/errors.ts';
import type { Actor } from '#shared/records/primitives.ts';
import type { RuleAction } from '#shared/rules/rule.ts';
import type { ActionDone } from '#shared/rules/run.ts';
import type { Decision, Write } from '#shared/table/decision.ts';

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
  /** By action: whom its pool yields, where that depends on what others were given. */
  dealt?: ReadonlyMap<RuleAction, Dealt>;
}

interface Acted {
  target: Target;
  decisions: Decision[];
  done: ActionDone;
  /** What has to be committed with it, so that two at once are not given to the same person. */
  move?: Write;
}

/** What the pool of an action is asked about. */
export const aboutOf = (target: Target, { contact }: Surroundings): About => ({
  contact,
  barred: target.kind === 'case' ? target.record.locks : undefined,
});

/** Whom an action gives something to: whom it names, or whom its pool was found to yield. */
const whom = (
  action: Extract<RuleAction, { do: 'update-reviewer' | 'update-assignee' }>,
  target: Target,
  around: Surroundings,
): Dealt | undefined => {
  if (action.user !== undefined) return { to: { user: action.user } };
  if (action.group !== undefined) return { to: { group: action.group } };
  if (action.assign?.behaviour !== 'selected') return around.dealt?.get(action);
  const to = selectFrom(action.assign.pool, aboutOf(target, around));
  return to && { to };
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

/** Who had it already was given nothing, and it is still their turn. */
const dealing = (result: Acted, { move }: Dealt): Acted => (result.done.done && move ? { ...result, move } : result);

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
      const found = whom(action, target, around);
      if (target.kind !== 'alert' || !found) return nobody(target, action.do);
      return dealing(acted(target, assignAlert(target.record, { to: found.to, at }), action.do), found);
    }
    case 'update-assignee': {
      const found = whom(action, target, around);
      if (target.kind !== 'case' || !found) return nobody(target, action.do);
      return dealing(
        acted(target, assignCase(target.record, { to: found.to, at }, target.definition), action.do),
        found,
      );
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

const keyOf = (write: Write): string => ('delete' in write ? '' : `${write.put.pk} ${write.put.sk}`);

/**
 * Does the actions of a rule one after another, each on what the ones before left. One that is refused says why, and the others go on.
 *
 * @returns also the moves of what was dealt, to be committed with the decisions
 */
export const doActions = (
  actions: RuleAction[],
  target: Target,
  around: Surroundings,
): { decisions: Decision[]; done: ActionDone[]; moves: Write[] } => {
  const decisions: Decision[] = [];
  const done: ActionDone[] = [];
  // A transaction takes one write of an item; two actions that deal to the same person make the same move.
  const moves = new Map<string, Write>();
  let current = target;
  for (const action of actions) {
    try {
      const result = act(action, current, around);
      current = result.target;
      decisions.push(...result.decisions);
      done.push(result.done);
      if (result.move) moves.set(keyOf(result.move), result.move);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      done.push({ do: action.do, done: false, reason: error.faults[0]?.code ?? error.code });
    }
  }
  return { decisions, done, moves: [...moves.values()] };
};
