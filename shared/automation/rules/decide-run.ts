import type { ActionContext, RuleTarget } from '#shared/automation/rules/act.ts';
import { type ActionsDone, doActions } from '#shared/automation/rules/actions.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { type ActionTools, contextFrom, type RunInputs, subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { evaluate, holds } from '#shared/core/conditions/evaluate.ts';
import type { Explanation } from '#shared/core/conditions/explanation.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { Failure } from '#shared/core/errors.ts';
import type { Cause, DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

/**
 * How long a chain of rules that set each other off may get. Nobody has needed three; eight says
 * that two rules chase each other.
 */
export const deepestChain = 8;

/** A rule or a routine, as far as a run names it. */
type RuleOfRun = Pick<CompiledRule, 'key' | 'version' | 'value'>;
export type OwnedRule = Pick<CompiledRule, 'key' | 'owner'>;
type Caused = Pick<DomainEvent, 'eventId' | 'cause'>;

/** What the effects of a run say about where they come from. */
export const causeOf = (rule: Pick<RuleOfRun, 'key'>, event: Caused & Pick<DomainEvent, 'subject'>): Cause => ({
  eventId: event.eventId,
  subject: event.subject,
  ruleId: rule.key,
  depth: event.cause.depth + 1,
  rules: [...(event.cause.rules ?? []), rule.key],
});

/** Who does what a rule does: it, or the workflow that it enrols in. */
export const actorOfRule = ({ key, owner }: OwnedRule): Actor => {
  const workflow = owner === 'workflows' ? workflowInCauses(key) : undefined;
  return workflow === undefined ? { kind: 'rule', id: key } : { kind: 'workflow', id: workflow };
};

/** By whom, when and because of what the actions of a rule are done. */
export const occasionOf = (rule: OwnedRule, { event, detailType }: TriggeringEvent, at: number) => ({
  by: actorOfRule(rule),
  at,
  cause: causeOf(rule, event),
  event: { ...event, type: detailType },
});

type Skipped = Exclude<NonNullable<RuleRun['skipped']>, 'dropped'>;

/** Whether an event comes of what the rule did itself, however far back. */
export const isOwnEffect = ({ key }: Pick<RuleOfRun, 'key'>, { cause }: Caused): boolean =>
  cause.rules?.includes(key) ?? false;

const guard = (rule: RuleOfRun, { cause, eventId }: Caused, isLimited: boolean): Skipped | undefined => {
  if (isOwnEffect(rule, { cause, eventId })) return 'own-effect';
  if (cause.depth >= deepestChain) return 'depth';
  return isLimited ? 'limit' : undefined;
};

// A rule without a condition holds: an empty `all`.
const always: { held: boolean; explanation: Explanation } = { held: true, explanation: { all: [], held: true } };

/** What a rule says to an event. */
export interface Judgement {
  skipped: Skipped | undefined;
  explanation: Explanation;
  /** The condition holds. */
  held: boolean;
  /** And nothing keeps the rule from being carried out. */
  matched: boolean;
}

/** Whether a rule is to be carried out, and why. It asks nobody and reads nothing. */
export const judge = (
  rule: RuleOfRun,
  { event, subject, at, isLimited = false }: { event: Caused; subject: Subject; at: number; isLimited?: boolean },
): Judgement => {
  const { condition } = rule.value;
  const skipped = guard(rule, event, isLimited);
  const { held, explanation } = condition ? evaluate(condition, subject, at) : always;
  return { skipped, explanation, held, matched: held && skipped === undefined };
};

/** Whether the condition of a rule holds at all, which is soon known of most. */
export const isHeld = ({ value: { condition } }: Pick<RuleOfRun, 'value'>, subject: Subject, at: number): boolean =>
  condition === undefined || holds(condition, subject, at);

type AboutEvent = Pick<DomainEvent, 'eventId' | 'subject'>;

const bareRun = (rule: RuleOfRun, { eventId, subject }: AboutEvent, at: number) => ({
  id: `${eventId}-${rule.key}`,
  ruleId: rule.key,
  ruleVersion: rule.version,
  eventId,
  recordId: subject.id,
  at: iso(at),
});

/** The run of a rule that nothing comes of. */
export const idleRun = (
  rule: RuleOfRun,
  event: AboutEvent,
  { judgement: { skipped, explanation }, at }: { judgement: Judgement; at: number },
): RuleRun => ({
  ...bareRun(rule, event, at),
  matched: false,
  ...(skipped && { skipped }),
  explanation,
  actions: [],
});

/** A run of which nothing could be written. */
export const undoneRun = (run: RuleRun, failure: NonNullable<RuleRun['failure']>): RuleRun => ({
  ...run,
  failure,
  actions: run.actions.map((action) => ({ do: action.do, done: false, reason: failure.code })),
});

/** The run of a rule without a decision. */
export const failedRun = (
  rule: RuleOfRun,
  event: AboutEvent,
  { at, failure }: { at: number; failure: Failure },
): RuleRun => ({
  ...bareRun(rule, event, at),
  matched: false,
  failure,
  explanation: { all: [], held: false },
  actions: [],
});

/** The run of a rule that was delayed, and is not there any more. */
export const droppedRun = (key: string, { eventId, subject }: AboutEvent, at: number): RuleRun => ({
  id: `${eventId}-${key}`,
  ruleId: key,
  ruleVersion: 0,
  eventId,
  recordId: subject.id,
  at: iso(at),
  matched: false,
  skipped: 'dropped',
  explanation: { all: [], held: false },
  actions: [],
});

/**
 * Whether the rules after a run have no turn: its rule held and was carried out, and says that it
 * is the last.
 */
export const endsHere = ({ matched, failure }: RuleRun, { value }: Pick<RuleOfRun, 'value'>): boolean =>
  matched && failure === undefined && value.stopOnMatch;

export interface RunDecision extends Omit<ActionsDone, 'done'> {
  run: RuleRun;
}

/** Why a rule that held was stopped. */
export const stoppedBy = ({ held, skipped }: Judgement): 'limit' | 'depth' | undefined =>
  held && skipped !== 'own-effect' ? skipped : undefined;

/** What comes of a rule that was judged: its actions, where it is to be carried out. */
export const carryOut = (
  rule: RuleOfRun,
  event: AboutEvent,
  { judgement, target, around }: { judgement: Judgement; target: RuleTarget; around: ActionContext },
): RunDecision => {
  const { at } = around;
  if (!judgement.matched)
    return { run: idleRun(rule, event, { judgement, at }), decisions: [], writes: [], places: [] };
  const { done, ...rest } = doActions(rule.value.actions, target, around);
  const { explanation } = judgement;
  return { ...rest, run: { ...bareRun(rule, event, at), matched: true, explanation, actions: done } };
};

interface RunInput {
  rule: RuleOfRun;
  occurrence: TriggeringEvent;
  target: RuleTarget;
  inputs: RunInputs;
  tools: ActionTools;
}

/**
 * What a rule does about an event, on the record as it is now: the run that explains it, and what
 * is committed with it. A rule never fires on what it caused, and a chain ends at eight.
 */
export const decideRun = ({ rule, occurrence, target, inputs, tools }: RunInput): RunDecision => {
  const { event } = occurrence;
  const { at, isLimited } = inputs;
  const subject = { ...subjectOf(target, inputs, occurrence), calendars: tools.calendars };
  const judgement = judge(rule, { event, subject, at, isLimited: isLimited === true });
  return carryOut(rule, event, { judgement, target, around: contextFrom(rule.value, inputs, tools) });
};
