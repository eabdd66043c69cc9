import { UnusableSignal } from '#shared/automation/signals/render-signal.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';

type FieldConverter = (text: string) => unknown;

const number =
  (form: RegExp): FieldConverter =>
  (text) =>
    form.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER ? Number(text) : undefined;

/**
 * Kinds of fields whose values are no texts, and what a text of each means; undefined where it
 * means nothing.
 */
const conversions: { [type in FieldDefinition['type']]?: FieldConverter } = {
  integer: number(/^-?\d{1,15}$/),
  decimal: number(/^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  choices: (text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
};

/**
 * The texts of a mapping in the kinds of the fields of their type; an empty text says nothing.
 * @throws UnusableSignal for a text that is none of its kind
 */
export const convertedFields = (
  definitions: readonly FieldDefinition[],
  given: Record<string, unknown>,
): Record<string, unknown> => {
  const convert = (key: string, value: unknown): unknown => {
    const definition = definitions.find((one) => one.key === key);
    const conversion = definition && conversions[definition.type];
    if (typeof value !== 'string' || !conversion) return value;
    const converted = conversion(value);
    if (converted === undefined) throw new UnusableSignal(`/fields/${key}: "${value}" is no ${definition.type}`);
    return converted;
  };
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, convert(key, value)]),
  );
};
