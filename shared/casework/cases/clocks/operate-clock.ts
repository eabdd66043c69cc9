import { isDeepStrictEqual } from 'node:util';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { TargetDefinition } from '#shared/casework/cases/case-type.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { type ClockCommand, type ClockOperation, operationOf } from '#shared/core/clocks/operation.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

/**
 * What a type lets staff do with a target. Staff who may move it either way may also undo that, and
 * may pause it, which moves it too.
 */
const allows: Record<ClockCommand['do'], (target: TargetDefinition) => boolean> = {
  set: (target) => target.staffMaySet,
  clear: (target) => target.staffMaySet,
  extend: (target) => target.staffMayExtend,
  restore: (target) => target.staffMaySet || target.staffMayExtend,
  pause: (target) => target.staffMaySet || target.staffMayExtend,
  resume: (target) => target.staffMaySet || target.staffMayExtend,
};

/** Whether staff may do this to a clock; admins may do all. */
export const staffMay = (definition: CaseDefinition, clockKey: string, doing: ClockCommand['do']): boolean => {
  const target = definition.policies.get(clockKey)?.target;
  return target !== undefined && allows[doing](target);
};

/**
 * Does something to a clock of a case.
 * @throws `not-found`, `clock-stopped`, `already-paused`, `not-paused`; 400 before its start
 */
export const operateClock = (
  current: Case,
  { clockKey, command, note, at }: { clockKey: string; command: ClockCommand; note?: string | undefined; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  const policy = definition.policies.get(clockKey);
  if (!policy || !current.clocks.some((clock) => clock.key === clockKey)) throw new Refusal('not-found');
  const operation = operationOf(command, { policy, at });
  const detail = { clock: clockKey, operation, ...(note && { note }) };
  return changeCase(current, current, { type: 'Target Changed', at, definition, detail });
};

/**
 * Gives the clocks of an open case what another definition of its type counts by: those that run,
 * but for targets set by hand. Given twice, it stays.
 */
export const retargetClocks = (current: Case, { at }: { at: number }, definition: CaseDefinition): Decision<Case> => {
  if (!isOpen(current) || isDeepStrictEqual(current.counting, definition.counting)) return unchanged('case', current);
  const operation: ClockOperation = { do: 'retarget' };
  const after = { ...current, counting: definition.counting };
  return changeCase(current, after, { type: 'Target Changed', at, definition, detail: { operation } });
};
