import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import type { RefusalValues } from '#shared/core/errors.ts';
import type { Issue } from '#shared/core/http/faults.ts';
import { inUtc, key } from '#shared/core/records/primitives.ts';

// One language for rules, segments, searches, mappings and shown-when fields. Its form is here, its
// fields in fields.ts, what operators take in values.ts and mean in compare.ts.

/**
 * JSON levels from the root to a comparison. DynamoDB takes 32: two more may lie in a value, and
 * two lie around a condition that an event tells of.
 */
export const MAX_DEPTH = 28;
/**
 * A run keeps its explanation, up to 2.1 KB a node (see evaluate.ts): a hundred of them stay below
 * the 300 KB an item may have.
 */
export const MAX_NODES = 100;
/** Longest name of a field, open paths included: `event.detail.` and a dozen steps. */
const MAX_FIELD_NAME = 200;

export const operators = [
  'is',
  'is-not',
  'in',
  'not-in',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'exists',
  'not-exists',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'before',
  'after',
  'within',
  'near',
] as const;
export type Operator = (typeof operators)[number];

export interface Comparison {
  field: string;
  op: Operator;
  value?: unknown;
  /** Of `now.*`: in which zone the clock and the calendar are read; UTC where it is left out. */
  timeZone?: string | undefined;
}

/** What a contact has, of which a quantifier may ask for some or for none. */
export const quantified = ['alerts', 'cases', 'tasks'] as const;
export type QuantifiedKind = (typeof quantified)[number];
/** What happened to a contact, which is counted by when it was created. */
export const counted = ['alerts', 'cases', 'notes', 'appointments', 'mails', 'signals'] as const;
export type CountedKind = (typeof counted)[number];

export interface SomeOf {
  some: QuantifiedKind;
  where?: Condition | undefined;
  atLeast?: number | undefined;
  /** Of a field asked for without a quantifier; nobody writes it (see plan.ts). */
  plain?: true;
}
export interface NoneOf {
  none: QuantifiedKind;
  where?: Condition | undefined;
}
export interface CountOf {
  count: CountedKind;
  where?: Condition | undefined;
  /** An ISO 8601 duration: from so long ago until now. */
  within: string;
  op: Operator;
  value: unknown;
}
interface WorkingNow {
  now: 'working';
  calendar: string;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | SomeOf
  | NoneOf
  | CountOf
  | WorkingNow
  | Comparison;
/** The nodes that ask something themselves. */
export type ConditionLeaf = Comparison | CountOf | WorkingNow;

// These look into a text, so what they ask for is no instant even where it looks like one.
const asksForPieces = new Set<Operator>(['contains', 'not-contains', 'starts-with', 'ends-with']);
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const kept = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(kept);
  return typeof value === 'string' && instantForm.test(value) ? inUtc(value) : value;
};

const comparison = z
  .strictObject({
    field: z.string().min(1).max(MAX_FIELD_NAME),
    op: z.enum(operators),
    value: z
      .unknown()
      .describe('what the operator compares with; its form depends on the field: GET /v1/conditions/fields')
      .optional(),
    timeZone: timeZone.describe('of `now.*` alone').optional(),
  })
  // Kept as every other instant is: in UTC.
  .overwrite((leaf) =>
    leaf.value === undefined || asksForPieces.has(leaf.op) ? leaf : { ...leaf, value: kept(leaf.value) },
  );

export type IssuePath = readonly PropertyKey[];

/** Which rule is broken, and what its words name. */
type IssueRule = { code: string } & RefusalValues;

/**
 * A fault of our own rules in the form zod gives its own, so that both take the same way into an
 * answer.
 */
export const issueAt = (path: IssuePath, { code, ...values }: IssueRule, message: string): Issue => ({
  code: 'custom',
  path: [...path],
  message,
  params: { code, ...values },
  input: undefined,
});

const where = { where: z.unknown().optional() };
const working = z.strictObject({ now: z.literal('working'), calendar: key });
const mostAtLeast = 1000;
const atLeast = z.int().min(1).max(mostAtLeast).optional();
/** An ISO 8601 duration has a few dozen letters; how long it lasts is checked with the value. */
const within = z.string().min(1).max(64);

// A union of the forms would answer a wrong node with the faults of all; its key decides the form,
// and only that one is parsed.
const forms = {
  all: z.strictObject({ all: z.array(z.unknown()) }),
  any: z.strictObject({ any: z.array(z.unknown()) }),
  not: z.strictObject({ not: z.unknown() }),
  some: z.strictObject({ some: z.enum(quantified), ...where, atLeast }),
  none: z.strictObject({ none: z.enum(quantified), ...where }),
  count: z.strictObject({ count: z.enum(counted), ...where, within, op: z.enum(operators), value: z.unknown() }),
  now: working,
};
const formNames = Object.keys(forms) as (keyof typeof forms)[];
const formOf = (node: object) => formNames.find((form) => Object.hasOwn(node, form));

