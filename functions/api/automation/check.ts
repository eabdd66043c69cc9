import { faultsOfSound } from '#functions/api/config/faults.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import { countMatching } from '#functions/automation/count-matching.ts';
import type { Services } from '#functions/services.ts';
import {
  type CheckContext,
  findingsOf,
  findUnmatchable,
  type RuleFinding,
} from '#shared/automation/rules/check-rule.ts';
import { checkRuleRoute } from '#shared/automation/rules/explain.routes.ts';
import { type Rule, ruleSchema } from '#shared/automation/rules/rule.ts';
import { conditionRegistry, faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import type { Fault } from '#shared/core/errors.ts';
import { checkBody, withMoreFaults } from '#shared/core/http/check-body.ts';
import { soundMembers } from '#shared/core/http/faults.ts';

const contextFor = async ({ definitions, now }: Services): Promise<CheckContext> => {
  const [rules, caseTypes, alertTypes] = await Promise.all([
    definitions.all('rules'),
    definitions.all('case-types'),
    definitions.all('alert-types'),
  ]);
  const keysOf = (types: ReadonlyMap<string, { value: { fields: readonly { key: string }[] } }>) =>
    new Map([...types].map(([key, { value }]) => [key, new Set(value.fields.map((field) => field.key))]));
  return {
    registry: await conditionRegistry(definitions),
    at: now(),
    others: [...rules.values()],
    fieldsOfTypes: { case: keysOf(caseTypes), alert: keysOf(alertTypes) },
  };
};

/** What no record can meet, where a condition is otherwise sound. */
const unmatchableBeside = (
  faults: readonly Fault[],
  { for: kind, trigger, condition }: Partial<Rule>,
  context: CheckContext,
): Fault[] =>
  !kind || !trigger || faults.some(({ pointer }) => /^\/(condition|trigger)/.test(pointer))
    ? []
    : findUnmatchable({ for: kind, trigger, condition }, context);

/** Everything against the members of a rule that are sound by themselves. */
export const faultsOfDraft: FaultsOfType<unknown> = async (services, request) => {
  const faults = await faultsOfSound('rules')(services, request);
  const sound: Partial<Rule> = soundMembers(ruleSchema, request.json);
  return [...faults, ...unmatchableBeside(faults, sound, await contextFor(services))];
};

const warningsOf = (rule: { key: string | undefined; value: Rule }, context: CheckContext): RuleFinding[] =>
  findingsOf({ key: rule.key ?? '', value: rule.value }, context).warnings;

/**
 * Refuses a rule that is to be saved, with everything against it; one without a key is new.
 * @returns what is odd about it
 */
export const requireSound = async (
  services: Services,
  rule: { key: string | undefined; value: Rule },
): Promise<{ warnings?: RuleFinding[] }> => {
  const { inside, missing } = await faultsOfConfiguration(services.definitions, 'rules', rule.value);
  const context = await contextFor(services);
  refuseFaults({ inside: [...inside, ...unmatchableBeside(inside, rule.value, context)], missing });
  const warnings = warningsOf(rule, context);
  return warnings.length > 0 ? { warnings } : {};
};

/** Refuses a draft that a body has under `rule`, as saving it would. */
export const requireSoundDraft = async ({ definitions }: Services, rule: Rule): Promise<void> => {
  const below = (faults: readonly Fault[]) => faults.map((fault) => ({ ...fault, pointer: `/rule${fault.pointer}` }));
  const { inside, missing } = await faultsOfConfiguration(definitions, 'rules', rule);
  refuseFaults({ inside: below(inside), missing: below(missing) });
};

// POST /v1/rules/check
export const checkRule = routeHandler(checkRuleRoute, async (services, { path, body, caller, now }) => {
  const { data, faults } = checkBody(ruleSchema, body.rule);
  const errors = withMoreFaults(faults, await faultsOfDraft(services, { path, json: body.rule, caller }));
  const placed = errors.map((fault) => ({ ...fault, pointer: `/rule${fault.pointer}` }));
  if (!data || errors.length > 0) return { body: { errors: placed, warnings: [], matchesNow: 0 } };
  const warnings = warningsOf({ key: body.ruleId, value: data }, await contextFor(services));
  return { body: { errors: [], warnings, ...(await countMatching(services, data, now)) } };
});
