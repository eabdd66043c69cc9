import { deals } from '#shared/automation/rules/deal-for-rule.ts';
import { inOrder } from '#shared/automation/rules/order.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import { nameOfTrigger, namesSetOff } from '#shared/automation/rules/trigger.schema.ts';
import { triggersOf } from '#shared/automation/rules/triggers.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { type ConditionReads, ofContact, readsOf } from '#shared/core/conditions/plan.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';

/** Whose a rule is: the institution's, a case type's, or a workflow's that time begins. */
type RuleOwner = 'rules' | 'routines' | 'workflows';

/** A rule, or a routine of a case type, with what is worked out once for all events. */
export interface CompiledRule {
  /** Of a routine: its case type and its place in it, such as `hazard/0`. */
  key: string;
  owner: RuleOwner;
  version: number;
  value: Rule;
  /** What its condition reads. */
  reads: ConditionReads | undefined;
  /** Whether others who want the same turn or case have to be waited for. */
  isContended: boolean;
  /** Its place in the order of turns. */
  rank: number;
}

/** An event with the name it has on the bus. */
export interface TriggeringEvent {
  event: EventDetail;
  detailType: string;
}

const wholeCondition = ({ trigger, condition }: Pick<Rule, 'trigger' | 'condition'>): Condition | undefined => {
  if (!('over' in trigger)) return condition;
  return condition ? { all: [trigger.over, condition] } : trigger.over;
};

/**
 * What has to hold: of a schedule also that the record is one of those it is over. A contact may
 * have several alerts, cases and tasks, so of it a plain field of those asks for some.
 */
export const conditionOfRule = (rule: Pick<Rule, 'for' | 'trigger' | 'condition'>): Condition | undefined => {
  const condition = wholeCondition(rule);
  return condition && rule.for === 'contact' ? ofContact(condition) : condition;
};

type SourceOfRule = Pick<CompiledRule, 'key' | 'version' | 'value'> & { owner?: RuleOwner };

export const compileRule = ({ key, version, value, owner = 'rules' }: SourceOfRule, rank: number): CompiledRule => {
  const condition = conditionOfRule(value);
  return {
    key,
    owner,
    version,
    value: condition === value.condition ? value : { ...value, condition },
    rank,
    reads: condition && readsOf(condition),
    isContended: deals(value) || value.actions.some((action) => 'join' in action && action.join === 'open-case'),
  };
};

/** Enabled rules by what they wait for and what they are about, each list in the order of turns. */
export type RuleIndex = ReadonlyMap<string, readonly CompiledRule[]>;

/** The rules must be in the order in which they have their turns. */
export const indexOf = (rules: readonly CompiledRule[]): RuleIndex => {
  const index = new Map<string, CompiledRule[]>();
  for (const rule of rules.filter(({ value }) => value.enabled)) {
    const place = `${rule.value.for} ${nameOfTrigger(rule.value.trigger)}`;
    const there = index.get(place);
    if (there) there.push(rule);
    else index.set(place, [rule]);
  }
  return index;
};

// Configuration keeps its map for as long as nothing is changed, so the rules of a map are compiled
// once.
const compiled = new WeakMap<object, RuleIndex>();

/** The rules of the institution. */
export const ruleIndexOf = (rules: ReadonlyMap<string, Configured<'rules'>>): RuleIndex => {
  const known = compiled.get(rules) ?? indexOf(inOrder([...rules.values()]).map(compileRule));
  compiled.set(rules, known);
  return known;
};

/** The rules that an event sets off, each once, in the order of their turns. */
export const setOffBy = (index: RuleIndex, { event, detailType }: TriggeringEvent): readonly CompiledRule[] => {
  if (index.size === 0) return [];
  const triggers = namesSetOff(triggersOf({ ...event, type: detailType }), event);
  const lists = triggers.flatMap((trigger) => index.get(`${event.subject.kind} ${trigger}`) ?? []);
  return triggers.length === 1 ? lists : lists.toSorted((one, other) => one.rank - other.rank);
};
