import { Refusal } from '#shared/core/errors.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// DynamoDB refuses items over 400 KB; 300 leaves room for index attributes and for how it counts
// numbers and names.
const largestItem = 300 * 1024;
// Of these a hundred the clock may use: what people have filled to their limit is reminded of all
// the same.
const largestItemOfClock = 390 * 1024;
// TransactWriteItems takes this many.
const mostWrites = 100;
// And 4 MB of items. JSON is as long as what DynamoDB counts or longer, but for what little an
// index attribute and a condition add.
export const largestTransaction = 3.9 * 1024 * 1024;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

interface Sized {
  Put?: { Item?: unknown };
  Delete?: { Key?: unknown };
}

/** What each of some writes takes, in bytes. */
export const sizesOf = (writes: readonly Sized[]): number[] =>
  writes.map(({ Put, Delete }) => bytesOf(Put?.Item ?? Delete?.Key));
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

export const fitTransaction = (sizes: readonly number[]): boolean => sum(sizes) <= largestTransaction;

/**
 * @throws `item-too-large` for an item that DynamoDB would refuse, `change-too-large` for a
 * transaction that it would refuse
 */
export const refuseTooLarge = (sizes: readonly number[], by: Actor['kind']): void => {
  const largest = by === 'clock' ? largestItemOfClock : largestItem;
  if (sizes.some((size) => size > largest)) throw new Refusal('item-too-large');
  if (sizes.length > mostWrites)
    throw new Refusal('change-too-large', `It needs ${sizes.length} writes; one transaction takes ${mostWrites}`);
  if (sum(sizes) > largestTransaction)
    throw new Refusal(
      'change-too-large',
      `It needs ${Math.ceil(sum(sizes) / 1024)} KB of writes; one transaction takes ${largestTransaction / 1024}`,
    );
};

/**
 * What a decision takes of a transaction: its record, that record again in the event that stands
 * for its version, its other events and items.
 */
export const weightOf = ({ after, events, items = [] }: Decision): number =>
  2 * bytesOf(after) + bytesOf(events) + bytesOf(items);
