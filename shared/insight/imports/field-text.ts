import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { isSameName } from '#shared/insight/imports/same-name.ts';

// What a text cannot be read as stays a text, and the schema says what is wrong with it.

export const asBoolean = (text: string): unknown =>
  /^(true|yes|y|1)$/i.test(text) || (/^(false|no|n|0)$/i.test(text) ? false : text);

export const asNumber = (text: string): unknown => (Number.isFinite(Number(text)) ? Number(text) : text);

export const asList = (text: string): string[] =>
  text
    .split(/[;,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

const optionOf = ({ options = [] }: FieldDefinition, text: string): string =>
  options.find(({ key, name }) => key === text || isSameName(key, text) || isSameName(name, text))?.key ?? text;

const asMoney = (text: string): unknown => {
  const [, amount, currency] = /^(-?\d+(?:\.\d+)?) ?([A-Z]{3})$/.exec(text) ?? [];
  return amount === undefined ? text : { amount, currency };
};

/** The value of a custom field that a text means: options also by their names. */
export const fieldValueOf = (definition: FieldDefinition, text: string): unknown => {
  switch (definition.type) {
    case 'integer':
    case 'decimal':
      return asNumber(text);
    case 'boolean':
      return asBoolean(text);
    case 'choice':
      return optionOf(definition, text);
    case 'choices':
      return asList(text).map((one) => optionOf(definition, one));
    case 'address':
      return { text };
    case 'money':
      return asMoney(text);
    default:
      return text;
  }
};