// An issue of unknown keys alone would not keep zod from parsing the tree all the same.
const below = (path: IssuePath, error: z.ZodError): Issue[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) =>
          issueAt([...path, ...issue.path, key], { code: 'unknown-field' }, 'this field is not known here'),
        )
      : [{ ...issue, path: [...path, ...issue.path] }],
  );

/** The quantifiers and counts that a node lies in, from the outermost. */
export type EnclosingKinds = readonly (QuantifiedKind | CountedKind)[];

/** What is asked of a node that is well formed. */
interface NodeChecks {
  leaf?: (leaf: ConditionLeaf, path: IssuePath, inside: EnclosingKinds) => Issue[];
  quantifier?: (of: SomeOf | NoneOf, path: IssuePath, inside: EnclosingKinds) => Issue[];
}

interface Visited {
  path: IssuePath;
  depth: number;
  inside: EnclosingKinds;
}

/**
 * Every fault of a tree at once: of its form, and what the checks find at each node that is well
 * formed. Takes any JSON; a tree beyond the limits is not followed further.
 */
export function issuesOf(tree: unknown, { leaf, quantifier }: NodeChecks = {}): Issue[] {
  let nodes = 0;
  const visit = (node: unknown, { path, depth, inside }: Visited): Issue[] => {
    nodes += 1;
    if (nodes === MAX_NODES + 1)
      return [issueAt([], { code: 'too-many-nodes', most: MAX_NODES }, `a condition has at most ${MAX_NODES} nodes`)];
    if (nodes > MAX_NODES) return [];
    if (depth > MAX_DEPTH)
      return [
        issueAt(path, { code: 'too-deep', most: MAX_DEPTH }, `a condition is at most ${MAX_DEPTH} levels of JSON deep`),
      ];
    if (typeof node !== 'object' || node === null || Array.isArray(node)) {
      const known = formNames.map((form) => `{"${form}": …}`).join(', ');
      return [issueAt(path, { code: 'wrong-kind' }, `a condition is ${known} or {"field", "op", "value"}`)];
    }
    const form = formOf(node);
    if (form === undefined) {
      const one = comparison.safeParse(node);
      return one.success ? (leaf?.(one.data, path, inside) ?? []) : below(path, one.error);
    }
    const parsed = forms[form].safeParse(node);
    const faults = parsed.success ? [] : below(path, parsed.error);
    const inner = (node as Record<string, unknown>)[form];
    if (form === 'not') return [...faults, ...visit(inner, { path: [...path, form], depth: depth + 1, inside })];
    if (form === 'all' || form === 'any') {
      if (!Array.isArray(inner)) return faults;
      const children = inner.flatMap((child, index) =>
        visit(child, { path: [...path, form, index], depth: depth + 2, inside }),
      );
      return [...faults, ...children];
    }
    if (parsed.success)
      faults.push(
        ...((form === 'some' || form === 'none'
          ? quantifier?.(node as SomeOf | NoneOf, path, inside)
          : leaf?.(node as ConditionLeaf, path, inside)) ?? []),
      );
    const asked = Object.hasOwn(node, 'where') ? (node as { where?: unknown }).where : undefined;
    if (form === 'now' || asked === undefined) return faults;
    const within = [...inside, inner as QuantifiedKind | CountedKind];
    return [...faults, ...visit(asked, { path: [...path, 'where'], depth: depth + 1, inside: within })];
  };
  return visit(tree, { path: [], depth: 1, inside: [] });
}

const node: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(node) }),
      z.strictObject({ any: z.array(node) }),
      z.strictObject({ not: node }),
      z.strictObject({ some: z.enum(quantified), where: node.optional(), atLeast }),
      z.strictObject({ none: z.enum(quantified), where: node.optional() }),
      z.strictObject({
        count: z.enum(counted),
        where: node.optional(),
        within,
        op: z.enum(operators),
        value: z.unknown(),
      }),
      working,
      comparison,
    ]),
  )
  .meta({
    id: 'Condition',
    description:
      'A tree of comparisons: {"all": […]}, {"any": […]}, {"not": …}, {"field", "op", "value"}; {"some" or "none": "alerts", "where": …}, {"count": "alerts", "within", "op", "value"}, {"now": "working", "calendar"}.',
  });

/**
 * The form of a tree, for bodies and records. What its fields and values have to be depends on a
 * registry: `checkCondition`.
 */
export const conditionSchema = z.preprocess((raw, context) => {
  const issues = issuesOf(raw);
  // Issues as zod finished them; what it takes here is the same with the input.
  context.issues.push(...(issues.map((issue) => ({ ...issue, input: raw })) as z.core.$ZodRawIssue[]));
  return issues.length === 0 ? raw : z.NEVER;
}, node);
