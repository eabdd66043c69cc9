import type { KeptAbsence } from '#shared/casework/assignment/absence.ts';
import { availabilityKey, type WorkKind } from '#shared/core/table/casework-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';

/**
 * Whether work may be dealt to a person: one small item. `turn` grows with every change of it, so
 * that who dealt to them, or filled them up, on an older one decides again.
 */
export interface Availability {
  turn: number;
  absence?: KeptAbsence;
  /** What was dealt to them last, and when (epoch milliseconds). */
  last?: { kind: WorkKind; recordId: string; at: number };
}

export const availabilityIn = (item: Item | undefined): Availability | undefined => {
  if (!item) return undefined;
  const { turn, absence, last } = item as unknown as Availability;
  return { turn, ...(absence && { absence }), ...(last && { last }) };
};

/** The next state of it, refused where it has changed since. */
export const availabilityWrite = (
  person: string,
  before: Availability | undefined,
  after: Omit<Availability, 'turn'>,
): Write => {
  const turn = before?.turn ?? 0;
  return {
    put: { ...availabilityKey(person), ...after, turn: turn + 1 },
    when: before ? { holds: { turn } } : 'new',
  };
};
