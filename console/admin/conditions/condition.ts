import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';
import { operatorsByKind } from '#shared/core/conditions/fields.ts';

/** The forms that a node of a condition has. */
export const nodeKinds = ['all', 'any', 'not', 'some', 'none', 'count', 'now', 'field'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** Nodes that hold others. */
const groupKinds = ['all', 'any'] as const;
export type GroupKind = (typeof groupKinds)[number];

export const kindOfNode = (node: Json | undefined): NodeKind | undefined =>
  isObject(node) ? nodeKinds.find((kind) => Object.hasOwn(node, kind)) : undefined;

export const isGroup = (kind: NodeKind | undefined): kind is GroupKind => kind === 'all' || kind === 'any';

/** The nodes directly within a group. */
export const childrenOf = (node: JsonObject): Json[] => {
  const within = node.all ?? node.any;
  return Array.isArray(within) ? within : [];
};

export const groupOf = (kind: GroupKind, children: readonly Json[]): JsonObject => ({ [kind]: [...children] });

/** A node of a kind, as it begins. */
export const emptyNode = (kind: NodeKind): JsonObject => {
  switch (kind) {
    case 'all':
    case 'any':
      return { [kind]: [] };
    case 'not':
      return { not: emptyNode('field') };
    case 'some':
      return { some: 'cases', where: { all: [] } };
    case 'none':
      return { none: 'cases' };
    case 'count':
      return { count: 'alerts', within: 'P30D', op: 'gte', value: 3 };
    case 'now':
      return { now: 'working', calendar: '' };
    case 'field':
      return { field: '', op: 'is' };
  }
};

/** The node with what it holds denied, or no longer denied. */
export const denied = (node: JsonObject): JsonObject =>
  isObject(node.not) && Object.keys(node).length === 1 ? node.not : { not: node };

/** The node with another beside it, in a group of its own where it stood alone. */
export const withSibling = (node: Json | undefined, sibling: JsonObject): JsonObject => {
  const kind = kindOfNode(node);
  if (isObject(node) && isGroup(kind)) return groupOf(kind, [...childrenOf(node), sibling]);
  return { all: node === undefined ? [sibling] : [node, sibling] };
};

const needsNoValue = new Set(['exists', 'not-exists']);
const takesList = new Set(['in', 'not-in']);

/** The form that the value of a comparison has, by its operator. */
type ValueForm = 'none' | 'list' | 'range' | 'distance' | 'area' | 'one';

export const formOfValue = (op: string): ValueForm => {
  if (needsNoValue.has(op)) return 'none';
  if (takesList.has(op)) return 'list';
  if (op === 'between') return 'range';
  if (op === 'within') return 'distance';
  return op === 'near' ? 'area' : 'one';
};

/** A comparison with another operator: its value stays where it still has the right form. */
export const withOperator = (node: JsonObject, op: string): JsonObject => {
  const { value, ...rest } = node;
  const [before, after] = [formOfValue(String(node.op)), formOfValue(op)];
  if (after === 'none') return { ...rest, op };
  if (before === after) return { ...node, op };
  if (after === 'list') return { ...rest, op, value: value === undefined || before !== 'one' ? [] : [value] };
  if (after === 'distance') return { ...rest, op, value: { ago: 'P30D' } };
  if (after === 'one' && before === 'list' && Array.isArray(value) && value[0] !== undefined)
    return { ...rest, op, value: value[0] };
  return { ...rest, op };
};

export interface ConditionField {
  field: string;
  kind: string;
  operators: string[];
  label?: string;
  choices?: string[];
}

// For as long as the API's list of fields is on its way.
const openField = { kind: 'open', operators: [...operatorsByKind.open] };

/** The end of the names of open paths in the list: below `contact.attributes.<x>` is any name. */
const anyName = '<x>';
const isBelow = (open: string, name: string): boolean =>
  open.endsWith(anyName) && name.startsWith(open.slice(0, -anyName.length));

/** A field by name, also below an open path, such as `contact.attributes.year`. */
export const fieldNamed = (fields: readonly ConditionField[], name: string): ConditionField =>
  fields.find(({ field }) => field === name) ?? {
    ...(fields.find(({ field }) => isBelow(field, name)) ?? openField),
    field: name,
  };

/** A comparison about another field: with an operator that the field has. */
export const withField = (node: JsonObject, field: ConditionField): JsonObject => {
  const isKept = field.operators.includes(String(node.op));
  const before = isKept ? node : withOperator(node, field.operators[0] ?? 'is');
  return { ...before, field: field.field };
};

const takesNumbers = new Set(['is', 'is-not', 'in', 'not-in', 'lt', 'lte', 'gt', 'gte', 'between']);

/**
 * What was typed for a field that may hold anything: as a number where it is one, since a number
 * compares with numbers and with text, and a text with text alone. `007` and `1e3` are none.
 */
export const valueTyped = (typed: string, { kind }: Pick<ConditionField, 'kind'>, op: string): string | number =>
  kind === 'open' && takesNumbers.has(op) && String(Number(typed)) === typed ? Number(typed) : typed;

const duration = /^P(?:(\d+)([DWMY])|T(\d+)([HM]))$/;
export const durationUnits = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const;
type DurationUnit = (typeof durationUnits)[number];
const letters: Record<DurationUnit, string> = {
  minutes: 'M',
  hours: 'H',
  days: 'D',
  weeks: 'W',
  months: 'M',
  years: 'Y',
};

/** `P30D` as 30 days; of a duration in several units nothing. */
export const readDuration = (text: string): { amount: number; unit: DurationUnit } | undefined => {
  const [, days, dayUnit, hours, hourUnit] = duration.exec(text) ?? [];
  if (days !== undefined) {
    const unit = ({ D: 'days', W: 'weeks', M: 'months', Y: 'years' } as const)[dayUnit ?? ''];
    return unit && { amount: Number(days), unit };
  }
  return hours === undefined ? undefined : { amount: Number(hours), unit: hourUnit === 'H' ? 'hours' : 'minutes' };
};

export const writeDuration = (amount: number, unit: DurationUnit): string =>
  `P${unit === 'minutes' || unit === 'hours' ? 'T' : ''}${amount}${letters[unit]}`;

/** Whether the API can be asked about a condition already: nothing in it is still empty. */
export const isWhole = (node: Json | undefined): boolean => {
  const kind = kindOfNode(node);
  if (!isObject(node) || kind === undefined) return false;
  if (isGroup(kind)) return childrenOf(node).every(isWhole);
  if (kind === 'not') return isWhole(node.not);
  if (kind === 'some' || kind === 'none' || kind === 'count') return node.where === undefined || isWhole(node.where);
  if (kind === 'now') return node.calendar !== '';
  const form = formOfValue(String(node.op));
  if (node.field === '') return false;
  if (form === 'none') return true;
  return Array.isArray(node.value) ? node.value.length > 0 : node.value !== undefined && node.value !== '';
};
