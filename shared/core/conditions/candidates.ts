import type { Comparison } from '#shared/core/conditions/condition.ts';
import type { ConditionField } from '#shared/core/conditions/fields.ts';
import { edgeOf, NOW, wantedMoment } from '#shared/core/conditions/moments.ts';
import { iso } from '#shared/core/records/instants.ts';

// Comparisons divide the values of a field into few classes: what lies between two wanted numbers
// compares alike. One value of each class stands for all, so a search over them is complete.

/** Past so many wanted values of a set or pieces of a text their combinations are not tried. */
const MOST_COMBINED = 6;

/** A value that is none of those that somebody named. */
const other = (taken: readonly string[]): string => {
  let name = 'other';
  while (taken.includes(name)) name += '-';
  return name;
};

const wantedOf = (comparisons: readonly Comparison[]): unknown[] =>
  comparisons.flatMap(({ value }) => (Array.isArray(value) ? value : [value])).filter((value) => value !== undefined);

const textsOf = (values: readonly unknown[]): string[] => [
  ...new Set(values.filter((value) => typeof value === 'string')),
];

export const subsets = <T>(of: readonly T[]): T[][] =>
  Array.from({ length: 2 ** of.length }, (_, mask) => of.filter((_one, place) => (mask >> place) & 1));

const keywords = (comparisons: readonly Comparison[], choices: readonly string[] | undefined) => {
  const named = textsOf(wantedOf(comparisons));
  return choices ?? [...named, other(named)];
};

const keywordSets = (comparisons: readonly Comparison[], choices: readonly string[] | undefined) => {
  const named = textsOf(wantedOf(comparisons));
  if (named.length > MOST_COMBINED) return undefined;
  const rest = choices ? choices.find((choice) => !named.includes(choice)) : other(named);
  return subsets(rest === undefined ? named : [...named, rest]);
};

/** A character that no piece has: between two pieces it makes no other piece. */
const separatorOf = (pieces: readonly string[]): string => {
  let code = 0xb7;
  while (pieces.some((piece) => piece.normalize('NFC').toLowerCase().includes(String.fromCharCode(code)))) code += 1;
  return String.fromCharCode(code);
};

/**
 * Whole texts that are asked for, and each combination of beginning, pieces and ending. A text of
 * pieces apart contains nothing but what lies in one of them, as does every text with these pieces.
 */
const texts = (comparisons: readonly Comparison[]): string[] | undefined => {
  const asked = (...ops: string[]) => textsOf(wantedOf(comparisons.filter(({ op }) => ops.includes(op))));
  const wholes = asked('is', 'is-not', 'in', 'not-in');
  const [starts, ends, pieces] = [asked('starts-with'), asked('ends-with'), asked('contains', 'not-contains')];
  if (Math.max(starts.length, ends.length, pieces.length) > MOST_COMBINED) return undefined;
  const between = separatorOf([...wholes, ...starts, ...ends, ...pieces]);
  const built = subsets(pieces).flatMap((set) =>
    ['', ...starts].flatMap((start) => ['', ...ends].map((end) => [start, ...set, end].join(between) || between)),
  );
  return [...wholes, ...built];
};

const amountOf = (value: unknown): number =>
  Number(typeof value === 'object' && value !== null && 'amount' in value ? value.amount : value);

/** Every number asked for, one between each two, and one on either side. */
const numbers = (comparisons: readonly Comparison[]): number[] => {
  const asked = [...new Set(wantedOf(comparisons).map(amountOf))].filter(Number.isFinite).sort((a, b) => a - b);
  const [lowest = 0, highest = 0] = [asked[0], asked.at(-1)];
  const halves = asked.flatMap((one, index) => {
    const next = asked[index + 1];
    if (next === undefined) return [];
    return next - one > 1 ? [Math.floor(one) + 1] : [(one + next) / 2];
  });
  return [lowest - 1, ...asked, ...halves, highest + 1];
};

