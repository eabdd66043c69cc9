import type { Services } from '#functions/services.ts';
import { type CompiledRule, ruleIndexOf } from '#shared/automation/rules/rule-index.ts';

/** An enabled rule that time sets off in one of these ways, by its key. */
export const ruleOfTime = async (
  { definitions }: Services,
  trigger: 'schedule' | 'no-activity',
  key: string,
): Promise<CompiledRule | undefined> => {
  const rules = await definitions.all('rules');
  const kind = rules.get(key)?.value.for;
  return (
    kind &&
    ruleIndexOf(rules)
      .get(`${kind} ${trigger}`)
      ?.find((rule) => rule.key === key)
  );
};
