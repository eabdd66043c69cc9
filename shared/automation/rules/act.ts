import type { ActionName, ActionOf, ActionOn, RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { Enrolling } from '#shared/automation/workflows/enrol.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import type { LatestAlert } from '#shared/casework/alerts/repeat-alert.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import type { Story } from '#shared/casework/assignment/people-of-story.ts';
import type { PoolQuery } from '#shared/casework/assignment/pool.ts';
import type { StoryPerson } from '#shared/casework/assignment/story-person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Closing } from '#shared/casework/cases/life/close-and-reopen.ts';
import type { OpenCase } from '#shared/casework/cases/links/open-case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { RecordTemplate } from '#shared/casework/record-templates/record-template.schema.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { invalid } from '#shared/core/errors.ts';
import type { Cause, DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { mostTags } from '#shared/core/records/limits.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';

// What the actions on alerts, cases and contacts have in common.

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
export interface ContactTarget {
  kind: 'contact';
  record: Contact;
  definition?: undefined;
}
/** The record an automation works on, as earlier actions have left it. */
export type RuleTarget = AlertTarget | CaseTarget | ContactTarget;

/** What actions need beside the record. It says the same however often they are decided. */
export interface ActionContext {
  contact?: Contact | undefined;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  cause: Cause;
  /** The event that it is about, where one is. */
  event?: DomainEvent | undefined;
  newId: () => string;
  newReference: () => string;
  /** Definitions of the types that the actions make cases and alerts of. */
  caseTypes: ReadonlyMap<string, CaseDefinition>;
  alertTypes: ReadonlyMap<string, AlertDefinition>;
  templates: ReadonlyMap<string, RecordTemplate>;
  /** The case of the alert. */
  linkedCase?: Case | undefined;
  linkedCaseType?: CaseType | undefined;
  /** The alerts of the case, where an action asks who raised or reviews them. */
  alertsOfCase?: readonly Alert[] | undefined;
  /** Whether an id is that of somebody in the directory. */
  isStaff: (id: string) => boolean;
  /** Ids of the members of a team in the directory. */
  membersOf: (group: string) => readonly string[];
  /** What closing the case has to do with, where the rule closes it. */
  closing?: Omit<Closing, 'tasks'> | undefined;
  /** By action: whom it gives something to, where that is not a team that it names. */
  dealt?: ReadonlyMap<RuleAction, Dealt> | undefined;
  /** By type of cases: what an action may join. */
  openCases: ReadonlyMap<string, OpenCase>;
  /** By type of alerts: what another one may repeat. */
  latestAlerts: ReadonlyMap<string, LatestAlert>;
  /** The kind of mail that is sent, and the contacts who want no more of it. */
  optOut?: { kind: string; contacts: ReadonlySet<string> } | undefined;
  /** By key: the workflows that the contact may be enrolled in. */
  enrolling: ReadonlyMap<string, Enrolling>;
}

/** The outcome of an action: the decision on its record, and what is committed with it. */
export interface Decided<T extends RuleTarget> {
  decision?: Decision<T['record']>;
  /** Decisions on other records. */
  also?: Decision[];
  /** What goes with it in the transaction: a turn that was dealt, an event of its own. */
  writes?: Write[] | undefined;
  /** Why the action is not done all the same. */
  undone?: string;
  /** What waits for an instant from then on, to be armed behind the commit. */
  places?: Place[];
  /** What the run says of it beside the change of the record. */
  said?: Record<string, unknown>;
  /** The definition of the record from then on, where that is another. */
  definition?: T['definition'];
  /** The tasks of a case from then on. */
  tasks?: readonly Task[];
  /** What later actions find otherwise than it was. */
  around?: Partial<ActionContext>;
}

/** The tasks of the case that a rule works on. */
export const tasksOfTarget = ({ tasks }: CaseTarget): readonly Task[] => {
  if (!tasks) throw new Error('the tasks of the case were not loaded');
  return tasks;
};

/**
 * How each action on a kind of record is decided; undefined where nobody is found to give it to.
 */
export type Deciders<T extends RuleTarget> = {
  [N in ActionOn<T['kind']>]: (action: ActionOf<N>, target: T, around: ActionContext) => Decided<T> | undefined;
};

type StoryContext = Pick<ActionContext, 'contact' | 'isStaff' | 'linkedCase' | 'linkedCaseType' | 'alertsOfCase'>;

/** By whom people are found who are named by their role. */
export const storyOf = (target: RuleTarget, around: StoryContext): Story => {
  const { contact, isStaff, linkedCase, linkedCaseType, alertsOfCase } = around;
  switch (target.kind) {
    case 'alert':
      return { contact, isStaff, alert: target.record, case: linkedCase, caseType: linkedCaseType };
    case 'case':
      return { contact, isStaff, case: target.record, caseType: target.definition.type, alertsOfCase };
    case 'contact':
      return { contact: target.record, isStaff };
  }
};

/** What the pool of an action is asked about. */
export const aboutOf = (target: RuleTarget, around: StoryContext): PoolQuery => ({
  ...storyOf(target, around),
  barred: target.kind === 'case' ? target.record.locks : undefined,
});

/** Whom an action gives something to: the team that it names, or whom it was found to yield. */
export const whom = (
  action: RuleAction,
  named: StoryPerson | undefined,
  { dealt }: Pick<ActionContext, 'dealt'>,
): Dealt | undefined => {
  if (named && 'group' in named) return { to: named, moves: [] };
  return dealt?.get(action) ?? (named && 'user' in named ? { to: named, moves: [] } : undefined);
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
    throw invalid([
      { pointer: '/tag', code: 'too-many-tags', detail: `has ${mostTags} tags already`, values: { most: mostTags } },
    ]);
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
