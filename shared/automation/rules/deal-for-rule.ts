import { aboutOf } from '#shared/automation/rules/act.ts';
import type { RunInput } from '#shared/automation/rules/decide-run.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import { type Dealer, type Dealt, deal } from '#shared/casework/assignment/deal.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { rotationKey } from '#shared/core/table/keys.ts';

const dealing = ({ actions }: Rule) =>
  actions.flatMap((action, index) => {
    const assign = 'assign' in action ? action.assign : undefined;
    return assign && assign.behaviour !== 'selected' ? [{ action, assign, index }] : [];
  });

/** Whether a rule chooses among people by what others were given. */
export const deals = ({ value }: Configured<'rules'>): boolean => dealing(value).length > 0;

/**
 * Whom the actions of a rule deal to. Nothing is written by it: the moves go with the run. Each
 * action has a rotation of its own.
 */
export const dealForRule = async (
  dealer: Dealer,
  { rule, target, around }: RunInput,
): Promise<Map<RuleAction, Dealt>> => {
  const record = { kind: target.kind, id: target.record.id };
  const found = new Map<RuleAction, Dealt>();
  for (const { action, assign, index } of dealing(rule.value)) {
    const rotation = rotationKey(rule.key, index);
    const dealt = await deal(dealer, { assign, record, about: aboutOf(target, around), rotation, at: around.at });
    if (dealt) found.set(action, dealt);
  }
  return found;
};
