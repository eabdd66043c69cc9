import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { own } from '#shared/core/records/own.ts';

const lists: Readonly<Record<string, 'reassignReasons' | 'escalationReasons' | 'closureReasons'>> = {
  'Case Assigned': 'reassignReasons',
  'Case Escalated': 'escalationReasons',
  'Case Closed': 'closureReasons',
};

/**
 * The reason, as the type has it, that somebody gave for assigning, escalating or closing a case,
 * whose `closure` holds the reason of its end.
 */
export const reasonOf = (
  { type, after }: { type: string; after: object },
  caseType: CaseType,
  closure: Case['closure'],
): CaseType['closureReasons'][number] | undefined => {
  const list = own(lists, type);
  const given = list === 'closureReasons' ? closure?.reason : 'reason' in after && after.reason;
  return list && caseType[list].find(({ key }) => key === given);
};
