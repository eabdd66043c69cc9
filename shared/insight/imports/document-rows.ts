import { isUtf8 } from 'node:buffer';
import { invalid } from '#shared/core/errors.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';

// An interface answers records as an array, or as an array beside other things. Such a document is
// read as a whole; what is larger comes as JSON lines.

/** Under which names interfaces put the records of an answer. */
const wrappers = ['tickets', 'cases', 'alerts', 'contacts', 'items', 'data', 'results', 'values'] as const;

/** The records of a document, and what stands beside them, such as the people that they name. */
interface JsonDocument {
  records: unknown[];
  beside: Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a parsed value is as a document; undefined where it is one record. */
export const asDocument = (value: unknown): JsonDocument | undefined => {
  if (Array.isArray(value)) return { records: value, beside: {} };
  if (!isObject(value)) return undefined;
  const wrapper = wrappers.find((name) => Array.isArray(value[name]));
  if (wrapper === undefined) return undefined;
  const { [wrapper]: records, ...beside } = value;
  return { records: records as unknown[], beside };
};

const malformed = (detail: string) => invalid([{ pointer: '', code: 'malformed-json', detail }]);

/**
 * The records of a JSON document in UTF-8.
 * @throws `invalid-request` where it is none, or has no array of records
 */
export const readDocument = (bytes: Uint8Array): JsonDocument => {
  if (!isUtf8(bytes)) throw malformed('a JSON document is in UTF-8');
  let value: unknown;
  try {
    value = parseExactly(new TextDecoder().decode(bytes));
  } catch {
    throw malformed('it is neither one JSON document nor one JSON object a line');
  }
  const document = asDocument(value) ?? (isObject(value) ? { records: [value], beside: {} } : undefined);
  if (!document) throw malformed(`an array of records is wanted, by itself or as one of ${wrappers.join(', ')}`);
  return document;
};
