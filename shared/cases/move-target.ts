import type { Amount } from '#shared/calendars/amount.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { changeCase, policyOf, withClocks } from '#shared/cases/change-case.ts';
import { extend, retarget } from '#shared/clocks/clock.ts';
import { Refusal } from '#shared/errors.ts';
import type { Decision } from '#shared/table/decision.ts';

/** Which of a target's operations staff may do; admins may do all. */
export const staffMay = (definition: CaseDefinition, clockKey: string, operation: 'set' | 'extend'): boolean => {
  const target = policyOf(definition, clockKey)?.target;
  return (operation === 'set' ? target?.staffMaySet : target?.staffMayExtend) ?? false;
};

/** Moves the target of a clock: to an instant (epoch milliseconds) or by an amount. @throws `not-found` for a clock that is not there, `clock-stopped` */
export const moveTarget = (
  current: Case,
  {
    clockKey,
    move,
    note,
    at,
  }: { clockKey: string; move: { to: number } | { by: Amount }; note?: string | undefined; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  if (!current.clocks.some((clock) => clock.key === clockKey)) throw new Refusal('not-found');
  const after = withClocks(current, definition, (clock, policy) => {
    if (clock.key !== clockKey) return clock;
    return 'to' in move ? retarget(clock, { dueAt: move.to, at }, policy) : extend(clock, { by: move.by, at }, policy);
  });
  return changeCase(current, after, { type: 'Target Changed', at, detail: { clock: clockKey, ...(note && { note }) } });
};
