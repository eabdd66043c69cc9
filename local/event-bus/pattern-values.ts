import { BlockList, isIP } from 'node:net';

/** A leaf of an event: what a pattern's values are held against. */
export type Leaf = string | number | boolean | null;

/** A pattern that EventBridge would refuse; `path` says where in the pattern. */
export class EventPatternError extends Error {
  constructor(path: string, problem: string) {
    super(`event pattern: ${path || 'the pattern'}: ${problem}`);
    this.name = 'EventPatternError';
  }
}

type LeafTest = (value: Leaf) => boolean;

/** One entry of a leaf's list: a test of a value that is there, or the wish that there be none. */
export type ValueMatcher = { readonly absent: true } | { readonly absent: false; readonly test: LeafTest };

// EventBridge keeps numbers in this range, at 15 digits; a comparison outside it never matches, and
// a bound outside it is refused.
const NUMBER_LIMIT = 5_000_000_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ofString =
  (test: (value: string) => boolean): LeafTest =>
  (value) =>
    typeof value === 'string' && test(value);

const stringAt = (path: string, value: unknown): string => {
  if (typeof value !== 'string') throw new EventPatternError(path, 'must be a string');
  return value;
};

const sameIgnoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** `prefix` and `suffix`: a string, or `{"equals-ignore-case": string}`. */
const affix = (path: string, operand: unknown, holds: (value: string, affix: string) => boolean): LeafTest => {
  if (isObject(operand)) {
    const [key, ...others] = Object.keys(operand);
    if (key !== 'equals-ignore-case' || others.length > 0) {
      throw new EventPatternError(path, 'takes a string or {"equals-ignore-case": string}');
    }
    const wanted = stringAt(`${path}.${key}`, operand[key]).toLowerCase();
    return ofString((value) => holds(value.toLowerCase(), wanted));
  }
  const wanted = stringAt(path, operand);
  return ofString((value) => holds(value, wanted));
};

const wildcard = (path: string, operand: unknown): LeafTest => {
  const text = stringAt(path, operand);
  let source = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '*') {
      if (text.charAt(index + 1) === '*') throw new EventPatternError(path, 'has two wildcards in a row');
      source += '.*';
    } else if (character === '\\') {
      index += 1;
      const escaped = text.charAt(index);
      if (escaped !== '*' && escaped !== '\\') throw new EventPatternError(path, 'only * and \\ may be escaped by \\');
      source += `\\${escaped}`;
    } else {
      source += character.replace(/[$()+.?[\]^{|}]/, '\\$&');
    }
  }
  const expression = new RegExp(`^${source}$`, 's');
  return ofString((value) => expression.test(value));
};

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const numeric = (path: string, operand: unknown): LeafTest => {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new EventPatternError(path, 'takes one comparison or two, such as [">", 0, "<=", 5]');
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisons[String(operand[index])];
    const bound: unknown = operand[index + 1];
    if (!compare) throw new EventPatternError(path, `${JSON.stringify(operand[index])} is not one of = < <= > >=`);
    if (typeof bound !== 'number' || Math.abs(bound) > NUMBER_LIMIT) {
      throw new EventPatternError(path, `the bound must be a number between -${NUMBER_LIMIT} and ${NUMBER_LIMIT}`);
    }
    tests.push((value) => compare(value, bound));
  }
  if (operand.length === 4) {
    const [lower, from, upper, to] = operand;
    const isRange = String(lower).startsWith('>') && String(upper).startsWith('<') && from < to;
    if (!isRange)
      throw new EventPatternError(path, 'a range goes from a lower to a higher bound: [">", low, "<", high]');
  }
  return (value) => typeof value === 'number' && Math.abs(value) <= NUMBER_LIMIT && tests.every((test) => test(value));
};

const cidr = (path: string, operand: unknown): LeafTest => {
  const [address = '', bits, ...rest] = stringAt(path, operand).split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const length = bits === undefined ? longest : Number(bits);
  if (!version || rest.length > 0 || bits === '' || !Number.isInteger(length) || length < 0 || length > longest) {
    throw new EventPatternError(path, `${JSON.stringify(operand)} is not an IP range`);
  }
  const range = new BlockList();
  range.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  // An IPv4 address is only ever in an IPv4 range: BlockList alone would let ::ffff:10.0.0.1 into
  // 10.0.0.0/8.
  return ofString((value) => isIP(value) === version && range.check(value, version === 4 ? 'ipv4' : 'ipv6'));
};

type PatternOperator = (path: string, operand: unknown) => LeafTest;

const stringOperators: Record<string, PatternOperator> = {
  prefix: (path, operand) => affix(path, operand, (value, wanted) => value.startsWith(wanted)),
  suffix: (path, operand) => affix(path, operand, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (path, operand) => {
    const wanted = stringAt(path, operand);
    return ofString((value) => sameIgnoringCase(value, wanted));
  },
  wildcard,
};

/**
 * What `anything-but` leaves out: a value, values of one kind, or one string operator over a string
 * or several.
 */
const excluded: PatternOperator = (path, operand) => {
  if (isObject(operand)) {
    const [name = '', ...others] = Object.keys(operand);
    const operator = stringOperators[name];
    if (!operator || others.length > 0) {
      throw new EventPatternError(
        path,
        `takes one of ${Object.keys(stringOperators).join(', ')}, not ${JSON.stringify(operand)}`,
      );
    }
    const operands = Array.isArray(operand[name]) ? operand[name] : [operand[name]];
    if (operands.length === 0 || operands.includes(''))
      throw new EventPatternError(`${path}.${name}`, 'must not be empty');
    const tests = operands.map((each) => operator(`${path}.${name}`, each));
    return (value) => tests.some((test) => test(value));
  }
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  const kind = typeof values[0];
  if ((kind !== 'string' && kind !== 'number') || values.some((value) => typeof value !== kind)) {
    throw new EventPatternError(path, 'takes a string, a number, or a list that is all strings or all numbers');
  }
  return (value) => values.includes(value);
};

const operators: Record<string, PatternOperator> = {
  ...stringOperators,
  numeric,
  cidr,
  'anything-but': (path, operand) => {
    const isExcluded = excluded(path, operand);
    return (value) => !isExcluded(value);
  },
};

/**
 * The names that `$or` may not hold as fields, or EventBridge takes it for a field called `$or`.
 */
export const operatorNames: ReadonlySet<string> = new Set([...Object.keys(operators), 'exists']);

/**
 * One entry of a leaf's list, as a test. Refuses, by name and place, an operator that EventBridge
 * does not have and an operand that it would not take.
 */
export const valueMatcher = (path: string, entry: unknown): ValueMatcher => {
  if (!isObject(entry)) {
    if (Array.isArray(entry)) throw new EventPatternError(path, 'a list inside a list matches nothing');
    return { absent: false, test: (value) => value === entry };
  }
  const [name = '', ...others] = Object.keys(entry);
  if (others.length > 0) throw new EventPatternError(path, 'one operator for each entry of the list');
  if (name === 'exists') {
    if (typeof entry.exists !== 'boolean') throw new EventPatternError(`${path}.exists`, 'takes true or false');
    return entry.exists ? { absent: false, test: () => true } : { absent: true };
  }
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) {
    throw new EventPatternError(
      path,
      `EventBridge has no operator ${JSON.stringify(name)}; it has ${[...operatorNames].join(', ')}`,
    );
  }
  return { absent: false, test: operator(`${path}.${name}`, entry[name]) };
};
