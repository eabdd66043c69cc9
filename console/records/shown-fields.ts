import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { FieldToFill } from '#shared/core/records/field-definition.schema.ts';

// Forms show the fields that the API would take: both ask the same conditions in the same way.

export type FieldValues = Readonly<Record<string, unknown>>;

/** Nothing typed, as the API understands it. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

interface Filled {
  kind: 'case' | 'alert';
  /** What is said of the record beside its custom fields. */
  record: Readonly<Record<string, unknown>>;
  values: FieldValues;
  /** The custom fields of the case, which decide about those of a section or of a task. */
  ofCase?: FieldValues | undefined;
}

const without = (values: FieldValues, key: string): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));

/**
 * The fields that are to be filled in, by what has been so far. A field that is hidden says
 * nothing, so it may hide others.
 */
export const shownFields = (definitions: readonly FieldToFill[], { kind, record, values, ofCase }: Filled) => {
  let said = values;
  for (;;) {
    const subject = { [kind]: { ...record, fields: ofCase ?? said } };
    const hidden = definitions.filter(
      ({ shownWhen }) => shownWhen !== undefined && !evaluate(shownWhen, subject, Date.now()).held,
    );
    const quiet = hidden.find(({ key }) => key in said);
    if (!quiet) return definitions.filter((definition) => !hidden.includes(definition));
    said = without(said, quiet.key);
  }
};

/** What a new record takes: of the fields that are shown, those that say something. */
export const saidFields = (definitions: readonly FieldToFill[], filled: Filled): Record<string, unknown> =>
  Object.fromEntries(
    shownFields(definitions, filled)
      .map(({ key }) => [key, filled.values[key]] as const)
      .filter(([, value]) => !isEmpty(value)),
  );

/** Values that fields begin with. */
export const defaultsOf = (definitions: readonly FieldToFill[]): Record<string, unknown> =>
  Object.fromEntries(definitions.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value]])));
