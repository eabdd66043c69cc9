import * as z from 'zod';
import {
  type Comparison,
  type ConditionLeaf,
  type CountOf,
  type EnclosingKinds,
  type IssuePath,
  issueAt,
  issuesOf,
  type NoneOf,
  type SomeOf,
} from '#shared/core/conditions/condition.ts';
import { type ConditionField, type FieldKind, operatorsByKind } from '#shared/core/conditions/fields.ts';
import { relativeSchema } from '#shared/core/conditions/moments.ts';
import { isOfNow } from '#shared/core/conditions/now.ts';
import type { Registry } from '#shared/core/conditions/registry.ts';
import { valueSchema } from '#shared/core/conditions/values.ts';
import type { Fault } from '#shared/core/errors.ts';
import { faultsFrom, type Issue } from '#shared/core/http/faults.ts';

function unknownField(name: string, registry: Registry): string {
  const nearest = registry.nearestTo(name);
  return `there is no field "${name}"${nearest ? `; the nearest is "${nearest}"` : ''} (GET /v1/conditions/fields lists them)`;
}

function choiceIssues({ name, choices }: ConditionField, { value }: Comparison, path: IssuePath): Issue[] {
  if (!choices) return [];
  const one = (candidate: unknown, at: IssuePath): Issue[] =>
    typeof candidate !== 'string' || choices.includes(candidate)
      ? []
      : [
          issueAt(
            at,
            { code: 'unknown-choice', value: candidate },
            `"${candidate}" is not a value of ${name}, which has ${choices.slice(0, 20).join(', ') || 'none'}`,
          ),
        ];
  return Array.isArray(value) ? value.flatMap((element, index) => one(element, [...path, index])) : one(value, path);
}

/** What an operator of a kind has against its value. */
function valueIssues(kind: FieldKind, { op, value }: Pick<Comparison, 'op' | 'value'>, at: IssuePath): Issue[] {
  const { error } = valueSchema(kind, op).safeParse(value);
  return (error?.issues ?? []).map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
}

function comparisonIssues(leaf: Comparison, path: IssuePath, registry: Registry): Issue[] {
  const field = registry.fieldNamed(leaf.field);
  if (!field)
    return [
      issueAt([...path, 'field'], { code: 'unknown-field', value: leaf.field }, unknownField(leaf.field, registry)),
    ];
  const zone =
    leaf.timeZone === undefined || isOfNow(leaf.field)
      ? []
      : [issueAt([...path, 'timeZone'], { code: 'unknown-field' }, 'only now.* is read in a time zone')];
  const operators: readonly string[] = operatorsByKind[field.kind];
  if (!operators.includes(leaf.op))
    return [
      ...zone,
      issueAt(
        [...path, 'op'],
        { code: 'wrong-operator', choices: operators.join(', ') },
        `${leaf.field} is of kind ${field.kind}, which has ${operators.join(', ')}`,
      ),
    ];
  const at = [...path, 'value'];
  const wrong = valueIssues(field.kind, leaf, at);
  return [...zone, ...(wrong.length > 0 ? wrong : choiceIssues(field, leaf, at))];
}

const countOperators: readonly string[] = operatorsByKind.number.filter((op) => !op.endsWith('exists'));

function countIssues({ op, value, within }: CountOf, path: IssuePath): Issue[] {
  const window = relativeSchema.safeParse({ ago: within }).success
    ? []
    : [issueAt([...path, 'within'], { code: 'wrong-value' }, 'wants a duration such as "P30D" (of at most 100 years)')];
  if (!countOperators.includes(op))
    return [
      ...window,
      issueAt(
        [...path, 'op'],
        { code: 'wrong-operator', choices: countOperators.join(', ') },
        `a count has ${countOperators.join(', ')}`,
      ),
    ];
  return [...window, ...valueIssues('number', { op, value }, [...path, 'value'])];
}

const nowhere = (path: IssuePath): Issue[] => [
  issueAt(path, { code: 'wrong-kind' }, 'only comparisons of fields have a meaning here'),
];

/** A record inside one of its own kind would be another one, which nothing here can name. */
const nestedIssues = (of: string, path: IssuePath, inside: EnclosingKinds): Issue[] =>
  inside.some((outer) => outer === of)
    ? [issueAt(path, { code: 'nested-quantifier' }, `lies within a question about one of the ${of} already`)]
    : [];

const quantifierIssues = (node: SomeOf | NoneOf, { path, inside }: NodePlace, registry: Registry): Issue[] => {
  if (!registry.ofContact) return nowhere(path);
  return 'some' in node
    ? nestedIssues(node.some, [...path, 'some'], inside)
    : nestedIssues(node.none, [...path, 'none'], inside);
};

interface NodePlace {
  path: IssuePath;
  inside: EnclosingKinds;
}

function leafIssues(leaf: ConditionLeaf, { path, inside }: NodePlace, registry: Registry): Issue[] {
  if ('field' in leaf) return comparisonIssues(leaf, path, registry.within?.(inside) ?? registry);
  if (!registry.ofContact) return nowhere(path);
  if ('now' in leaf) return [];
  return [...nestedIssues(leaf.count, [...path, 'count'], inside), ...countIssues(leaf, path)];
}

/**
 * Every fault of a condition (any JSON), with its pointer; without one `evaluate` takes it. Codes:
 * `unknown-field`, `wrong-operator`, `wrong-value`, `unknown-choice`, `nested-quantifier`.
 */
export const checkCondition = (tree: unknown, registry: Registry, pointer = '/condition'): Fault[] => {
  const issues = issuesOf(tree, {
    leaf: (leaf, path, inside) => leafIssues(leaf, { path, inside }, registry),
    quantifier: (node, path, inside) => quantifierIssues(node, { path, inside }, registry),
  });
  return faultsFrom(new z.ZodError(issues), tree, pointer);
};
