import type { Condition } from '#shared/core/conditions/condition.ts';

// What can be known of a condition without evaluating it: for choosing an index, and for reading
// only the records it is about.

/** The name of every field in the tree, such as to know whether the contact has to be read. */
export function fieldsIn(tree: Condition): Set<string> {
  if ('field' in tree) return new Set([tree.field]);
  if ('not' in tree) return fieldsIn(tree.not);
  return new Set(('all' in tree ? tree.all : tree.any).flatMap((part) => [...fieldsIn(part)]));
}

type Equals = Map<string, readonly unknown[]>;

const union = (a: readonly unknown[], b: readonly unknown[]): unknown[] => {
  const known = new Set(a.map((one) => JSON.stringify(one)));
  return [...a, ...b.filter((one) => !known.has(JSON.stringify(one)))];
};

/**
 * Of two demands on a field the one with fewer values. Not what they have in common: a list may
 * meet both by two elements, a person is spelled in two ways.
 */
function inBoth(a: Equals, b: Equals): Equals {
  const merged = new Map(a);
  for (const [field, values] of b) {
    const known = merged.get(field);
    if (!known || values.length < known.length) merged.set(field, values);
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
 * For each field that every match must equal something in: the values it may have, as the condition
 * writes them (for a list, one of its elements). Necessary, not sufficient: what an index gives by
 * it has still to be evaluated. A `not` requires nothing. `is` of a day means all its instants, and
 * open paths read "3" as 3: only keywords, people and booleans make keys of an index.
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
