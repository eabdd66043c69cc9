import { candidatesFor, countsFor, subsets } from '#shared/core/conditions/candidates.ts';
import { compare } from '#shared/core/conditions/compare.ts';
import type { Comparison, Condition, CountOf } from '#shared/core/conditions/condition.ts';
import { edgeOf, wantedMoment } from '#shared/core/conditions/moments.ts';
import { valuesOfNow } from '#shared/core/conditions/now.ts';
import type { Registry } from '#shared/core/conditions/registry.ts';

/** What is known of the values of some fields: none but these. */
export type KnownValues = (field: string) => readonly unknown[] | undefined;

/** Values by field for which a condition holds; a field of which it does not matter is left out. */
export type ExampleValues = ReadonlyMap<string, unknown>;

export interface ExampleContext {
  registry: Registry;
  /** Epoch milliseconds; a later instant is tried where fixed and relative times meet. */
  at: number;
  known?: KnownValues;
  /** Whether a record may have such values together. */
  mayBe?: (values: ExampleValues) => boolean;
}

/** So many steps take a tenth of a second; a condition that needs more is left undecided. */
const MOST_STEPS = 20_000;
/** Up to so many comparisons of a field whose values are not known every outcome is tried. */
const MOST_FREE = 6;

/** What a tree is made of: a comparison, a count, or what is neither (a quantifier). */
type Atom = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;
const isComparison = (atom: Atom): atom is Comparison => 'field' in atom;
const isCount = (atom: Atom): atom is CountOf => 'count' in atom;

/** A way in which the comparisons of one field come out together, and a value that does it. */
interface Outcome {
  value: unknown;
  held: ReadonlySet<Atom>;
}

type Atoms = ReadonlyMap<string, readonly Atom[]>;

const comparisonsOf = (node: Condition): Atom[] => {
  if ('not' in node) return comparisonsOf(node.not);
  if ('all' in node || 'any' in node) return ('all' in node ? node.all : node.any).flatMap(comparisonsOf);
  return [node];
};

/**
 * What is compared is a field, in each zone another one, or how many there are of the same; what is
 * none of these stands for itself.
 */
const nameOf = (atom: Atom): string => {
  if (isCount(atom)) return JSON.stringify([atom.count, atom.within, atom.where]);
  if (!isComparison(atom)) return JSON.stringify(atom);
  return atom.timeZone === undefined ? atom.field : `${atom.field} ${atom.timeZone}`;
};

/** The comparisons of a tree by their field. */
const atomsOf = (tree: Condition): Atoms => Map.groupBy(comparisonsOf(tree), nameOf);

const everyOutcome = (comparisons: readonly Atom[]): Outcome[] =>
  subsets(comparisons).map((held) => ({ value: undefined, held: new Set(held) }));

/** The first of the values for each way in which the comparisons come out together. */
const distinct = (
  values: readonly unknown[],
  outcomeOf: (value: unknown) => { value?: unknown; held: readonly Atom[] },
): Outcome[] => {
  const outcomes = values.map(outcomeOf).map(({ value, held }) => ({ value, held: new Set(held) }));
  return [...Map.groupBy(outcomes, ({ held }) => JSON.stringify([...held])).values()].flatMap(([first]) => first ?? []);
};

/** Undefined where there are too many to try. */
const outcomesOf = (
  name: string,
  asked: readonly Atom[],
  { registry, known, at }: ExampleContext,
): Outcome[] | undefined => {
  if (asked.every(isCount))
    return distinct(countsFor(asked), (value) => ({
      held: asked.filter(({ op, value: wanted }) => compare(op, { value, wanted }, at).held),
    }));
  const comparisons = asked.filter(isComparison);
  const field = registry.fieldNamed(name);
  const clock = valuesOfNow(comparisons[0]?.field);
  const candidates = known?.(name) ?? clock ?? (field && candidatesFor(field, comparisons, at));
  if (!candidates) return asked.length > MOST_FREE ? undefined : everyOutcome(asked);
  return distinct(candidates, (value) => ({
    value,
    held: comparisons.filter(({ op, value: wanted }) => compare(op, { value, wanted }, at).held),
  }));
};

type Chosen = Map<string, Outcome>;

/** Whether the tree holds as far as outcomes are chosen; else the field that has to be chosen. */
const decide = (node: Condition, chosen: Chosen): boolean | { open: string } => {
  if ('not' in node) {
    const inner = decide(node.not, chosen);
    return typeof inner === 'boolean' ? !inner : inner;
  }
  if ('all' in node || 'any' in node) {
    const [parts, settles] = 'all' in node ? [node.all, false] : [node.any, true];
    const answers = parts.map((part) => decide(part, chosen));
    if (answers.includes(settles)) return settles;
    return answers.find((answer) => typeof answer === 'object') ?? !settles;
  }
  const name = nameOf(node);
  const outcome = chosen.get(name);
  return outcome ? outcome.held.has(node) : { open: name };
};

const valuesOf = (chosen: Chosen): ExampleValues => new Map([...chosen].map(([name, { value }]) => [name, value]));

const searchAt = (tree: Condition, atoms: Atoms, context: ExampleContext): ExampleValues | 'none' | 'undecided' => {
  const outcomes = new Map<string, Outcome[]>();
  for (const [name, comparisons] of atoms) {
    const found = outcomesOf(name, comparisons, context);
    if (!found) return 'undecided';
    outcomes.set(name, found);
  }
  let steps = 0;
  const search = (chosen: Chosen): ExampleValues | undefined => {
    steps += 1;
    const answer = decide(tree, chosen);
    if (answer === false || steps > MOST_STEPS) return undefined;
    if (answer === true) {
      const values = valuesOf(chosen);
      return context.mayBe?.(values) === false ? undefined : values;
    }
    for (const outcome of outcomes.get(answer.open) ?? []) {
      const found = search(new Map(chosen).set(answer.open, outcome));
      if (found) return found;
    }
    return undefined;
  };
  return search(new Map()) ?? (steps > MOST_STEPS ? 'undecided' : 'none');
};

/** Now, and later instants at which a moving time may have passed a fixed one. */
const instantsToTry = (atoms: Atoms, at: number): number[] => {
  const moments = [...atoms.values()]
    .flat()
    .filter(isComparison)
    .flatMap(({ value }) => {
      const values = Array.isArray(value) ? value : [value];
      return values.flatMap((one) => wantedMoment(one) ?? []);
    });
  const distances = moments.filter(({ shift }) => shift).map((moment) => edgeOf(moment, 'first', at) - at);
  const fixed = moments.filter(({ shift }) => !shift).map((moment) => edgeOf(moment, 'last', at));
  const later = fixed.flatMap((instant) =>
    [0, ...distances].flatMap((distance) => [instant - distance, instant - distance + 1]),
  );
  return distances.length === 0 ? [at] : [at, ...new Set(later.filter((instant) => instant > at))];
};

/**
 * Values for which a checked condition holds, now or later. The search is complete, over one value
 * of each class that comparisons tell apart, and backtracks (Davis, Logemann and Loveland, 1962).
 */
export const exampleOf = (tree: Condition, context: ExampleContext): ExampleValues | 'none' | 'undecided' => {
  const atoms = atomsOf(tree);
  let result: ExampleValues | 'none' | 'undecided' = 'none';
  for (const at of instantsToTry(atoms, context.at)) {
    const found = searchAt(tree, atoms, { ...context, at });
    if (found instanceof Map) return found;
    if (found === 'undecided') result = found;
  }
  return result;
};
