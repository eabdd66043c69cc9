import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { personAt, refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

const refuseClosed = (record: Case): void => {
  if (!isOpen(record)) throw new Refusal('already-closed');
};

/**
 * Somebody takes a case that no other person has.
 * @throws `already-closed`, `already-assigned`, `locked-out`
 */
export const claimCase = (
  current: Case,
  { user, at }: { user: string; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  refuseClosed(current);
  refuseKeptOut(current, [{ id: user, pointer: '' }]);
  const { assignee } = current;
  if (assignee && 'user' in assignee) {
    if (assignee.user === user) return unchanged('case', current);
    throw new Refusal('already-assigned');
  }
  return changeCase(
    current,
    { ...current, assignee: { user } },
    { type: 'Case Assigned', at, definition, detail: { claimed: true } },
  );
};

/** The person who has a case puts it back. @throws `already-closed`, `not-assigned` */
export const releaseCase = (current: Case, { at }: { at: number }): Decision<Case> => {
  refuseClosed(current);
  if (!current.assignee || !('user' in current.assignee)) throw new Refusal('not-assigned');
  const { assignee: _released, ...rest } = current;
  return changeCase(current, rest, { type: 'Case Released', at });
};

interface AssignInput {
  to: PersonOrGroup;
  reason?: string | undefined;
  note?: string | undefined;
  at: number;
}

/**
 * A case is given to a person or a team.
 * @throws `already-closed`, `locked-out`; 400 for a reason that the type does not know
 */
export const assignCase = (
  current: Case,
  { to, reason, note, at }: AssignInput,
  definition: CaseDefinition,
): Decision<Case> => {
  refuseClosed(current);
  if (reason !== undefined && !definition.type.reassignReasons.some((one) => one.key === reason))
    throw invalid([unknownChoice('/reason', 'reason for reassigning', { value: reason, code: 'unknown-reason' })]);
  refuseKeptOut(current, [personAt(to, '')]);
  if (samePersonOrGroup(current.assignee, to)) return unchanged('case', current);
  const detail = { ...(reason && { reason }), ...(note && { note }) };
  return changeCase(
    current,
    { ...current, assignee: to },
    { type: 'Case Assigned', at, definition, ...(Object.keys(detail).length > 0 && { detail }) },
  );
};
