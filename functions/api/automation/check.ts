import { faultsOfSaving, faultsOfSound } from '#functions/api/config/faults.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { countMatching } from '#functions/automation/count-matching.ts';
import type { Services } from '#functions/services.ts';
import type { RuleFinding } from '#shared/automation/rules/check-rule.ts';
import { checkRuleRoute } from '#shared/automation/rules/explain.routes.ts';
import { type Rule, ruleSchema } from '#shared/automation/rules/rule.ts';
import { faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import { warningsAmong } from '#shared/configuration/rules-among.ts';
import type { Fault } from '#shared/core/errors.ts';
import { checkBody, withMoreFaults } from '#shared/core/http/check-body.ts';

/** Everything against the members of a rule that are sound by themselves. */
export const faultsOfDraft = faultsOfSound('rules');

/** A rule that is to be saved; one without a key is new. */
interface RuleToSave {
  key: string | undefined;
  value: Rule;
}

const warningsOf = ({ definitions, now }: Services, rule: RuleToSave): Promise<RuleFinding[]> =>
  warningsAmong(definitions, { kind: 'rules', ...rule }, now());

/**
 * Refuses a rule that is to be saved, with everything against it.
 * @returns what is odd about it
 */
export const requireSound = async (services: Services, rule: RuleToSave): Promise<{ warnings?: RuleFinding[] }> => {
  refuseFaults(await faultsOfSaving(services, { kind: 'rules', ...rule }));
  const warnings = await warningsOf(services, rule);
  return warnings.length > 0 ? { warnings } : {};
};

const below = (faults: readonly Fault[]) => faults.map((fault) => ({ ...fault, pointer: `/rule${fault.pointer}` }));

/** Refuses a draft that a body has under `rule`, as saving it would. */
export const requireSoundDraft = async ({ definitions }: Services, rule: Rule): Promise<void> => {
  const { inside, missing } = await faultsOfConfiguration(definitions, 'rules', rule);
  refuseFaults({ inside: below(inside), missing: below(missing) });
};

// POST /v1/rules/check
export const checkRule = routeHandler(checkRuleRoute, async (services, { body, caller, now }) => {
  const { data, faults } = checkBody(ruleSchema, body.rule);
  const path = { key: body.ruleId };
  const errors = below(withMoreFaults(faults, await faultsOfDraft(services, { path, json: body.rule, caller })));
  if (!data || errors.length > 0) return { body: { errors, warnings: [], matchesNow: 0 } };
  const warnings = await warningsOf(services, { key: body.ruleId, value: data });
  return { body: { errors: [], warnings, ...(await countMatching(services, data, now)) } };
});
