import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compareKeys } from '#shared/core/table/key-order.ts';

// The expressions of DynamoDB that the product writes, after "Condition and filter expressions" and
// "Update expressions" of its developer guide. What is not known here throws.

export type Attributes = Record<string, AttributeValue>;

/** Names and values that an expression speaks of by `#name` and `:value`. */
export interface Terms {
  names: Readonly<Record<string, string>>;
  values: Readonly<Attributes>;
}

const tokenPattern = /\s*(<>|<=|>=|[()=<>,+-]|[#:]?[A-Za-z_][\w-]*(?:\.[#:]?[A-Za-z_][\w-]*)*)/gy;

const readTokens = (text: string): readonly string[] => {
  const tokens = [...text.matchAll(tokenPattern)].map(([, token]) => String(token));
  if (tokens.join('') !== text.replaceAll(/\s+/g, '')) throw new Error(`cannot read the expression ${text}`);
  return tokens;
};

// The product writes some dozens of expressions, over and over.
const readOnce = new Map<string, readonly string[]>();

class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = readOnce.get(text) ?? readTokens(text);
    if (readOnce.size < 1000) readOnce.set(text, this.#tokens);
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('an expression ends too early');
    return token;
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  /** Takes a token, whatever its case, if it comes next. */
  take(token: string): boolean {
    if (this.peek()?.toUpperCase() !== token) return false;
    this.#at++;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new Error(`an expression wants ${token} before ${this.peek() ?? 'its end'}`);
  }
}

const pathOf = (token: string, { names }: Terms): string[] =>
  token.split('.').map((part) => {
    const name = part.startsWith('#') ? names[part] : part;
    if (name === undefined) throw new Error(`an expression names nothing by ${part}`);
    return name;
  });

const valueAt = (item: Attributes | undefined, path: readonly string[]): AttributeValue | undefined => {
  const [first = '', ...rest] = path;
  const value = item && Object.hasOwn(item, first) ? item[first] : undefined;
  if (rest.length === 0) return value;
  return value?.M && valueAt(value.M, rest);
};

const operand = (token: string, terms: Terms, item: Attributes | undefined): AttributeValue | undefined => {
  if (!token.startsWith(':')) return valueAt(item, pathOf(token, terms));
  const value = terms.values[token];
  if (value === undefined) throw new Error(`an expression has no value for ${token}`);
  return value;
};

/**
 * Below, equal, above; undefined for values that cannot be compared: of two types, or one of them
 * missing.
 */
const compare = (one: AttributeValue | undefined, other: AttributeValue | undefined): number | undefined => {
  if (one?.N !== undefined && other?.N !== undefined) return Number(one.N) - Number(other.N);
  if (one?.S !== undefined && other?.S !== undefined) return compareKeys(one.S, other.S);
  return undefined;
};

const isEqual = (one: AttributeValue | undefined, other: AttributeValue | undefined): boolean => {
  if (one === undefined || other === undefined) return false;
  const order = compare(one, other);
  return order === undefined ? JSON.stringify(one) === JSON.stringify(other) : order === 0;
};

const comparisons: Record<string, (order: number | undefined) => boolean> = {
  '<': (order) => order !== undefined && order < 0,
  '<=': (order) => order !== undefined && order <= 0,
  '>': (order) => order !== undefined && order > 0,
  '>=': (order) => order !== undefined && order >= 0,
};

const functionNamed = (
  name: string,
  { tokens, terms, item }: { tokens: Tokens; terms: Terms; item: Attributes | undefined },
): boolean => {
  const first = tokens.next();
  if (name === 'begins_with') {
    tokens.expect(',');
    const [text, prefix] = [operand(first, terms, item)?.S, operand(tokens.next(), terms, item)?.S];
    return text !== undefined && prefix !== undefined && text.startsWith(prefix);
  }
  const isThere = valueAt(item, pathOf(first, terms)) !== undefined;
  if (name === 'attribute_exists') return isThere;
  if (name === 'attribute_not_exists') return !isThere;
  throw new Error(`the function ${name} is not known to the table in memory`);
};

/** How many members a list has, or bytes a text; nothing of what has no size. */
const sizeNamed = (tokens: Tokens, terms: Terms, item: Attributes | undefined): AttributeValue | undefined => {
  tokens.expect('(');
  const value = operand(tokens.next(), terms, item);
  tokens.expect(')');
  const size = value?.L?.length ?? (value?.S === undefined ? undefined : Buffer.byteLength(value.S));
  return size === undefined ? undefined : { N: String(size) };
};

/** Whether an item, or the absence of one, meets a condition. */
export const meets = (item: Attributes | undefined, text: string | undefined, terms: Terms): boolean => {
  if (text === undefined) return true;
  const tokens = new Tokens(text);
  const one = (): boolean => {
    if (tokens.take('NOT')) return !one();
    if (tokens.take('(')) {
      const held = either();
      tokens.expect(')');
      return held;
    }
    const left = tokens.next();
    if (left !== 'size' && tokens.take('(')) {
      const held = functionNamed(left, { tokens, terms, item });
      tokens.expect(')');
      return held;
    }
    const value = left === 'size' ? sizeNamed(tokens, terms, item) : operand(left, terms, item);
    if (tokens.take('BETWEEN')) {
      const low = compare(value, operand(tokens.next(), terms, item));
      tokens.expect('AND');
      const high = compare(value, operand(tokens.next(), terms, item));
      return low !== undefined && high !== undefined && low >= 0 && high <= 0;
    }
    const operator = tokens.next();
    const right = operand(tokens.next(), terms, item);
    if (operator === '=') return isEqual(value, right);
    if (operator === '<>') return !isEqual(value, right);
    const comparison = comparisons[operator];
    if (!comparison) throw new Error(`the operator ${operator} is not known to the table in memory`);
    return comparison(compare(value, right));
  };
  // Both sides are always read: what is left of the expression has to be reached.
  const both = (): boolean => {
    let held = one();
    while (tokens.take('AND')) held = one() && held;
    return held;
  };
  const either = (): boolean => {
    let held = both();
    while (tokens.take('OR')) held = both() || held;
    return held;
  };
  const held = either();
  if (!tokens.done) throw new Error(`the condition ${text} goes on`);
  return held;
};

const withValue = (item: Attributes, path: readonly string[], value: AttributeValue | undefined): Attributes => {
  const [first = '', ...rest] = path;
  if (rest.length > 0) return { ...item, [first]: { M: withValue(item[first]?.M ?? {}, rest, value) } };
  const { [first]: _replaced, ...others } = item;
  return value === undefined ? others : { ...others, [first]: value };
};

const sum = (one: AttributeValue | undefined, other: AttributeValue | undefined, sign = 1): AttributeValue => ({
  N: String(Number(one?.N ?? 0) + sign * Number(other?.N ?? 0)),
});

const clauses = new Set(['SET', 'ADD', 'REMOVE']);

/**
 * An item after an update: `SET path = value`, with `+`, `-`, `if_not_exists` and `list_append`;
 * `ADD path value`; `REMOVE path`. All read the item as it was.
 */
export const updated = (before: Attributes, text: string, terms: Terms): Attributes => {
  const tokens = new Tokens(text);
  const single = (): AttributeValue | undefined => {
    const token = tokens.next();
    if (token !== 'if_not_exists' && token !== 'list_append') return operand(token, terms, before);
    tokens.expect('(');
    if (token === 'list_append') {
      const first = single();
      tokens.expect(',');
      const second = single();
      tokens.expect(')');
      return { L: [...(first?.L ?? []), ...(second?.L ?? [])] };
    }
    const there = valueAt(before, pathOf(tokens.next(), terms));
    tokens.expect(',');
    const otherwise = operand(tokens.next(), terms, before);
    tokens.expect(')');
    return there ?? otherwise;
  };
  const value = (): AttributeValue | undefined => {
    const first = single();
    if (tokens.take('+')) return sum(first, single());
    if (tokens.take('-')) return sum(first, single(), -1);
    return first;
  };
  let after = before;
  while (!tokens.done) {
    const clause = tokens.next().toUpperCase();
    if (!clauses.has(clause)) throw new Error(`the clause ${clause} is not known to the table in memory`);
    do {
      const path = pathOf(tokens.next(), terms);
      if (clause === 'SET') {
        tokens.expect('=');
        after = withValue(after, path, value());
      } else if (clause === 'ADD') after = withValue(after, path, sum(valueAt(before, path), value()));
      else after = withValue(after, path, undefined);
    } while (tokens.take(','));
  }
  return after;
};
