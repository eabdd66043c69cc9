import { isDeepStrictEqual } from 'node:util';
import { type Setting, settingOf, triggersOfAction } from '#shared/automation/rules/effects.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import { conditionOfRule } from '#shared/automation/rules/rule-index.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { type ExampleContext, type ExampleValues, exampleOf } from '#shared/core/conditions/example.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Fault } from '#shared/core/errors.ts';

/** Something about a rule that its author will hardly have meant. */
export interface RuleFinding {
  code: 'contradiction' | 'cannot-match' | 'undoes' | 'circular';
  detail: string;
  pointer?: string;
  /** Values by field for which it happens, where such can be given. */
  example?: Record<string, unknown>;
}

export interface CheckContext extends Omit<ExampleContext, 'known' | 'mayBe'> {
  /** All other rules and routines, in the order of their turns. */
  others: readonly CheckedRule[];
  /** The keys of the custom fields of each type of cases and of alerts. */
  fieldsOfTypes: Record<'case' | 'alert', ReadonlyMap<string, ReadonlySet<string>>>;
}

/** A rule, or a routine of a case type. */
export interface CheckedRule extends Pick<Configured<'rules'>, 'key' | 'value'> {
  /** Of a routine: the type of all its cases. */
  ofType?: string;
}

const always: Condition = { all: [] };
const shown = (values: ExampleValues): Record<string, unknown> => Object.fromEntries(values);

/**
 * Of which records a rule is never asked, by what it is about; of a contact it asks for some.
 */
const without: Record<Rule['for'], readonly string[]> = {
  alert: ['task'],
  case: ['alert'],
  contact: [],
};

type RuleAsked = Pick<CheckedRule, 'ofType'> & { value: Pick<Rule, 'for'> };

/** What a rule is never asked about has no value, and the cases of a routine have its type. */
const knownOf =
  ({ value, ofType }: RuleAsked) =>
  (field: string): readonly unknown[] | undefined => {
    if (field === 'case.type' && ofType !== undefined) return [ofType];
    return without[value.for].includes(field.split('.')[0] ?? '') ? [undefined] : undefined;
  };

/** Whether a record of the type that is asked for has the fields that have to have values. */
const hasFields =
  ({ fieldsOfTypes }: CheckContext, { ofType }: RuleAsked) =>
  (values: ExampleValues): boolean =>
    (['case', 'alert'] as const).every((kind) => {
      const type = values.get(`${kind}.type`) ?? (kind === 'case' ? ofType : undefined);
      const keys = typeof type === 'string' ? fieldsOfTypes[kind].get(type) : undefined;
      if (!keys) return true;
      const start = `${kind}.fields.`;
      return [...values].every(
        ([name, value]) => value === undefined || !name.startsWith(start) || keys.has(name.slice(start.length)),
      );
    });

const asExample = (context: CheckContext, rule: RuleAsked): ExampleContext => ({
  registry: context.registry,
  at: context.at,
  known: knownOf(rule),
  mayBe: hasFields(context, rule),
});

/** What keeps every record from meeting the condition of a rule, where that can be decided. */
export const findUnmatchable = (
  { value, ofType }: Pick<CheckedRule, 'ofType'> & { value: Pick<Rule, 'for' | 'trigger' | 'condition'> },
  context: Omit<CheckContext, 'others'>,
): (RuleFinding & Fault)[] => {
  const condition = conditionOfRule(value);
  if (!condition) return [];
  const pointer = value.condition ? '/condition' : '/trigger/over';
  if (exampleOf(condition, { registry: context.registry, at: context.at }) === 'none')
    return [
      {
        code: 'contradiction',
        pointer,
        detail: 'no record can ever meet this condition: its parts exclude each other',
      },
    ];
  const asked = { value, ...(ofType !== undefined && { ofType }) };
  if (exampleOf(condition, asExample({ ...context, others: [] }, asked)) !== 'none') return [];
  return [
    {
      code: 'cannot-match',
      pointer,
      detail: `a rule about ${value.for === 'alert' ? 'an alert' : `a ${value.for}`} never meets this condition: it asks for what such a record does not have`,
    },
  ];
};

const settingsOf = ({ value }: CheckedRule): Setting[] =>
  value.actions.flatMap((action) => settingOf(action, value.for) ?? []);

/** What two rules set differently; for one rule's own actions the last counts. */
export const conflictOf = (one: CheckedRule, other: CheckedRule): [Setting, Setting] | undefined => {
  for (const mine of settingsOf(one)) {
    const theirs = settingsOf(other).findLast(({ what }) => what === mine.what);
    if (theirs && !isDeepStrictEqual(mine.value, theirs.value)) return [mine, theirs];
  }
  return undefined;
};

