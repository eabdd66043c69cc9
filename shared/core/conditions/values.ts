import * as z from 'zod';
import { areaSchema } from '#shared/core/conditions/area.schema.ts';
import type { Operator } from '#shared/core/conditions/condition.ts';
import type { FieldKind } from '#shared/core/conditions/fields.ts';
import { edgeOf, relativeSchema, timeSchema, wantedMoment } from '#shared/core/conditions/moments.ts';
import { name, personOrGroup } from '#shared/core/records/primitives.ts';

// What each operator wants as its value, by the kind of the field.

/**
 * Longer lists are a segment or a label in disguise, and each evaluation walks the whole of them.
 */
const MAX_LIST = 100;

/** One sentence of what is wanted serves better than the faults of each alternative. */
const wants = (schema: z.ZodType, what: string): z.ZodType =>
  z.unknown().refine((value) => schema.safeParse(value).success, {
    message: `wants ${what}`,
    params: { code: 'wrong-value' },
    abort: true,
  });

// Of one to two hundred characters: nothing is asked for by `not-exists`, and nobody types more
// into a filter.
const textSchema = name;
const text = wants(textSchema, 'a text of 1 to 200 characters (for none at all there is not-exists)');
const number = wants(z.number(), 'a number');
const moneySchema = z.strictObject({
  amount: z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const time = wants(timeSchema, 'an instant, a date, {"ago": "P30D"} or {"ahead": "P7D"} (of at most 100 years)');

const oneValue: Record<FieldKind, z.ZodType> = {
  text,
  keyword: text,
  keywords: text,
  number,
  money: wants(z.union([z.number(), moneySchema]), 'a number or {"amount": "12.50", "currency": "EUR"}'),
  boolean: wants(z.boolean(), 'true or false'),
  instant: time,
  date: time,
  person: wants(z.union([textSchema, personOrGroup]), 'the id of a person, {"user": id} or {"group": key}'),
  location: wants(z.never(), 'an operator that takes a place'),
  open: wants(z.union([textSchema, z.number(), z.boolean()]), 'a text of 1 to 200 characters, a number, true or false'),
};

/** What may come before and after another value. */
const ordered: Partial<Record<FieldKind, z.ZodType>> = {
  open: wants(z.union([z.number(), timeSchema]), 'a number, an instant, a date, {"ago": …} or {"ahead": …}'),
};

const inOrder = ([low, high]: [unknown, unknown]): boolean => {
  const [from, to] = [wantedMoment(low), wantedMoment(high)];
  if ((from === undefined) !== (to === undefined)) return false;
  if (from && to) return Boolean(from.shift) !== Boolean(to.shift) || edgeOf(from, 'first', 0) <= edgeOf(to, 'last', 0);
  const [a, b] = [low, high].map((one) =>
    Number(typeof one === 'object' && one !== null && 'amount' in one ? one.amount : one),
  );
  return a !== undefined && b !== undefined && a <= b;
};

const pairOf = (one: z.ZodType): z.ZodType =>
  z.tuple([one, one], { error: 'wants two values, [from, to]' }).refine(inOrder, {
    message: 'wants its first value no later and no larger than its second, of the same kind',
    params: { code: 'wrong-value' },
  });

const listOf = (one: z.ZodType): z.ZodType => z.array(one, { error: 'wants a list of values' }).min(1).max(MAX_LIST);

const nothing = wants(z.literal(true).optional(), 'no value');
const relative = wants(relativeSchema, '{"ago": "P30D"} or {"ahead": "P7D"} (of at most 100 years)');
const area = wants(areaSchema, '{"lat", "lon", "meters"}');

/**
 * The schema of the value that an operator takes for a field of a kind. Whether the kind has the
 * operator at all is `operatorsByKind`.
 */
export function valueSchema(kind: FieldKind, op: Operator): z.ZodType {
  switch (op) {
    case 'exists':
    case 'not-exists':
      return nothing;
    case 'in':
    case 'not-in':
      return listOf(oneValue[kind]);
    case 'between':
      return pairOf(ordered[kind] ?? oneValue[kind]);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return ordered[kind] ?? oneValue[kind];
    case 'before':
    case 'after':
      return time;
    case 'within':
      return relative;
    case 'near':
      return area;
    case 'starts-with':
    case 'ends-with':
      return text;
    default:
      return oneValue[kind];
  }
}
