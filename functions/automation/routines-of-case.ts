import type { Services } from '#functions/services.ts';
import { routineIndexOf } from '#shared/automation/rules/routines.ts';
import type { RuleIndex } from '#shared/automation/rules/rule-index.ts';
import type { Case } from '#shared/casework/cases/case.ts';

/** The routines of the type of a case, at the version that the case keeps. */
export const routinesOfCase = async (
  { definitions }: Services,
  { type, typeVersion }: Pick<Case, 'type' | 'typeVersion'>,
): Promise<RuleIndex | undefined> => {
  const found = await definitions.atVersion('case-types', type, typeVersion);
  return found && routineIndexOf(found);
};
