import { allOf, answer, type ConditionResult, NEVER, opposite } from '#shared/core/conditions/answers.ts';
import type { Operator } from '#shared/core/conditions/condition.ts';
import { isWithin } from '#shared/core/conditions/distance.ts';
import {
  type Edge,
  edgeOf,
  fixedMoment,
  NOW,
  type PointInTime,
  wantedMoment,
  whenReached,
} from '#shared/core/conditions/moments.ts';

// What each operator means. It looks at the value that is there rather than at the kind of its
// field: the kind was checked when the condition was saved, and the record may be older than the
// type's definition is now.
//
// Missing: no value, null, an empty text and an empty list. Operators hold only for a value that is
// there, but for those that deny (is-not, not-in, not-contains, not-exists): each is the exact
// opposite of the one it denies, so they hold where there is nothing. Letters: `is` and `in`
// compare exactly, as an index does; contains, starts-with and ends-with ignore the case of
// letters.

type Compare = (value: unknown, wanted: unknown, at: number) => ConditionResult;

export const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const writtenNumber = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/**
 * A number, the amount of a money, or a number written as text: a CSV knows only text, and an
 * event's number that no double holds is one (1e400 is above all).
 */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const written = isRecord(value) ? value.amount : value;
  return typeof written === 'string' && writtenNumber.test(written) ? Number(written) : undefined;
}

/** Amounts of two currencies have no order; a bare number asks for the amount alone. */
const sameCurrency = (value: unknown, wanted: unknown): boolean =>
  !isRecord(wanted) || (isRecord(value) && value.currency === wanted.currency);

/**
 * Both as numbers where the condition asks for a number or a money. Doubles keep the order and
 * equality of decimals of up to 15 digits.
 */
function numbers(value: unknown, wanted: unknown): [number, number] | undefined {
  if (typeof wanted !== 'number' && !(isRecord(wanted) && 'amount' in wanted)) return undefined;
  const [a, b] = [numberOf(value), numberOf(wanted)];
  return a === undefined || b === undefined || !sameCurrency(value, wanted) ? undefined : [a, b];
}

/**
 * A person is asked for by id or as {user}, a team as {group}; records hold {user}, {group}, both,
 * or an actor's {kind, id}.
 */
function samePerson(value: unknown, wanted: unknown): boolean {
  const id = isRecord(wanted) ? wanted.user : wanted;
  // A custom field holds the id alone.
  if (!isRecord(value)) return typeof id === 'string' && value === id;
  if (isRecord(wanted) && 'group' in wanted) return value.group === wanted.group;
  return typeof id === 'string' && (value.user === id || value.id === id);
}

const isPerson = (wanted: unknown): boolean => isRecord(wanted) && ('user' in wanted || 'group' in wanted);

/** `target` at or before an edge of the moment. */
function reached(target: number, { moment, edge }: { moment: PointInTime; edge: Edge }, at: number): ConditionResult {
  if (target <= edgeOf(moment, edge, at)) return { held: true };
  return { held: false, until: whenReached(moment, edge, { target, now: at }) };
}

const timeTests = {
  before: (x: number, moment: PointInTime, at: number) => reached(x + 1, { moment, edge: 'first' }, at),
  upTo: (x: number, moment: PointInTime, at: number) => reached(x, { moment, edge: 'last' }, at),
  from: (x: number, moment: PointInTime, at: number) => opposite(timeTests.before(x, moment, at)),
  after: (x: number, moment: PointInTime, at: number) => opposite(timeTests.upTo(x, moment, at)),
};
type TimeTest = keyof typeof timeTests;

/**
 * A whole day on either side makes it a question of days: an instant of that day is neither before
 * nor after it.
 */
function compareTimes(
  tests: readonly (readonly [TimeTest, PointInTime | undefined])[],
  value: unknown,
  at: number,
): ConditionResult {
  const held = fixedMoment(value);
  if (held?.fixed === undefined) return NEVER;
  const x = held.fixed;
  const answers = tests.map(([test, moment]) =>
    moment === undefined ? NEVER : timeTests[test](x, held.wholeDay ? { ...moment, wholeDay: true } : moment, at),
  );
  return answers.length === 1 ? (answers[0] ?? NEVER) : allOf(answers);
}

