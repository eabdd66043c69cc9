import type { Explanation } from '#shared/core/conditions/explanation.ts';

// What a condition was found to be, as a tree of lines that a screen puts into words.

/** A comparison, or what several parts of a condition have in common. */
export type ConditionLine =
  | { kind: 'all' | 'any' | 'not' }
  | { kind: 'comparison'; field: string; op: string; wanted: unknown; value: unknown }
  | { kind: 'some' | 'none'; of: string; records: number; value: number | null }
  | { kind: 'at-least'; least: number; of: string; records: number; value: number | null }
  | { kind: 'count'; of: string; within: string; op: string; wanted: unknown; value: unknown }
  | { kind: 'working'; calendar: string };

export interface ConditionNode {
  line: ConditionLine;
  held: boolean;
  parts: ConditionNode[];
}

const partsOf = (where: Explanation | undefined): ConditionNode[] => (where ? [conditionTree(where)] : []);

/** The tree of an explanation. */
export const conditionTree = (node: Explanation): ConditionNode => {
  const { held } = node;
  if ('all' in node) return { line: { kind: 'all' }, held, parts: node.all.map(conditionTree) };
  if ('any' in node) return { line: { kind: 'any' }, held, parts: node.any.map(conditionTree) };
  if ('not' in node) return { line: { kind: 'not' }, held, parts: [conditionTree(node.not)] };
  if ('field' in node) {
    const { field, op, wanted, value } = node;
    return { line: { kind: 'comparison', field, op, wanted, value }, held, parts: [] };
  }
  if ('now' in node) return { line: { kind: 'working', calendar: node.calendar }, held, parts: [] };
  if ('count' in node) {
    const { count, within, op, wanted, value } = node;
    return { line: { kind: 'count', of: count, within, op, wanted, value }, held, parts: partsOf(node.where) };
  }
  const { records, value, atLeast } = node;
  const of = node.some ?? node.none ?? '';
  const found = { of, records, value };
  const line: ConditionLine =
    node.none !== undefined
      ? { kind: 'none', ...found }
      : atLeast === undefined
        ? { kind: 'some', ...found }
        : { kind: 'at-least', least: atLeast, ...found };
  return { line, held, parts: partsOf(node.where) };
};

/** `case.fields.course`: of what kind of record, and which member. */
export const fieldParts = (field: string): { of: string; member: string } => {
  const [of = '', ...rest] = field.split('.');
  return { of, member: rest.join('.') };
};
