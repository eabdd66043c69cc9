import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// Long enough to read a case and call somebody, short enough that looking again is a new decision.
const openFor = 60 * 60 * 1000;

/**
 * Somebody opens a private case that they may not see otherwise. Its history has the reason, and
 * the assignee gets a mail.
 */
export const openInEmergency = (
  current: Case,
  { id, reason, at }: { id: string; reason: string; at: number },
): Decision<Case> => {
  const still = current.opened.filter((one) => one.id !== id && one.until > iso(at));
  const opened = [...still, { id, until: iso(at + openFor) }];
  return changeCase(
    current,
    { ...current, opened },
    { type: 'Case Opened In Emergency', at, detail: { reason, by: id } },
  );
};
