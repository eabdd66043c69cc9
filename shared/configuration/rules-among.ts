import {
  type CheckContext,
  type CheckedRule,
  findingsOf,
  findUnmatchable,
  type RuleFinding,
} from '#shared/automation/rules/check-rule.ts';
import { inOrder } from '#shared/automation/rules/order.ts';
import { routineKey } from '#shared/automation/rules/routines.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { conditionRegistry } from '#shared/configuration/check.ts';
import { routinesOf } from '#shared/configuration/routines.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import type { Fault } from '#shared/core/errors.ts';

// Rules, and the routines of case types, among all others that there are: what no record can meet,
// what undoes what, and what goes round in a circle.

/** A configuration that is to be saved; without a key it is new. */
export interface EntryToSave<K extends Kind = Kind> {
  kind: K;
  key: string | undefined;
  value: Partial<ValueOf<K>>;
}

/** The rules that an entry has, each with its place in it. */
interface RuleAt extends CheckedRule {
  at: string;
}

const routinesIn = (type: string, { routines }: Partial<CaseType>): RuleAt[] =>
  routinesOf(routines).map(({ routine, at }, place) => ({
    key: routineKey(type, routine, place),
    value: routine,
    ofType: type,
    at,
  }));

const rulesIn = ({ kind, key = '', value }: EntryToSave): RuleAt[] => {
  if (kind === 'rules') return [{ key, value: value as ValueOf<'rules'>, at: '' }];
  return kind === 'case-types' ? routinesIn(key, value as Partial<CaseType>) : [];
};

const fieldsIn = (types: ReadonlyMap<string, { value: { fields: readonly { key: string }[] } }>) =>
  new Map([...types].map(([key, { value }]) => [key, new Set(value.fields.map((field) => field.key))]));

const contextIn = async (definitions: Configurations, at: number): Promise<CheckContext> => {
  const [rules, caseTypes, alertTypes] = await Promise.all([
    definitions.all('rules'),
    definitions.all('case-types'),
    definitions.all('alert-types'),
  ]);
  const routines = [...caseTypes.values()].flatMap(({ key, value }) => routinesIn(key, value));
  return {
    registry: await conditionRegistry(definitions),
    at,
    others: [...inOrder([...rules.values()]), ...routines],
    fieldsOfTypes: { case: fieldsIn(caseTypes), alert: fieldsIn(alertTypes) },
  };
};

/** What no record can meet, of an entry whose conditions are sound, as of an instant (epoch ms). */
export const unmatchableIn = async (definitions: Configurations, entry: EntryToSave, at: number): Promise<Fault[]> => {
  const rules = rulesIn(entry).filter(({ value }) => value.for !== undefined && value.trigger !== undefined);
  if (rules.length === 0) return [];
  const context = await contextIn(definitions, at);
  const { kind, key, value } = entry;
  if (kind === 'case-types' && key !== undefined) {
    const { fields = [] } = value as Partial<CaseType>;
    context.fieldsOfTypes.case = new Map([
      ...context.fieldsOfTypes.case,
      [key, new Set(fields.map((field) => field.key))],
    ]);
  }
  return rules.flatMap((rule) =>
    findUnmatchable(rule, context).map((fault) => ({ ...fault, pointer: `${rule.at}${fault.pointer}` })),
  );
};

/**
 * What is odd about the rules of an entry and refuses nothing: what undoes what, and circles, by
 * the configuration as it is or would be at an instant (epoch ms). Of a routine with its place.
 */
export const warningsAmong = async (
  definitions: Configurations,
  entry: EntryToSave,
  at: number,
): Promise<RuleFinding[]> => {
  const rules = rulesIn(entry);
  if (rules.length === 0) return [];
  const { others: all, ...context } = await contextIn(definitions, at);
  const own = new Set(rules.map(({ key }) => key));
  // In the place of its routines as they were before.
  const isOwn = ({ key, ofType }: CheckedRule) => own.has(key) || (ofType !== undefined && ofType === entry.key);
  const others = [...all.filter((one) => !isOwn(one)), ...rules];
  return rules.flatMap((rule) =>
    findingsOf(rule, { ...context, others }).warnings.map((warning) => ({
      ...warning,
      ...(rule.at !== '' && { pointer: rule.at }),
    })),
  );
};
