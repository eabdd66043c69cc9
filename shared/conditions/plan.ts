import type { Condition } from './condition.ts';

// What can be known of a condition without evaluating it: for choosing an index, and for reading only the records it is about.

/** The name of every field in the tree, such as to know whether the contact has to be read. */
export function fieldsIn(tree: Condition): Set<string> {
  if ('field' in tree) return new Set([tree.field]);
  if ('not' in tree) return fieldsIn(tree.not);
  return new Set(('all' in tree ? tree.all : tree.any).flatMap((part) => [...fieldsIn(part)]));
}

type Equals = Map<string, readonly unknown[]>;

// Values are JSON; a person's {"user": …} has one spelling only.
const sameValue = (a: unknown) => (b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const intersection = (a: readonly unknown[], b: readonly unknown[]): unknown[] =>
  a.filter((one) => b.some(sameValue(one)));
const union = (a: readonly unknown[], b: readonly unknown[]): unknown[] => [
  ...a,
  ...b.filter((one) => !a.some(sameValue(one))),
];

function inBoth(a: Equals, b: Equals): Equals {
  const merged = new Map(a);
  for (const [field, values] of b) {
    const known = merged.get(field);
    merged.set(field, known ? intersection(known, values) : values);
  }
  return merged;
}

function inEither(a: Equals, b: Equals): Equals {
  const merged: Equals = new Map();
  for (const [field, values] of a) {
    const others = b.get(field);
    if (others) merged.set(field, union(values, others));
  }
  return merged;
}

/**
 * For each field that every match must equal something in: the values it may have, as the condition writes them. An empty list: nothing can match.
 * Necessary, not sufficient: what an index gives by it has still to be evaluated. A `not` requires nothing. `is` of a day means all its instants, and open
 * paths read "3" as 3: only keywords, people and booleans make keys of an index.
 */
export function requiredEquals(tree: Condition): Equals {
  if ('field' in tree) {
    if (tree.op === 'is') return new Map([[tree.field, [tree.value]]]);
    return tree.op === 'in' && Array.isArray(tree.value) ? new Map([[tree.field, tree.value]]) : new Map();
  }
  if ('not' in tree) return new Map();
  if ('all' in tree) return tree.all.map(requiredEquals).reduce(inBoth, new Map());
  const [first, ...others] = tree.any.map(requiredEquals);
  return first ? others.reduce(inEither, first) : new Map();
}
