import { createHash } from 'node:crypto';
import { decodeTime, encodeTime, monotonicFactory } from 'ulid';

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

/** The instant (epoch milliseconds) that a ULID was made of. */
export const instantOfUlid = (id: string): number => decodeTime(id);

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The ULID of an instant and a name: the same for the same. */
export const ulidNamed = (at: number, name: string): string => {
  const hash = createHash('sha256').update(name).digest();
  // The lower five bits of each byte are as good as any eighty bits of the hash.
  return `${encodeTime(at)}${Array.from(hash.subarray(0, 16), (byte) => crockford[byte & 31]).join('')}`;
};

/** An id for what is named by several texts, short enough for the name of an execution. */
export const digestOf = (...names: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32);
