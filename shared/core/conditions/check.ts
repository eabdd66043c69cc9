import * as z from 'zod';
import { type Comparison, type IssuePath, issueAt, issuesOf } from '#shared/core/conditions/condition.ts';
import { type ConditionField, operatorsByKind } from '#shared/core/conditions/fields.ts';
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
            'unknown-choice',
            `"${candidate}" is not a value of ${name}, which has ${choices.slice(0, 20).join(', ') || 'none'}`,
          ),
        ];
  return Array.isArray(value) ? value.flatMap((element, index) => one(element, [...path, index])) : one(value, path);
}

function leafIssues(leaf: Comparison, path: IssuePath, registry: Registry): Issue[] {
  const field = registry.fieldNamed(leaf.field);
  if (!field) return [issueAt([...path, 'field'], 'unknown-field', unknownField(leaf.field, registry))];
  const operators: readonly string[] = operatorsByKind[field.kind];
  if (!operators.includes(leaf.op))
    return [
      issueAt(
        [...path, 'op'],
        'wrong-operator',
        `${leaf.field} is of kind ${field.kind}, which has ${operators.join(', ')}`,
      ),
    ];
  const at = [...path, 'value'];
  const { error } = valueSchema(field.kind, leaf.op).safeParse(leaf.value);
  if (error) return error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
  return choiceIssues(field, leaf, at);
}

/**
 * Every fault of a condition at once, each with its pointer: of its form, and `unknown-field`,
 * `wrong-operator`, `wrong-value`, `unknown-choice` at its comparisons. Takes any JSON; without a
 * fault it is a `Condition` that `evaluate` takes.
 */
export const checkCondition = (tree: unknown, registry: Registry, pointer = '/condition'): Fault[] =>
  faultsFrom(new z.ZodError(issuesOf(tree, (leaf, path) => leafIssues(leaf, path, registry))), tree, pointer);
