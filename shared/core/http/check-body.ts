import type * as z from 'zod';
import type { Fault } from '#shared/core/errors.ts';
import { faultsFrom, pointerTo } from '#shared/core/http/faults.ts';
import { isWellFormed } from '#shared/core/records/well-formed.ts';

// What a caller sends and what a system puts on the bus are checked by the same functions, so that
// a record is sound whichever way it came.

// DynamoDB keeps 31 levels below an attribute, and the event of a record has two above what the
// body says: docs/guide/callers.md.
const deepestBody = 29;

const isTooDeep = (value: unknown, depth = 1): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return depth > deepestBody || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
};

/**
 * What is nested deeper than a record may be. To be asked first: what else is looked for walks the
 * whole.
 */
export const faultsOfDepth = (value: unknown): Fault[] =>
  isTooDeep(value)
    ? [
        {
          pointer: '',
          code: 'too-deep',
          detail: `is nested more than ${deepestBody} deep`,
          values: { most: deepestBody },
        },
      ]
    : [];

// DynamoDB keeps no number nearer to zero, and its SDK writes none beyond the whole numbers that
// JavaScript tells apart.
const smallestNumber = 1e-130;
const mayBeKept = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= smallestNumber && Math.abs(value) <= Number.MAX_SAFE_INTEGER);

// DynamoDB keeps no member without a name, and none whose name has over 64 KB; nobody means one of
// over 255 characters.
const longestName = 255;

const unkeepable = (path: string[], code: string, detail: string): Fault => ({
  pointer: pointerTo('', path),
  code,
  detail,
});

/**
 * Everything that would not survive being kept: texts, names of members among them (at the pointer
 * of what they are members of), and numbers.
 */
export const faultsOfKeeping = (value: unknown, path: string[] = []): Fault[] => {
  if (typeof value === 'string')
    return isWellFormed(value) ? [] : [unkeepable(path, 'invalid-text', 'NUL and lone surrogates are not allowed')];
  if (typeof value === 'number')
    return mayBeKept(value)
      ? []
      : [
          unkeepable(
            path,
            'invalid-number',
            `a number is 0, or of a size between 1e-130 and ${Number.MAX_SAFE_INTEGER}`,
          ),
        ];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    // JavaScript, and zod with it, loses a member of this name on the way.
    if (name === '__proto__') return [unkeepable([...path, name], 'unknown-field', 'this field is not known here')];
    if (name === '' || name.length > longestName)
      return [unkeepable(path, 'invalid-name', `the name of a member has 1 to ${longestName} characters`)];
    return isWellFormed(name) ? faultsOfKeeping(inner, [...path, name]) : faultsOfKeeping(name, path);
  });
};

/**
 * Faults, and those of `more` that are about something else: nothing within what is wrong as a
 * whole, and nothing around it.
 */
export const withMoreFaults = (faults: Fault[], more: Fault[]): Fault[] => {
  const covers = (a: Fault, b: Fault) => b.pointer === a.pointer || b.pointer.startsWith(`${a.pointer}/`);
  return [...faults, ...more.filter((one) => !faults.some((fault) => covers(fault, one) || covers(one, fault)))];
};

/** JSON as a schema reads it, or every fault of it at once. */
export const checkBody = <S extends z.ZodType>(
  schema: S,
  json: unknown,
): { data: z.output<S>; faults: [] } | { data?: never; faults: Fault[] } => {
  const tooDeep = faultsOfDepth(json);
  if (tooDeep.length > 0) return { faults: tooDeep };
  const parsed = schema.safeParse(json);
  const faults = withMoreFaults(parsed.success ? [] : faultsFrom(parsed.error, json), faultsOfKeeping(json));
  return parsed.success && faults.length === 0 ? { data: parsed.data, faults: [] } : { faults };
};
