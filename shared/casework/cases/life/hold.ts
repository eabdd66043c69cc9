import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * Puts a case on legal hold: nothing anonymises or deletes it until the hold is lifted. A hold that
 * is there already gets the new reason.
 */
export const holdCase = (
  current: Case,
  { reason, by, at }: { reason: string; by: Actor; at: number },
): Decision<Case> => {
  const hold = current.hold?.reason === reason ? current.hold : { reason, by, at: iso(at) };
  return changeCase(current, { ...current, hold }, { type: 'Case Put On Hold', at });
};

/** Lifts the hold of a case. @throws `not-found` where there is none */
export const liftHold = (current: Case, at: number): Decision<Case> => {
  const { hold, ...rest } = current;
  if (!hold) throw new Refusal('not-found');
  return changeCase(current, rest, { type: 'Case Hold Lifted', at });
};

/** @throws `on-hold` */
export const requireNoHold = ({ hold }: Case): void => {
  if (hold) throw new Refusal('on-hold', hold.reason);
};
