import { Temporal } from 'temporal-polyfill';
import { own } from '#shared/core/records/own.ts';
import { type FormControl, type FormInput, inputName } from '#shared/portal/form-page/form-inputs.ts';
import type { FormWords } from '#shared/portal/form-page/words.ts';

// What the inputs of a form say as the body of the API. A form knows texts alone: what is no number
// stays a text, which the API then refuses at its field.

const numberOf = (text: string, { say }: FormWords): unknown => {
  const plain = say('decimalPoint') === ',' ? text.replace(',', '.') : text;
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : text;
};

/** An instant of the clock on the wall of a zone; a text that names none stays as it is. */
const instantOf = (text: string, zone: string): string => {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return text;
  }
};

const valueSent = (control: FormControl, sent: readonly string[], { words, zone }: FormReading): unknown => {
  const given = sent.map((text) => text.trim()).filter((text) => text !== '');
  if (control === 'some-of') return given.length > 0 ? given : undefined;
  const [text] = given;
  if (text === undefined) return undefined;
  if (control === 'integer' || control === 'decimal') return numberOf(text, words);
  if (control === 'yes-no') return text === 'true' || (text === 'false' ? false : text);
  if (control === 'instant') return instantOf(text, zone);
  // A browser sends the ends of lines as mail has them.
  return control === 'lines' ? text.replaceAll('\r\n', '\n') : text;
};

interface FormReading {
  words: FormWords;
  zone: string;
}

interface JsonTree {
  [name: string]: unknown;
}

// A field may have the name of what every object has, such as `constructor`.
const emptyTree = (): JsonTree => Object.create(null);

const withValue = (tree: JsonTree, [step = '', ...deeper]: readonly string[], value: unknown): JsonTree => {
  const below = own(tree, step) as JsonTree | undefined;
  const there = deeper.length === 0 ? value : withValue(below ?? emptyTree(), deeper, value);
  return Object.assign(emptyTree(), tree, Object.fromEntries([[step, there]]));
};

/** A place without coordinates is told in the description: a location has them. */
const withPlaceInWords = ({ location, ...body }: JsonTree, { say }: FormWords): JsonTree => {
  const { lat, lon, address } = (location ?? {}) as JsonTree;
  if (lat !== undefined || lon !== undefined) return { ...body, location };
  if (address === undefined) return body;
  const place = `${say('location.address')}: ${address}`;
  return { ...body, description: body.description === undefined ? place : `${body.description}\n\n${place}` };
};

/** What was filled in, as the body of the API. What is left empty is left out. */
export const bodyOfForm = (
  inputs: readonly FormInput[],
  sent: URLSearchParams,
  reading: FormReading,
): Record<string, unknown> => {
  let body: JsonTree = Object.assign(emptyTree(), { contact: emptyTree(), fields: emptyTree() });
  for (const input of inputs) {
    if (input.control === 'files') continue;
    const value = valueSent(input.control, sent.getAll(inputName(input)), reading);
    if (value === undefined) continue;
    body = withValue(body, input.path, value);
  }
  return withPlaceInWords(body, reading.words);
};
