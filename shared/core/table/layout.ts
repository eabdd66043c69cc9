import type { RecordBase } from '#shared/core/records/primitives.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import type { RecordKind } from '#shared/core/table/keys.ts';

/**
 * How a kind of record lies in the table: its index attributes, and the items that follow from it
 * (a reference, a link, a moment).
 */
export interface Layout<R extends RecordBase = RecordBase> {
  indexes(record: R): Record<string, string | Uint8Array>;
  satellites(before: R | undefined, after: R): Write[];
  /** What events about it say beside its kind and id. */
  subject(record: R): { reference?: string; contactId?: string };
}

export type Layouts = { [K in RecordKind]: Layout<never> };

export const withoutUndefined = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Item;
