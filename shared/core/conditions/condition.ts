import * as z from 'zod';
import type { Issue } from '#shared/core/http/faults.ts';
import { inUtc } from '#shared/core/records/primitives.ts';

// One small language for rules, segments, searches, signal mappings, generated tasks and shown-when
// fields. This file knows its form; which fields there are is in fields.ts, what each operator
// wants of them in values.ts, what it means in compare.ts.

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
}
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Comparison;

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
  })
  // Kept as every other instant is: in UTC.
  .overwrite((leaf) =>
    leaf.value === undefined || asksForPieces.has(leaf.op) ? leaf : { ...leaf, value: kept(leaf.value) },
  );

export type IssuePath = readonly PropertyKey[];

/**
 * A fault of our own rules in the form zod gives its own, so that both take the same way into an
 * answer.
 */
export const issueAt = (path: IssuePath, code: string, message: string): Issue => ({
  code: 'custom',
  path: [...path],
  message,
  params: { code },
  input: undefined,
});

// A union of the four forms would answer a wrong node with the faults of all four; its key decides
// the form, and only that one is parsed.
const forms = {
  all: z.strictObject({ all: z.array(z.unknown()) }),
  any: z.strictObject({ any: z.array(z.unknown()) }),
  not: z.strictObject({ not: z.unknown() }),
};
const formOf = (node: object) => (['all', 'any', 'not'] as const).find((form) => Object.hasOwn(node, form));

const below = (path: IssuePath, error: z.ZodError): Issue[] =>
  error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));

type LeafCheck = (leaf: Comparison, path: IssuePath) => Issue[];

/**
 * Every fault of a tree at once: of its form, and what `checkLeaf` finds at each comparison that is
 * well formed. Takes any JSON; a tree beyond the limits is not followed further.
 */
export function issuesOf(tree: unknown, checkLeaf: LeafCheck = () => []): Issue[] {
  let nodes = 0;
  const visit = (node: unknown, path: IssuePath, depth: number): Issue[] => {
    nodes += 1;
    if (nodes === MAX_NODES + 1) return [issueAt([], 'too-many-nodes', `a condition has at most ${MAX_NODES} nodes`)];
    if (nodes > MAX_NODES) return [];
    if (depth > MAX_DEPTH)
      return [issueAt(path, 'too-deep', `a condition is at most ${MAX_DEPTH} levels of JSON deep`)];
    if (typeof node !== 'object' || node === null || Array.isArray(node))
      return [
        issueAt(
          path,
          'wrong-kind',
          'a condition is {"all": […]}, {"any": […]}, {"not": …} or {"field", "op", "value"}',
        ),
      ];
    const form = formOf(node);
    if (form === undefined) {
      const leaf = comparison.safeParse(node);
      return leaf.success ? checkLeaf(leaf.data, path) : below(path, leaf.error);
    }
    const faults = below(path, forms[form].safeParse(node).error ?? new z.ZodError([]));
    const inner = (node as Record<string, unknown>)[form];
    if (form === 'not') return [...faults, ...visit(inner, [...path, form], depth + 1)];
    if (!Array.isArray(inner)) return faults;
    return [...faults, ...inner.flatMap((child, index) => visit(child, [...path, form, index], depth + 2))];
  };
  return visit(tree, [], 1);
}

const node: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(node) }),
      z.strictObject({ any: z.array(node) }),
      z.strictObject({ not: node }),
      comparison,
    ]),
  )
  .meta({
    id: 'Condition',
    description: 'A tree of comparisons: {"all": […]}, {"any": […]}, {"not": …} or {"field", "op", "value"}.',
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