/** The whole numbers on either side of each that a count is compared with, and none at all. */
export const countsFor = (comparisons: readonly Pick<Comparison, 'value'>[]): number[] => {
  const asked = comparisons.flatMap(({ value }) => (Array.isArray(value) ? value : [value])).map(Number);
  const near = asked.flatMap((one) => [Math.ceil(one) - 1, Math.floor(one), Math.ceil(one), Math.floor(one) + 1]);
  return [...new Set([0, ...near.filter((one) => one > 0)])];
};

const money = (comparisons: readonly Comparison[]) => {
  const currencies = wantedOf(comparisons).flatMap((value) =>
    typeof value === 'object' && value !== null && 'currency' in value ? [String(value.currency)] : [],
  );
  return numbers(comparisons).flatMap((amount) =>
    [...new Set(currencies), currencies.includes('XXX') ? 'XTS' : 'XXX'].map((currency) => ({
      amount: String(amount),
      currency,
    })),
  );
};

/** Both edges of each moment that is asked for at an instant, and what lies beside them. */
const instants = (comparisons: readonly Comparison[], at: number): string[] => {
  const moments = [NOW, ...wantedOf(comparisons).flatMap((value) => wantedMoment(value) ?? [])];
  const edges = moments.flatMap((moment) => [edgeOf(moment, 'first', at), edgeOf(moment, 'last', at)]);
  return [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))].map(iso);
};

const DAY_MS = 86_400_000;
const dates = (comparisons: readonly Comparison[], at: number): string[] => [
  ...new Set(
    instants(comparisons, at).flatMap((instant) =>
      [-DAY_MS, 0, DAY_MS].map((shift) => iso(Date.parse(instant) + shift).slice(0, 10)),
    ),
  ),
];

const people = (comparisons: readonly Comparison[]) => {
  const asked = wantedOf(comparisons);
  const named = (member: 'user' | 'group') =>
    asked.flatMap((one) => {
      if (typeof one === 'string') return member === 'user' ? [one] : [];
      return typeof one === 'object' && one !== null && member in one ? [String(Reflect.get(one, member))] : [];
    });
  const [users, groups] = [named('user'), named('group')];
  return [...users, other(users), undefined].flatMap((user) =>
    [...groups, other(groups), undefined].flatMap((group) =>
      user === undefined && group === undefined ? [] : [{ ...(user && { user }), ...(group && { group }) }],
    ),
  );
};

/** Any value that its source wrote; complete where only texts or only numbers are asked for. */
const open = (comparisons: readonly Comparison[]): unknown[] | undefined => {
  const asked = wantedOf(comparisons);
  if (asked.every((value) => typeof value === 'boolean')) return [true, false];
  if (asked.every((value) => typeof value === 'number')) return numbers(comparisons);
  const isText = (value: unknown) => typeof value === 'string' && wantedMoment(value) === undefined;
  const ordered = comparisons.some(({ op }) => ['lt', 'lte', 'gt', 'gte', 'between', 'before', 'after'].includes(op));
  return asked.every(isText) && !ordered ? texts(comparisons) : undefined;
};

const present = ({ kind, choices }: ConditionField, comparisons: readonly Comparison[], at: number) => {
  switch (kind) {
    case 'keyword':
      return keywords(comparisons, choices);
    case 'keywords':
      return keywordSets(comparisons, choices);
    case 'text':
      return texts(comparisons);
    case 'number':
      return numbers(comparisons);
    case 'money':
      return money(comparisons);
    case 'boolean':
      return [true, false];
    case 'instant':
      return instants(comparisons, at);
    case 'date':
      return dates(comparisons, at);
    case 'person':
      return people(comparisons);
    case 'open':
      return open(comparisons);
    case 'location':
      return undefined;
  }
};

/**
 * Values of a field of which one stands for each way in which its comparisons may come out at an
 * instant (epoch ms), `undefined` for none at all among them; nothing where that cannot be said.
 */
export const candidatesFor = (
  field: ConditionField,
  comparisons: readonly Comparison[],
  at: number,
): readonly unknown[] | undefined => {
  const values = present(field, comparisons, at);
  return values && [undefined, ...values];
};
