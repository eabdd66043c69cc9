import { closest, distance } from 'fastest-levenshtein';
import type { EnclosingKinds } from '#shared/core/conditions/condition.ts';
import {
  type ConditionField,
  type FieldKind,
  fieldAt,
  openFields,
  operatorsByKind,
  standardFields,
} from '#shared/core/conditions/fields.ts';
import { stepsOf } from '#shared/core/conditions/path.ts';
import { own } from '#shared/core/records/own.ts';

/** A custom field as a case type or alert type defines it. */
export interface CustomField {
  key: string;
  name: string;
  type: keyof typeof kindByType;
  options?: readonly { key: string }[];
}

const kindByType = {
  text: 'text',
  'long-text': 'text',
  integer: 'number',
  decimal: 'number',
  money: 'money',
  date: 'date',
  'date-time': 'instant',
  boolean: 'boolean',
  choice: 'keyword',
  choices: 'keywords',
  contact: 'keyword',
  user: 'person',
  email: 'text',
  phone: 'text',
  file: 'keyword',
  link: 'text',
  address: 'location',
} as const satisfies Record<string, FieldKind>;

interface RegistryInput {
  /**
   * The custom fields of every alert type and case type that the condition may meet, one after
   * another.
   */
  alertFields?: readonly CustomField[];
  caseFields?: readonly CustomField[];
  /**
   * The values that a field may have here, such as the keys of the priorities under
   * `case.priority`.
   */
  choices?: Readonly<Record<string, readonly string[]>>;
  ofContact?: boolean;
}

/** The fields that a condition may name in one deployment, or under one type. */
export interface Registry {
  fields: readonly ConditionField[];
  fieldNamed(name: string): ConditionField | undefined;
  /** The known name that is spelled most like this one, unless they have little in common. */
  nearestTo(name: string): string | undefined;
  /**
   * Whether a contact is known with what it has: where quantifiers, counts and working hours have a
   * meaning.
   */
  ofContact: boolean;
  /** The registry inside quantifiers and counts, where that is another. */
  within?(inside: EnclosingKinds): Registry;
}

/**
 * Two types may use a key for the same kind, then either's choices will do; for different kinds the
 * field holds what the record's type made of it.
 */
function merged(known: ConditionField | undefined, added: ConditionField): ConditionField {
  if (!known) return added;
  if (known.kind !== added.kind) return { ...known, kind: 'open', choices: undefined };
  const choices = known.choices && added.choices ? [...new Set([...known.choices, ...added.choices])] : undefined;
  return { ...known, choices };
}

function customFields(of: 'alert' | 'case', definitions: readonly CustomField[]): ConditionField[] {
  const fields = new Map<string, ConditionField>();
  for (const { key, name, type, options } of definitions) {
    const path = `${of}.fields.${key}`;
    const added = fieldAt(path, kindByType[type], { label: name, choices: options?.map((option) => option.key) });
    fields.set(path, merged(fields.get(path), added));
  }
  return [...fields.values()];
}

/** `event.detail["x:y"]` is below the same prefix as `event.detail.x`. */
function openField(name: string): ConditionField | undefined {
  const open = openFields.find(({ prefix }) => name.startsWith(prefix) || name.startsWith(`${prefix.slice(0, -1)}[`));
  return open && stepsOf(name) ? fieldAt(name, open.kind, open) : undefined;
}

/** A name that shares less than half its letters is no help. */
function nearest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const candidate = closest(name, names);
  return distance(name, candidate) <= name.length / 2 ? candidate : undefined;
}

/** The registry of the standard fields, the given custom fields and the open paths. */
export function buildRegistry({
  alertFields = [],
  caseFields = [],
  choices = {},
  ofContact = false,
}: RegistryInput = {}): Registry {
  const fields = [...standardFields, ...customFields('alert', alertFields), ...customFields('case', caseFields)].map(
    (field) => ({ ...field, choices: own(choices, field.name) ?? field.choices }),
  );
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    fields,
    fieldNamed: (name) => byName.get(name) ?? openField(name),
    nearestTo: (name) => nearest(name, [...byName.keys()]),
    ofContact,
  };
}

/**
 * The answer of `GET /v1/conditions/fields`: every field and open path, with what may be asked of
 * it.
 */
export const listFields = ({ fields }: Registry) => ({
  items: [...fields, ...openFields].map(({ name, kind, label, choices }) => ({
    field: name,
    kind,
    operators: [...operatorsByKind[kind]],
    label,
    ...(choices && { choices: [...choices] }),
  })),
});

const narrowed = (registry: Registry, isThere: (name: string) => boolean): Registry => ({
  ...registry,
  fieldNamed: (name) => (isThere(name) ? registry.fieldNamed(name) : undefined),
  nearestTo: (name) => {
    const nearest = registry.nearestTo(name);
    return nearest !== undefined && isThere(nearest) ? nearest : undefined;
  },
});

/** The fields of an event alone: whom it is about is not known yet. */
export const ofEventAlone = (registry: Registry): Registry => ({
  ...narrowed(registry, (name) => /^(event|now)\./.test(name)),
  ofContact: false,
});

/**
 * The fields of a case alone: for conditions that are put to one as it is raised, when nothing has
 * happened to it yet.
 */
export const ofCaseAlone = (registry: Registry): Registry => ({
  ...narrowed(registry, (name) => name.startsWith('case.')),
  ofContact: false,
});

/**
 * The fields of rows of a list: a case, or an alert with its case, each with its contact and what
 * that has. No event is at hand, and of a row itself no task.
 */
export const ofRows = (registry: Registry, kind: 'case' | 'alert'): Registry => ({
  ...narrowed(registry, (name) => !(kind === 'case' ? /^(alert|event|task)\./ : /^(event|task)\./).test(name)),
  ofContact: true,
  within: () => registry,
});

/**
 * The fields of a contact with what it has: no event is at hand but where signals are counted, each
 * of which was one.
 */
export const ofContactAlone = (registry: Registry): Registry => ({
  ...narrowed(registry, (name) => !name.startsWith('event.')),
  ofContact: true,
  within: (inside) => (inside.at(-1) === 'signals' ? registry : ofContactAlone(registry)),
});