const equal: Compare = (value, wanted, at) => {
  if (isMissing(value)) return NEVER;
  if (value === wanted) return answer(true);
  const pair = numbers(value, wanted);
  if (pair) return answer(pair[0] === pair[1]);
  if (isRecord(value) || isPerson(wanted)) return answer(samePerson(value, wanted));
  const moment = wantedMoment(wanted);
  if (moment)
    return compareTimes(
      [
        ['from', moment],
        ['upTo', moment],
      ],
      value,
      at,
    );
  // Open paths are read as their source wrote them: 3 and "3", true and "true" mean the same there.
  return answer(typeof value !== 'object' && typeof wanted !== 'object' && String(value) === String(wanted));
};

const folded = (value: unknown): string => String(value).normalize('NFC').toLowerCase();

const textTest =
  (test: (text: string, wanted: string) => boolean): Compare =>
  (value, wanted) =>
    answer(typeof value === 'string' && value !== '' && test(folded(value), folded(wanted)));

const includesPiece = textTest((text, wanted) => text.includes(wanted));

/** In a list an element that is the wanted one, in a text a piece of it. */
const contains: Compare = (value, wanted, at) =>
  Array.isArray(value)
    ? answer(value.some((element) => equal(element, wanted, at).held))
    : includesPiece(value, wanted, at);

/** One of the wanted; for a list, any of its elements. */
const oneOf: Compare = (value, wanted, at) => {
  const elements = Array.isArray(value) ? value : [value];
  return answer(
    Array.isArray(wanted) && elements.some((element) => wanted.some((one) => equal(element, one, at).held)),
  );
};

const denies =
  (compare: Compare): Compare =>
  (value, wanted, at) =>
    opposite(compare(value, wanted, at));

const ordered =
  (test: (a: number, b: number) => boolean, timeTest: TimeTest): Compare =>
  (value, wanted, at) => {
    const moment = wantedMoment(wanted);
    if (moment) return compareTimes([[timeTest, moment]], value, at);
    const pair = numbers(value, wanted);
    return answer(pair !== undefined && test(...pair));
  };

const lt = ordered((a, b) => a < b, 'before');
const lte = ordered((a, b) => a <= b, 'upTo');
const gt = ordered((a, b) => a > b, 'after');
const gte = ordered((a, b) => a >= b, 'from');

/** Both ends belong to it. */
const between: Compare = (value, wanted, at) => {
  if (!Array.isArray(wanted)) return NEVER;
  const [low, high] = wanted;
  return allOf([gte(value, low, at), lte(value, high, at)]);
};

/** From so long ago until now, or from now until so far ahead. */
const within: Compare = (value, wanted, at) => {
  const moment = wantedMoment(wanted);
  const ago = isRecord(wanted) && 'ago' in wanted;
  return compareTimes(
    [
      ['from', ago ? moment : NOW],
      ['upTo', ago ? NOW : moment],
    ],
    value,
    at,
  );
};

const exists: Compare = (value) => answer(!isMissing(value));

const meanings: Record<Operator, Compare> = {
  is: equal,
  'is-not': denies(equal),
  in: oneOf,
  'not-in': denies(oneOf),
  contains,
  'not-contains': denies(contains),
  'starts-with': textTest((text, wanted) => text.startsWith(wanted)),
  'ends-with': textTest((text, wanted) => text.endsWith(wanted)),
  exists,
  'not-exists': denies(exists),
  lt,
  lte,
  gt,
  gte,
  between,
  before: lt,
  after: gt,
  within,
  near: (value, wanted) => answer(isWithin(value, wanted)),
};

/**
 * Whether the operator holds between what a record has and what the condition wants, at an instant
 * (epoch ms), and until when.
 */
export const compare = (
  op: Operator,
  { value, wanted }: { value: unknown; wanted: unknown },
  at: number,
): ConditionResult => meanings[op](value, wanted, at);
