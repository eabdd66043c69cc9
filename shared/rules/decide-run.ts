import { type Explanation, evaluate } from '#shared/conditions/evaluate.ts';
import type { Subject } from '#shared/conditions/fields.ts';
import type { Configured } from '#shared/configuration/configuration.ts';
import type { Cause, DomainEvent } from '#shared/events/event.ts';
import { iso } from '#shared/records/primitives.ts';
import { doActions, type Surroundings, type Target } from '#shared/rules/actions.ts';
import type { Run } from '#shared/rules/run.ts';
import type { Decision } from '#shared/table/decision.ts';

/** How long a chain of rules that set each other off may get. Nobody has needed three; eight says that two rules chase each other. */
const deepestChain = 8;

export interface RunInput {
  rule: Configured<'rules'>;
  event: Pick<DomainEvent, 'eventId' | 'cause'>;
  target: Target;
  /** What the condition is asked about. */
  subject: Subject;
  around: Surroundings;
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

/**
 * What a rule does about an event, on the record as it is now: the run that explains it, and the decisions of its actions. A rule never fires on what it
 * caused, and a chain ends at eight.
 */
export const decideRun = ({ rule, event, target, subject, around }: RunInput): { run: Run; decisions: Decision[] } => {
  const { condition, actions } = rule.value;
  const skipped = guard(rule, event);
  const { held, explanation } = condition ? evaluate(condition, subject, around.at) : always;
  const matched = held && skipped === undefined;
  const { decisions, done } = matched ? doActions(actions, target, around) : { decisions: [], done: [] };
  const run: Run = {
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
  return { run, decisions };
};
