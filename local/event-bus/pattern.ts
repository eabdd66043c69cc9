import {
  EventPatternError,
  type Leaf,
  operatorNames,
  type ValueMatcher,
  valueMatcher,
} from '#local/event-bus/pattern-values.ts';

/** Says whether an event (the whole envelope) matches. */
export type EventPattern = (event: unknown) => boolean;

/** A field of the pattern: its path and the values it may have. */
type PatternField = { readonly path: string; readonly matchers: readonly ValueMatcher[] };

/** Which element of which array a value stands in: array (by its place in the event) → index. */
type Membership = ReadonlyMap<string, number>;
type EventField = { readonly value: Leaf; readonly membership: Membership };

// EventBridge refuses a rule whose $or branches multiply to more than this.
const MOST_COMBINATIONS = 1000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (path: string, key: string): string => (path ? `${path}.${key}` : key);

/**
 * Compiles an EventBridge event pattern. There is no well-kept matcher on npm, so the semantics are
 * written here after AWS's own, github.com/aws/event-ruler: fields of an event are flattened to
 * paths, arrays vanish from the paths, and two fields match together only if they do not stand in
 * different elements of one array.
 *
 * Refuses with an `EventPatternError` what EventBridge refuses: an unknown operator, a value that
 * is not in a list, an empty list or pattern.
 */
export const compileEventPattern = (pattern: unknown): EventPattern => {
  if (!isObject(pattern)) throw new EventPatternError('', 'must be an object');
  const alternatives = combinationsOf(pattern, '').map((fields) => fields.toSorted(byPath));
  const mentioned = treeOf(alternatives.flat().map(({ path }) => path));
  return (event) => {
    const fields = new Map<string, EventField[]>();
    flatten(event, '', new Map(), { place: '', into: fields, mentioned });
    return alternatives.some((wanted) => matchesFrom(0, wanted, fields, new Map()));
  };
};

// Ruler walks the fields in this order, which decides what `exists: false` means inside arrays.
const byPath = (a: PatternField, b: PatternField): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/**
 * The pattern with every $or multiplied out: each combination is a list of fields that must all
 * match.
 */
const combinationsOf = (pattern: Record<string, unknown>, path: string): PatternField[][] => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new EventPatternError(path, 'must not be empty');
  let combinations: PatternField[][] = [[]];
  for (const [key, value] of entries) {
    const choices = choicesOf(key, value, path);
    combinations = combinations.flatMap((before) => choices.map((choice) => [...before, ...choice]));
    if (combinations.length > MOST_COMBINATIONS) {
      throw new EventPatternError(joined(path, key), `more than ${MOST_COMBINATIONS} combinations of $or`);
    }
  }
  return combinations;
};

const choicesOf = (key: string, value: unknown, path: string): PatternField[][] => {
  if (key === '$or' && isAlternatives(value)) return value.flatMap((branch) => combinationsOf(branch, path));
  const here = joined(path, key);
  if (isObject(value)) return combinationsOf(value, here);
  if (!Array.isArray(value)) throw new EventPatternError(here, 'the values of a field must be given as a list');
  if (value.length === 0) throw new EventPatternError(here, 'the list of values must not be empty');
  return [[{ path: here, matchers: value.map((entry) => valueMatcher(here, entry)) }]];
};

/** EventBridge's own test of whether `$or` is the operator or a field of that name. */
const isAlternatives = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.every((branch) => isObject(branch) && !Object.keys(branch).some((key) => operatorNames.has(key)));

/** What a pattern mentions, by the names on the way to it: a name may be a path itself. */
interface Mentioned extends ReadonlyMap<string, Mentioned> {}

const grow = (tree: Map<string, Mentioned>, parts: readonly string[]): void => {
  for (let length = 1; length <= parts.length; length++) {
    const name = parts.slice(0, length).join('.');
    const below = new Map(tree.get(name));
    grow(below, parts.slice(length));
    tree.set(name, below);
  }
};

const treeOf = (paths: readonly string[]): Mentioned => {
  const tree = new Map<string, Mentioned>();
  for (const path of paths) grow(tree, path.split('.'));
  return tree;
};

/**
 * Leaves out what the pattern does not mention: an event carries a whole record, and a pattern
 * looks at two or three fields.
 */
const flatten = (
  value: unknown,
  path: string,
  membership: Membership,
  at: { readonly place: string; readonly into: Map<string, EventField[]>; readonly mentioned: Mentioned },
): void => {
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      flatten(element, path, new Map([...membership, [at.place, index]]), { ...at, place: `${at.place}[${index}]` });
    });
  } else if (isObject(value)) {
    for (const [key, mentioned] of at.mentioned)
      if (Object.hasOwn(value, key))
        flatten(value[key], joined(path, key), membership, { ...at, mentioned, place: joined(at.place, key) });
  } else if (value !== undefined) {
    const fields = at.into.get(path) ?? [];
    fields.push({ value: value as Leaf, membership });
    at.into.set(path, fields);
  }
};

/** Both memberships together, or undefined where they stand in different elements of one array. */
const together = (a: Membership, b: Membership): Membership | undefined => {
  for (const [array, index] of b) {
    if ((a.get(array) ?? index) !== index) return undefined;
  }
  return new Map([...a, ...b]);
};

const matchesFrom = (
  position: number,
  wanted: readonly PatternField[],
  event: ReadonlyMap<string, EventField[]>,
  membership: Membership,
): boolean => {
  const field = wanted[position];
  if (!field) return true;
  const candidates = event.get(field.path) ?? [];
  const reachable = candidates.flatMap(({ value, membership: own }) => {
    const joint = together(membership, own);
    return joint ? [{ value, joint }] : [];
  });
  if (reachable.length === 0 && field.matchers.some((matcher) => matcher.absent)) {
    if (matchesFrom(position + 1, wanted, event, membership)) return true;
  }
  return reachable.some(
    ({ value, joint }) =>
      field.matchers.some((matcher) => !matcher.absent && matcher.test(value)) &&
      matchesFrom(position + 1, wanted, event, joint),
  );
};
