import { digestOf } from '#shared/core/records/ids.ts';
import { own } from '#shared/core/records/own.ts';

// What a row said when it was last imported, member by member and no longer than a hash: what
// changed there since then is taken over, what changed here stays.

export type Digests = Readonly<Record<string, string>>;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
};

// Sixteen hexadecimal digits: two values of one member are the same by chance once in 10^19.
const digits = 16;

export const digestsOf = (members: Readonly<Record<string, unknown>>): Digests =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, digestOf(JSON.stringify(sorted(value))).slice(0, digits)]],
    ),
  );

/** Members that say something else than before; those that say nothing any more among them. */
export const changedSince = (before: Digests, after: Digests): Set<string> =>
  new Set(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => own(before, name) !== own(after, name),
    ),
  );
