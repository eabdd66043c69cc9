import type { Condition, CountedKind, NoneOf, QuantifiedKind, SomeOf } from '#shared/core/conditions/condition.ts';
import { type Edge, edgeOf, NOW, type PointInTime, wantedMoment } from '#shared/core/conditions/moments.ts';
import { rootOf, segmentsNamed } from '#shared/core/conditions/related.ts';

// What can be known of a condition without evaluating it: for choosing an index, and for reading
// only the records it is about.

/** The conditions of a node below it. */
const partsOf = (tree: Condition): readonly Condition[] => {
  if ('all' in tree) return tree.all;
  if ('any' in tree) return tree.any;
  if ('not' in tree) return [tree.not];
  return 'where' in tree && tree.where ? [tree.where] : [];
};

/** A node and all below it, each with its JSON pointer from `pointer` on. */
export function* nodesOf(tree: Condition, pointer = ''): Generator<{ node: Condition; pointer: string }> {
  yield { node: tree, pointer };
  const isList = 'all' in tree || 'any' in tree;
  const name = 'all' in tree ? 'all' : 'any' in tree ? 'any' : 'not' in tree ? 'not' : 'where';
  for (const [index, part] of partsOf(tree).entries())
    yield* nodesOf(part, `${pointer}/${name}${isList ? `/${index}` : ''}`);
}

/** What a condition has to be given to be evaluated. */
export interface ConditionReads {
  /** The name of every field in the tree. */
  fields: ReadonlySet<string>;
  /** What of the contact it quantifies over or counts. */
  related: ReadonlySet<QuantifiedKind | CountedKind>;
  calendars: ReadonlySet<string>;
  segments: ReadonlySet<string>;
}

/** What a condition reads: what has to be loaded for it, and which events can change its answer. */
export function readsOf(tree: Condition): ConditionReads {
  const nodes = [...nodesOf(tree)].map(({ node }) => node);
  const fields = nodes.flatMap((node) => ('field' in node ? [node.field] : []));
  const related = nodes.flatMap((node) => {
    if ('some' in node) return [node.some];
    if ('none' in node) return [node.none];
    return 'count' in node ? [node.count] : [];
  });
  const calendars = nodes.flatMap((node) => ('now' in node ? [node.calendar] : []));
  const segments = nodes.flatMap((node) =>
    'field' in node && node.field === 'contact.segments' ? segmentsNamed(node.value) : [],
  );
  return {
    fields: new Set(fields),
    related: new Set(related),
    calendars: new Set(calendars),
    segments: new Set(segments),
  };
}

/** The name of every field in the tree, such as to know whether the contact has to be read. */
export const fieldsIn = (tree: Condition): ReadonlySet<string> => readsOf(tree).fields;

type Root = (typeof rootOf)[QuantifiedKind];
/** What a quantifier puts into the places of the fields: the record, and its case. */
const bound: Record<QuantifiedKind, readonly Root[]> = {
  alerts: ['alert', 'case'],
  cases: ['case'],
  tasks: ['task', 'case'],
};
const collectionOf = new Map<string, QuantifiedKind>(
  Object.entries(rootOf).map(([collection, root]) => [root, collection as QuantifiedKind]),
);

/**
 * A condition about a contact as it is evaluated: a plain field of an alert, a case or a task that
 * no quantifier around it puts in its place asks whether the contact has some of which it holds.
 */
export function ofContact(tree: Condition, around: readonly Root[] = []): Condition {
  const within = (of: QuantifiedKind | CountedKind): readonly Root[] => [
    ...around,
    ...(of in bound ? bound[of as QuantifiedKind] : (['case'] as const)),
  ];
  if ('field' in tree) {
    const some = collectionOf.get(tree.field.slice(0, tree.field.indexOf('.')));
    return some === undefined || around.includes(rootOf[some]) ? tree : { some, where: tree, plain: true };
  }
  if ('all' in tree) return { all: tree.all.map((part) => ofContact(part, around)) };
  if ('any' in tree) return { any: tree.any.map((part) => ofContact(part, around)) };
  if ('not' in tree) return { not: ofContact(tree.not, around) };
  if ('now' in tree || tree.where === undefined) return tree;
  const of = 'some' in tree ? tree.some : 'none' in tree ? tree.none : tree.count;
  return { ...tree, where: ofContact(tree.where, within(of)) } as SomeOf | NoneOf;
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
 * For each field that every match must equal something in, the values that it may have: necessary,
 * not sufficient. Only keywords, people and booleans, whose text is exact, make keys of an index.
 */
export function requiredEquals(tree: Condition): Equals {
  if ('field' in tree) {
    if (tree.op === 'is') return new Map([[tree.field, [tree.value]]]);
    return tree.op === 'in' && Array.isArray(tree.value) ? new Map([[tree.field, tree.value]]) : new Map();
  }
  if (!('all' in tree || 'any' in tree)) return new Map();
  if ('all' in tree) return tree.all.map(requiredEquals).reduce(inBoth, new Map());
  const [first, ...others] = tree.any.map(requiredEquals);
  return first ? others.reduce(inEither, first) : new Map();
}

/** Between which instants, in epoch milliseconds, both included. */
interface InstantRange {
  from?: number;
  to?: number;
}

/** What a comparison of an instant requires of it, seen from an instant. */
const rangeOf = ({ op, value }: { op: string; value?: unknown }, at: number): InstantRange => {
  const edge = (moment: PointInTime | undefined, which: Edge) => moment && edgeOf(moment, which, at);
  const span = (low: PointInTime | undefined, high: PointInTime | undefined): InstantRange => {
    const [from, to] = [edge(low, 'first'), edge(high, 'last')];
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  };
  const moment = Array.isArray(value) ? undefined : wantedMoment(value);
  switch (op) {
    case 'is':
      return span(moment, moment);
    case 'gt':
    case 'gte':
    case 'after':
      return span(moment, undefined);
    case 'lt':
    case 'lte':
    case 'before':
      return span(undefined, moment);
    case 'between':
      return Array.isArray(value) ? span(wantedMoment(value[0]), wantedMoment(value[1])) : {};
    case 'within':
      return typeof value === 'object' && value !== null && 'ago' in value ? span(moment, NOW) : span(NOW, moment);
    default:
      return {};
  }
};

/**
 * Between which instants a field of every match lies, seen from an instant (epoch ms). Necessary,
 * not sufficient, as `requiredEquals`.
 */
export function requiredRange(tree: Condition, field: string, at: number): InstantRange {
  if ('field' in tree) return tree.field === field ? rangeOf(tree, at) : {};
  if (!('all' in tree)) return {};
  const ranges = tree.all.map((part) => requiredRange(part, field, at));
  const froms = ranges.flatMap(({ from }) => from ?? []);
  const tos = ranges.flatMap(({ to }) => to ?? []);
  return {
    ...(froms.length > 0 && { from: Math.max(...froms) }),
    ...(tos.length > 0 && { to: Math.min(...tos) }),
  };
}
