import { isDeepStrictEqual } from 'node:util';
import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';

/** A field of a record: a member, or below `fields` and `details` one that its type defines. */
export type FieldPath = readonly [member: string, ...below: string[]];

type FieldMembers = Record<string, unknown>;
const isMembers = (value: unknown): value is FieldMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a field in a record, or in a side of an event. */
export const valueIn = (members: FieldMembers, path: FieldPath): unknown =>
  path.reduce<unknown>((value, step) => (isMembers(value) ? own(value, step) : undefined), members);

/** Members that an answer calls otherwise than events do. */
const namesInEvents: ReadonlyMap<string, string> = new Map([['subscribers', 'subscriptions']]);

export interface FieldChange {
  before: unknown;
  after: unknown;
}

/**
 * What an event changed of a field; undefined where it left it as it was. What every change moves
 * is changed by each.
 */
export const changeOf = (event: DomainEvent, [member, ...below]: FieldPath): FieldChange | undefined => {
  if (member === 'version' || member === 'updatedAt') return { before: undefined, after: undefined };
  const path: FieldPath = [namesInEvents.get(member) ?? member, ...below];
  if (!event.changed.includes(path[0])) return undefined;
  const { before, after } = withInitialValues(event);
  const change = { before: valueIn(before, path), after: valueIn(after, path) };
  return below.length > 0 && isDeepStrictEqual(change.before, change.after) ? undefined : change;
};
