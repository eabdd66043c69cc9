import { allOf, anyOf, type ConditionResult, earliest, opposite } from '#shared/core/conditions/answers.ts';
import { compare } from '#shared/core/conditions/compare.ts';
import type { Comparison, Condition } from '#shared/core/conditions/condition.ts';
import { findValue, type Subject } from '#shared/core/conditions/fields.ts';

/** The tree with what became of each part. `value` and `wanted` are null where there is none. */
export type Explanation =
  | { all: Explanation[]; held: boolean }
  | { any: Explanation[]; held: boolean }
  | { not: Explanation; held: boolean }
  | { field: string; op: string; wanted: unknown; value: unknown; held: boolean };

export interface Evaluation extends ConditionResult {
  explanation: Explanation;
}

// Explanations are kept with each run, in one item: what is long or deep is cut, since what was
// compared is recognised by its beginning.
const SHOWN_TEXT = 200;
const SHOWN_JSON = 300;
/** Deep enough for a list of places or people and for `between` two relative dates. */
const SHOWN_LEVELS = 2;
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;

function shallow(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return cut(value, SHOWN_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((element) => shallow(element, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shallow(inner, levels - 1)]));
}

function shown(value: unknown = null): unknown {
  const brief = shallow(value, SHOWN_LEVELS);
  if (typeof brief !== 'object' || brief === null) return brief;
  const json = JSON.stringify(brief);
  return json.length <= SHOWN_JSON ? brief : cut(json, SHOWN_JSON);
}

function evaluateLeaf({ field, op, value: wanted }: Comparison, subject: Subject, at: number): Evaluation {
  const { value, until } = findValue(field, subject, at);
  const result = compare(op, { value, wanted }, at);
  return {
    held: result.held,
    until: earliest([until, result.until]),
    explanation: { field, op, wanted: shown(wanted), value: shown(value), held: result.held },
  };
}

/**
 * Whether a checked condition holds for a subject at an instant (epoch ms), why, and until when
 * that stays so if the data do not change: `held` is the same at every instant from `at` up to, but
 * without, `until`; without `until` time alone never changes it. Every part is evaluated and
 * explained.
 */
export function evaluate(tree: Condition, subject: Subject, at: number): Evaluation {
  if ('field' in tree) return evaluateLeaf(tree, subject, at);
  if ('not' in tree) {
    const inner = evaluate(tree.not, subject, at);
    const { held, until } = opposite(inner);
    return { held, until, explanation: { not: inner.explanation, held } };
  }
  const parts = ('all' in tree ? tree.all : tree.any).map((part) => evaluate(part, subject, at));
  const explanations = parts.map(({ explanation }) => explanation);
  const { held, until } = 'all' in tree ? allOf(parts) : anyOf(parts);
  return { held, until, explanation: 'all' in tree ? { all: explanations, held } : { any: explanations, held } };
}
