import { encodeTime, monotonicFactory } from 'ulid';

/** A source of ids. Handed in, so that a decision is the same each time it is made in a test. */
export type NewId = (at: number) => string;

/** ULIDs that grow within a process even in one millisecond. */
export const ulids = (): NewId => {
  const next = monotonicFactory();
  return (at) => next(at);
};

/**
 * The first of all ULIDs of an instant (epoch milliseconds): those made from then on come after it.
 */
export const ulidFrom = (at: number): string => `${encodeTime(at)}${'0'.repeat(16)}`;
