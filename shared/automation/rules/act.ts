import type { ActionName, ActionOf, ActionOn, RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import type { PoolQuery } from '#shared/casework/assignment/pool.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { Closing } from '#shared/casework/cases/life/close-and-reopen.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { invalid } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { mostTags } from '#shared/core/records/limits.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

// What the actions on an alert and those on a case have in common.

export interface AlertTarget {
  kind: 'alert';
  record: Alert;
  definition: AlertDefinition;
}
export interface CaseTarget {
  kind: 'case';
  record: Case;
  definition: CaseDefinition;
  /** All of its tasks, where the rule has to do with them. */
  tasks?: readonly Task[] | undefined;
}
/** The record a rule works on, as earlier actions have left it. */
export type RuleTarget = AlertTarget | CaseTarget;

/** What actions need beside the record. */
export interface ActionContext {
  contact?: Contact | undefined;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  newId: () => string;
  newReference: () => string;
  /** Definitions of the case types that the rule makes cases of. */
  caseTypes: ReadonlyMap<string, CaseDefinition>;
  /** What closing the case has to do with, where the rule closes it. */
  closing?: Omit<Closing, 'tasks'> | undefined;
  /** By action: whom it gives something to, where that is not a team that it names. */
  dealt?: ReadonlyMap<RuleAction, Dealt>;
}

/** The outcome of an action: the decision on its record, and what is committed with it. */
export interface Decided<T extends RuleTarget> {
  decision: Decision<T['record']>;
  /** Decisions on other records. */
  also?: Decision[];
  /** What makes a turn that was dealt count. */
  moves?: Write[];
  /** Why the action is not done all the same. */
  undone?: string;
  /** The definition of the record from then on, where that is another. */
  definition?: T['definition'];
  /** The tasks of a case from then on. */
  tasks?: readonly Task[];
}

/** The tasks of the case that a rule works on. */
export const tasksOfTarget = ({ tasks }: CaseTarget): readonly Task[] => {
  if (!tasks) throw new Error('whoever has to do with tasks has to know them');
  return tasks;
};

/**
 * How each action on a kind of record is decided; undefined where nobody is found to give it to.
 */
export type Deciders<T extends RuleTarget> = {
  [N in ActionOn<T['kind']>]: (action: ActionOf<N>, target: T, around: ActionContext) => Decided<T> | undefined;
};

/** What the pool of an action is asked about. */
export const aboutOf = (target: RuleTarget, { contact }: ActionContext): PoolQuery => ({
  contact,
  barred: target.kind === 'case' ? target.record.locks : undefined,
});

/** Whom an action gives something to: the team that it names, or whom it was found to yield. */
export const whom = (
  action: ActionOf<'update-reviewer' | 'update-assignee'>,
  around: ActionContext,
): Dealt | undefined => {
  if (action.group !== undefined) return { to: { group: action.group }, moves: [] };
  return around.dealt?.get(action);
};

/** When something is due by an action. @throws `no-working-time` */
export const dueBy = (
  { in: amount, at: instant }: ActionOf<'update-due'>,
  now: number,
  calendar: CompiledCalendar | undefined,
): string => (amount ? iso(addAmount(calendar, now, amount)) : String(instant));

/** The tags with one more. @throws 400 where there are as many as there may be */
export const tagged = (tags: readonly string[], tag: string): string[] => {
  if (tags.includes(tag)) return [...tags];
  if (tags.length >= mostTags)
    throw invalid([{ pointer: '/tag', code: 'too-many-tags', detail: `has ${mostTags} tags already` }]);
  return [...tags, tag];
};

export const untagged = (tags: readonly string[], tag: string): string[] => tags.filter((one) => one !== tag);

/** The decider of an action among those of its kind of record. */
export const deciderOf = <T extends RuleTarget>(
  deciders: Deciders<T>,
  name: ActionName,
): ((action: RuleAction, target: T, around: ActionContext) => Decided<T> | undefined) | undefined =>
  // TypeScript does not follow that the decider under an action's name takes that action.
  (deciders as unknown as Record<string, never>)[name];
