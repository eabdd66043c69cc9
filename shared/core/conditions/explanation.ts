/** The tree with what became of each part. `value` and `wanted` are null where there is none. */
export type Explanation =
  | { all: Explanation[]; held: boolean }
  | { any: Explanation[]; held: boolean }
  | { not: Explanation; held: boolean }
  | { field: string; op: string; wanted: unknown; value: unknown; held: boolean }
  | QuantifierExplanation
  | { count: string; within: string; op: string; wanted: unknown; value: number; where?: Explanation; held: boolean }
  | { now: 'working'; calendar: string; held: boolean };

/** `value` of so many `records` answer yes; `where` explains one of them, by its id. */
export interface QuantifierExplanation {
  some?: string;
  none?: string;
  atLeast?: number;
  records: number;
  value: number;
  record?: string;
  where?: Explanation;
  held: boolean;
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

/** A value as an explanation shows it. */
export function shown(value: unknown = null): unknown {
  const brief = shallow(value, SHOWN_LEVELS);
  if (typeof brief !== 'object' || brief === null) return brief;
  const json = JSON.stringify(brief);
  return json.length <= SHOWN_JSON ? brief : cut(json, SHOWN_JSON);
}

/**
 * An explanation without the values of hidden fields. Of a question about several records only
 * whether it holds is left: its numbers and its example say what the records are.
 */
export function withoutValues(node: Explanation, isHidden: (field: string) => boolean): Explanation {
  if ('all' in node) return { ...node, all: node.all.map((part) => withoutValues(part, isHidden)) };
  if ('any' in node) return { ...node, any: node.any.map((part) => withoutValues(part, isHidden)) };
  if ('not' in node) return { ...node, not: withoutValues(node.not, isHidden) };
  if ('field' in node) return isHidden(node.field) ? { ...node, value: null } : node;
  if ('now' in node) return node;
  const { where: _where, record: _record, records: _records, ...rest } = { record: '', records: 0, ...node };
  return { ...rest, value: null } as Explanation;
}
