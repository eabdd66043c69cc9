import type { ActionContext, RuleTarget } from '#shared/automation/rules/act.ts';
import { doActions } from '#shared/automation/rules/actions.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Explanation } from '#shared/core/conditions/explanation.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Failure } from '#shared/core/errors.ts';
import type { Cause, DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';

/**
 * How long a chain of rules that set each other off may get. Nobody has needed three; eight says
 * that two rules chase each other.
 */
const deepestChain = 8;

export interface RunInput {
  rule: Configured<'rules'>;
  event: Pick<DomainEvent, 'eventId' | 'cause'>;
  target: RuleTarget;
  /** What the condition is asked about. */
  subject: Subject;
  around: ActionContext;
}

/** What the effects of a run say about where they come from. */
export const causeOf = (rule: Configured<'rules'>, event: Pick<DomainEvent, 'eventId' | 'cause'>): Cause => ({
  eventId: event.eventId,
  ruleId: rule.key,
  depth: event.cause.depth + 1,
  rules: [...(event.cause.rules ?? []), rule.key],
});

const guard = (
  rule: Configured<'rules'>,
  { cause }: Pick<DomainEvent, 'cause'>,
): 'own-effect' | 'depth' | undefined => {
  if (cause.rules?.includes(rule.key)) return 'own-effect';
  return cause.depth >= deepestChain ? 'depth' : undefined;
};

// A rule without a condition holds: an empty `all`.
const always: { held: boolean; explanation: Explanation } = { held: true, explanation: { all: [], held: true } };

const judge = ({ rule, event, subject, around }: RunInput) => {
  const { condition } = rule.value;
  const skipped = guard(rule, event);
  const { held, explanation } = condition ? evaluate(condition, subject, around.at) : always;
  return { skipped, explanation, matched: held && skipped === undefined };
};

/** A run of which nothing could be written. */
export const undoneRun = (run: RuleRun, failure: Failure): RuleRun => ({
  ...run,
  failure,
  actions: run.actions.map((action) => ({ do: action.do, done: false, reason: failure.code })),
});

/** The run of a rule without a decision. */
export const failedRun = (
  rule: Configured<'rules'>,
  event: Pick<DomainEvent, 'eventId' | 'subject'>,
  { at, failure }: { at: number; failure: Failure },
): RuleRun => ({
  id: `${event.eventId}-${rule.key}`,
  ruleId: rule.key,
  ruleVersion: rule.version,
  eventId: event.eventId,
  recordId: event.subject.id,
  at: iso(at),
  matched: false,
  failure,
  explanation: { all: [], held: false },
  actions: [],
});

/**
 * Whether the rules after a run have no turn: its rule held and was carried out, and says that it
 * is the last.
 */
export const endsHere = ({ matched, failure }: RuleRun, { value }: Configured<'rules'>): boolean =>
  matched && failure === undefined && value.stopOnMatch;

/**
 * Whether the rule would do anything at all; until then nobody has to be found to give something
 * to.
 */
export const isMatch = (input: RunInput): boolean => judge(input).matched;

/**
 * What a rule does about an event, on the record as it is now: the run that explains it, and what
 * is committed with it. A rule never fires on what it caused, and a chain ends at eight.
 */
export const decideRun = (
  input: RunInput,
): { run: RuleRun; decisions: Decision[]; writes: Write[]; places: Place[] } => {
  const { rule, event, target, around } = input;
  const { skipped, explanation, matched } = judge(input);
  const { decisions, done, writes, places } = matched
    ? doActions(rule.value.actions, target, around)
    : { decisions: [], done: [], writes: [], places: [] };
  const run: RuleRun = {
    id: `${event.eventId}-${rule.key}`,
    ruleId: rule.key,
    ruleVersion: rule.version,
    eventId: event.eventId,
    recordId: target.record.id,
    at: iso(around.at),
    matched,
    ...(skipped && { skipped }),
    explanation,
    actions: done,
  };
  return { run, decisions, writes, places };
};
