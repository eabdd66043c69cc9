import { routinesOfCase } from '#functions/automation/routines-of-case.ts';
import type { Services } from '#functions/services.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import { type CompiledRule, ruleIndexOf } from '#shared/automation/rules/rule-index.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';

/** The rules and routines that wait until a record has been quiet for a time, in their order. */
export const rulesOnQuiet = async (
  services: Services,
  kind: TargetKind,
  record: RecordBase,
): Promise<readonly CompiledRule[]> => {
  const rules = ruleIndexOf(await services.definitions.all('rules')).get(`${kind} no-activity`) ?? [];
  if (kind !== 'case') return rules;
  const routines = (await routinesOfCase(services, record as Case))?.get('case no-activity') ?? [];
  return [...rules, ...routines];
};
