import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * Puts a case into the trash: out of every list, and nothing falls due.
 * @throws `in-trash` where it is there already
 */
export const trashCase = (current: Case, at: number): Decision<Case> => {
  if (current.trashedAt) throw new Refusal('in-trash');
  return changeCase(current, { ...current, trashedAt: iso(at) }, { type: 'Case Trashed', at });
};

/**
 * Takes a case out of the trash, as it was. What fell due meanwhile falls due now.
 * @throws `not-trashed`
 */
export const restoreCase = (current: Case, at: number): Decision<Case> => {
  if (!current.trashedAt) throw new Refusal('not-trashed');
  const { trashedAt: _trashed, ...rest } = current;
  return changeCase(current, rest, { type: 'Case Restored', at });
};
