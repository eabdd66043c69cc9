import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface Escalate {
  reason: string;
  note?: string | undefined;
  at: number;
}

/**
 * Somebody escalates a case by hand.
 * @throws `already-closed`; 400 for a reason that the type does not know
 */
export const escalateCase = (
  current: Case,
  { reason, note, at }: Escalate,
  definition: CaseDefinition,
): Decision<Case> => {
  if (!isOpen(current)) throw new Refusal('already-closed');
  if (!definition.type.escalationReasons.some((one) => one.key === reason))
    throw invalid([unknownChoice('/reason', 'reason for escalating', { value: reason, code: 'unknown-reason' })]);
  const detail = { by: 'hand' as const, reason, ...(note && { note }) };
  return changeCase(
    current,
    { ...current, escalated: current.escalated + 1 },
    { type: 'Case Escalated', at, definition, detail },
  );
};

/** The escalation is taken back. @throws `not-escalated` */
export const deEscalateCase = (
  current: Case,
  { note, at }: { note?: string | undefined; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  if (current.escalated === 0) throw new Refusal('not-escalated');
  return changeCase(
    current,
    { ...current, escalated: 0 },
    { type: 'Case De-escalated', at, definition, ...(note && { detail: { note } }) },
  );
};
