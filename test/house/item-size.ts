import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attributes } from '#test/house/expressions.ts';

// How large an item is, by "DynamoDB item sizes and formats" of the developer guide: UTF-8 of names
// and texts, significant digits of numbers, three bytes for a list or map.

const ofContainer = 3;

const numberSize = (text: string): number => {
  const [digits = ''] = text.replace('-', '').split(/e/i);
  const significant = digits.replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
  return Math.ceil(significant / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  // Bytes are kept as they go over the wire.
  if (value.B !== undefined) return Buffer.byteLength(value.B as unknown as string, 'base64');
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return value.L.reduce((size, one) => size + valueSize(one) + 1, ofContainer);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce(
      (size, [name, one]) => size + Buffer.byteLength(name) + valueSize(one) + 1,
      ofContainer,
    );
  const set = value.SS ?? value.NS ?? value.BS ?? [];
  return set.reduce((size, one) => size + (typeof one === 'string' ? Buffer.byteLength(one) : one.byteLength), 0);
};

/** Bytes of an item. */
export const itemSize = (item: Attributes): number =>
  Object.entries(item).reduce((size, [name, value]) => size + Buffer.byteLength(name) + valueSize(value), 0);