const ofTypeOf = ({ ofType }: CheckedRule): Pick<CheckedRule, 'ofType'> => (ofType === undefined ? {} : { ofType });

/** Two routines of different types have no case in common. */
const areApart = (one: CheckedRule, other: CheckedRule): boolean =>
  one.ofType !== undefined && other.ofType !== undefined && one.ofType !== other.ofType;

/** Whether what one rule does sets off the other, on a record as the one leaves it. */
const setsOff = (one: CheckedRule, other: CheckedRule, context: CheckContext): boolean => {
  if (one.value.for !== other.value.for || areApart(one, other)) return false;
  const triggers = one.value.actions.flatMap((action) => triggersOfAction(action, one.value.for));
  if (!triggers.includes(other.value.trigger.event)) return false;
  const left = new Map(settingsOf(one).flatMap(({ field, value }) => (field ? [[field, [value]] as const] : [])));
  const example = asExample(context, other.ofType === undefined ? { ...other, ...ofTypeOf(one) } : other);
  const known = (field: string) => left.get(field) ?? example.known?.(field);
  return exampleOf(conditionOfRule(other.value) ?? always, { ...example, known }) !== 'none';
};

const findUndone = (rule: CheckedRule, context: CheckContext): RuleFinding[] =>
  context.others.flatMap((other) => {
    if (other.value.for !== rule.value.for || areApart(rule, other)) return [];
    const conflict = conflictOf(rule, other);
    if (!conflict) return [];
    const [mine, theirs] = conflict;
    if (isDeepStrictEqual(rule.value.trigger, other.value.trigger)) {
      const both = { all: [conditionOfRule(rule.value) ?? always, conditionOfRule(other.value) ?? always] };
      const example = exampleOf(both, asExample(context, { ...rule, ...ofTypeOf(other) }));
      const detail = `rule ${other.key} (${other.value.title}) sets the ${theirs.what} otherwise on the same occasion`;
      if (example !== 'none')
        return [{ code: 'undoes' as const, detail, ...(example instanceof Map && { example: shown(example) }) }];
    }
    // One value after another is a course that a record takes; a yes and its no undo each other.
    if (typeof mine.value !== 'boolean' || !setsOff(rule, other, context)) return [];
    return [
      {
        code: 'undoes' as const,
        detail: `this sets off rule ${other.key} (${other.value.title}), which sets the ${mine.what} otherwise`,
      },
    ];
  });

const split = <T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] => {
  const sides: [T[], T[]] = [[], []];
  for (const one of all) sides[belongs(one) ? 0 : 1].push(one);
  return sides;
};

/** The shortest way on which a rule sets itself off again, found level by level. */
const circleOf = (rule: CheckedRule, context: CheckContext): CheckedRule[] | undefined => {
  let unseen: readonly CheckedRule[] = context.others;
  let ways: CheckedRule[][] = [[rule]];
  while (ways.length > 0) {
    const longer: CheckedRule[][] = [];
    for (const way of ways) {
      const last = way.at(-1) ?? rule;
      if (setsOff(last, rule, context)) return [...way, rule];
      const [reached, others] = split(unseen, (next) => setsOff(last, next, context));
      longer.push(...reached.map((next) => [...way, next]));
      unseen = others;
    }
    ways = longer;
  }
  return undefined;
};

const findCircle = (rule: CheckedRule, context: CheckContext): RuleFinding[] => {
  const circle = circleOf(rule, context);
  if (!circle) return [];
  const names = circle.map(({ key, value }) => (key === rule.key ? 'this rule' : `rule ${key} (${value.title})`));
  return [
    {
      code: 'circular',
      detail: `${names.join(' sets off ')}; a rule never fires on what it caused, so it stops there`,
    },
  ];
};

/**
 * What is odd about a sound rule: nothing can match, another sets the same thing otherwise, rules
 * set each other off. What `exampleOf` leaves undecided is not found.
 */
export const findingsOf = (
  rule: CheckedRule,
  context: CheckContext,
): { errors: RuleFinding[]; warnings: RuleFinding[] } => {
  const others = context.others.filter(({ key, value }) => value.enabled && key !== rule.key);
  const among = { ...context, others };
  return {
    errors: findUnmatchable(rule, among),
    warnings: [...findUndone(rule, among), ...findCircle(rule, among)],
  };
};
