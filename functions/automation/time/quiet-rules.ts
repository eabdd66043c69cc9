import { routinesOfCase } from '#functions/automation/routines-of-case.ts';
import { rulesOfTime } from '#functions/automation/time/rule-of-time.ts';
import type { Services } from '#functions/services.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule } from '#shared/automation/rules/rule-index.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';

/** What waits until a record has been quiet for a time: rules, routines, workflows, in order. */
export const rulesOnQuiet = async (
  services: Services,
  kind: TargetKind,
  record: RecordBase,
): Promise<readonly CompiledRule[]> => {
  const { rules, workflows } = await rulesOfTime(services, 'no-activity', kind);
  if (kind !== 'case') return [...rules, ...workflows];
  const routines = (await routinesOfCase(services, record as Case))?.get('case no-activity') ?? [];
  return [...rules, ...routines, ...workflows];
};
