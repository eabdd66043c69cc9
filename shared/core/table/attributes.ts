import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToAttr, convertToNative } from '@aws-sdk/util-dynamodb';
import { setOwn } from '#shared/core/records/own.ts';

// The SDK's library takes eight times as long, loses `__proto__`, and believes what a member called
// `constructor` says. It is asked for what is none of the few kinds of values that are kept.

/** Values by name, as DynamoDB's JSON has them. */
export type WireValues = Record<string, WireValue>;
type WireValue = { S: string } | { N: string } | { M: WireValues } | { L: WireValue[] } | Record<string, unknown>;

export const marshallOptions = { removeUndefinedValues: true } as const;

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const toWire = (value: unknown): WireValue => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return { N: String(value) };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(toWire) };
  if (value instanceof Uint8Array)
    return { B: Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64') };
  if (typeof value === 'object' && isPlain(value)) return { M: wireValues(value as Record<string, unknown>) };
  return convertToAttr(value, marshallOptions) as WireValue;
};

/** Values by name for DynamoDB; what is undefined is left out. */
export const wireValues = (values: Record<string, unknown>): WireValues => {
  const wire: WireValues = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) setOwn(wire, name, toWire(value));
  return wire;
};

const fromWire = (wire: WireValue): unknown => {
  const value = wire as Record<string, unknown>;
  if ('S' in value) return value.S;
  if ('M' in value) return valuesOf(value.M as WireValues);
  if ('L' in value) return (value.L as WireValue[]).map(fromWire);
  if ('BOOL' in value) return value.BOOL;
  if ('NULL' in value) return null;
  if ('B' in value) return new Uint8Array(Buffer.from(value.B as string, 'base64'));
  const number = Number(value.N);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : convertToNative(value as unknown as AttributeValue);
};

/** Values by name, from DynamoDB. */
export const valuesOf = (wire: WireValues): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wire)) setOwn(values, name, fromWire(value));
  return values;
};
