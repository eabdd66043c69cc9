import * as z from 'zod';
import type { Fault, RefusalValues } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';
import '#shared/core/http/issue-words.ts';

const escaped = (segment: PropertyKey): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON pointer (RFC 6901) below a prefix. */
export const pointerTo = (prefix: string, path: readonly PropertyKey[]): string =>
  path.length === 0 && prefix === '' ? '' : `${prefix}${path.map((segment) => `/${escaped(segment)}`).join('')}`;

const kebab = (code: string): string => code.replaceAll('_', '-');

export type Issue = z.core.$ZodIssue;

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, String(step)) : undefined,
    input,
  );

/** A required value that is missing, also if its schema has a message for a wrong value. */
const missing = (issue: Issue, input: unknown): boolean =>
  (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union') &&
  valueAt(input, issue.path) === undefined;

const depthOf = (issues: Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** That it is no such thing at all: a text where an object is wanted. */
const isOfAnotherKind = (issues: Issue[]): boolean =>
  issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);

/** How many members are not known, or are wanted and not there. */
const strangeMembers = (issues: Issue[], input: unknown): number =>
  issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + issue.keys.length;
    return sum + (issue.path.length === 1 && missing(issue, input) ? 1 : 0);
  }, 0);

/**
 * The branch of a union that the input came nearest to: of its kind, then the one whose members it
 * has, then the one that failed deepest, then the one with the fewest faults.
 */
const nearestBranch = (branches: Issue[][], input: unknown): Issue[] | undefined => {
  const ranked = branches.flatMap((branch) => {
    if (branch.length === 0) return [];
    const kind = isOfAnotherKind(branch) ? 1 : 0;
    return [{ branch, rank: [kind, strangeMembers(branch, input), -depthOf(branch), branch.length] }];
  });
  const nearer = (a: number[], b: number[]) => {
    const place = a.findIndex((value, index) => value !== b[index]);
    return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
  };
  return ranked.sort((a, b) => nearer(a.rank, b.rank))[0]?.branch;
};

const codes: Partial<Record<Issue['code'], string>> = {
  invalid_type: 'wrong-kind',
  invalid_value: 'not-one-of',
  invalid_format: 'invalid-format',
  too_big: 'too-large',
  too_small: 'too-small',
  invalid_union: 'no-alternative-fits',
};

const codeOf = (issue: Issue): string => {
  if (issue.code === 'custom') return String(issue.params?.code ?? 'invalid');
  if (issue.code === 'invalid_format' && (issue.format === 'date' || issue.format === 'datetime'))
    return `invalid-${issue.format}`;
  return codes[issue.code] ?? kebab(issue.code);
};

/** What a bound is of, and where it is. That of what has to be just so says nothing of it. */
const boundOf = (issue: Issue): RefusalValues | undefined => {
  if (issue.code === 'too_small' && issue.inclusive && !issue.exact)
    return { of: issue.origin, least: Number(issue.minimum) };
  if (issue.code === 'too_big' && issue.inclusive && !issue.exact)
    return { of: issue.origin, most: Number(issue.maximum) };
  return undefined;
};

/** What the words of an issue name; of our own issues what they carry beside their code. */
const valuesOf = (issue: Issue): RefusalValues | undefined => {
  if (issue.code === 'invalid_type') return { of: issue.expected };
  if (issue.code === 'invalid_format') return { of: issue.format };
  if (issue.code === 'invalid_value') return { choices: issue.values.map(String).join(', ') };
  if (issue.code !== 'custom') return boundOf(issue);
  const { code: _code, ...values } = issue.params ?? {};
  return Object.keys(values).length > 0 ? values : undefined;
};

const faultsOf = (issue: Issue, prefix: string, input: unknown): Fault[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointerTo(prefix, [...issue.path, key]),
      code: 'unknown-field',
      detail: 'this field is not known here',
    }));
  const pointer = pointerTo(prefix, issue.path);
  if (missing(issue, input)) return [{ pointer, code: 'required', detail: 'is required' }];
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors, valueAt(input, issue.path));
    if (branch)
      return branch.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, prefix, input));
  }
  const values = valuesOf(issue);
  return [{ pointer, code: codeOf(issue), detail: issue.message, ...(values && { values }) }];
};

/** The members of an object that are sound by themselves, also beside faulty ones. */
export const soundMembers = <S extends z.core.$ZodShape>(
  schema: z.ZodObject<S>,
  input: unknown,
): Partial<z.output<z.ZodObject<S>>> => {
  if (typeof input !== 'object' || input === null) return {};
  const given = new Map(Object.entries(input));
  const sound = Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, member]) => {
    const parsed = z.safeParse(member, given.get(name));
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(sound) as Partial<z.output<z.ZodObject<S>>>;
};

/** An element as far as it is sound: lists inside it, of elements like it, lose what is not. */
const soundElement = (element: z.core.$ZodType, given: unknown): unknown => {
  const { success, data } = z.safeParse(element, given);
  if (success || typeof given !== 'object' || given === null) return data;
  const lists = Object.entries(given).filter(([, value]) => Array.isArray(value));
  const emptied = z.safeParse(element, { ...given, ...Object.fromEntries(lists.map(([name]) => [name, []])) });
  if (lists.length === 0 || !emptied.success) return undefined;
  return {
    ...(emptied.data as object),
    ...Object.fromEntries(lists.map(([name, list]) => [name, soundElements(element, list)])),
  };
};

/** What is sound of a list, each at its place: where one is not there is a hole. */
const soundElements = (element: z.core.$ZodType, list: unknown): unknown[] => {
  const given: readonly unknown[] = Array.isArray(list) ? list : [];
  const sound = new Array<unknown>(given.length);
  given.forEach((one, place) => {
    const found = soundElement(element, one);
    if (found !== undefined) sound[place] = found;
  });
  return sound;
};

/**
 * What is sound of an object's lists, whose elements stand each for itself. To be gone through by
 * `flatMap` and the like, which pass over holes.
 */
export const soundInLists = (schema: z.ZodObject, input: unknown): Record<string, unknown[]> => {
  if (typeof input !== 'object' || input === null) return {};
  const lists = Object.entries(schema.shape).flatMap(([name, member]) => {
    const list = own(input as Record<string, unknown>, name);
    return member instanceof z.ZodArray && Array.isArray(list) ? [[name, soundElements(member.element, list)]] : [];
  });
  return Object.fromEntries(lists);
};

const firstName = (pointer: string): string | undefined =>
  pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~');

/** A body without its members in which faults were found; undefined where those alone are none. */
export const withoutFaulty = <S extends z.ZodType>(
  schema: S,
  { json, faults }: { json: unknown; faults: readonly Fault[] },
): z.output<S> | undefined => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const faulty = new Set(faults.map(({ pointer }) => firstName(pointer)));
  return schema.safeParse(Object.fromEntries(Object.entries(json).filter(([name]) => !faulty.has(name)))).data;
};

/** Every fault zod found in an input, as refusals name them, with pointers below `prefix`. */
export const faultsFrom = (error: z.ZodError, input: unknown, prefix = ''): Fault[] =>
  error.issues.flatMap((issue) => faultsOf(issue, prefix, input));
