import type { Rule } from '#shared/automation/rules/rule.ts';
import { type CompiledRule, compileRule } from '#shared/automation/rules/rule-index.ts';
import { isOfTime } from '#shared/automation/rules/triggers.ts';
import type { PublishedWorkflow } from '#shared/automation/workflows/enrol.ts';
import { nameInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';

// Time knows rules alone. A workflow that it begins is a rule that enrols in it, so it waits, is
// asked, explained, limited and run once as rules are.

/** The rule by which time enrols people in a workflow; undefined where an event does. */
export const enrollingRule = (
  key: string,
  { title, enabled, trigger, for: kind = 'contact', condition, limits }: Workflow,
): Rule | undefined =>
  isOfTime(trigger.event)
    ? {
        title,
        enabled,
        for: kind,
        trigger: trigger as Rule['trigger'],
        condition,
        limits,
        order: 0,
        stopOnMatch: false,
        actions: [{ do: 'enroll', workflow: key }],
      }
    : undefined;

// A version of a workflow never changes.
const compiled = new WeakMap<Workflow, CompiledRule>();

export const compileTimed = ({ key, version, value }: PublishedWorkflow): CompiledRule | undefined => {
  const known = compiled.get(value);
  if (known) return known;
  const rule = enrollingRule(key, value);
  const fresh = rule && compileRule({ key: nameInCauses(key), version, value: rule, owner: 'workflows' }, 0);
  if (fresh) compiled.set(value, fresh);
  return fresh;
};
