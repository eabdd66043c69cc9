import type { EventDraft } from '#shared/core/events/event.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import type { Key, RecordKind } from '#shared/core/table/keys.ts';

export type Item = Key & Record<string, unknown>;

export type WriteCondition = 'new' | { expiredBefore: number } | { holds: Record<string, unknown> };

/**
 * One write of a transaction. `new`: only where no item is there; `expiredBefore`: nor one that has
 * run out (epoch seconds), since DynamoDB deletes late; `holds`: only where it holds these values.
 */
export type Write = { put: Item; when?: WriteCondition } | { delete: Key; when?: WriteCondition };

/**
 * What a command decided, purely: the record after it, the events, and the items below the record
 * that go with it. Without events nothing happened and nothing is written.
 */
export interface Decision<R extends RecordBase = RecordBase> {
  kind: RecordKind;
  before?: R | undefined;
  after: R;
  events: EventDraft[];
  items?: Write[];
  /**
   * `record`: the record goes, its history stays. `everything`: its event has no record either, and
   * the caller purges what lies below it.
   */
  removes?: 'record' | 'everything';
}

/** A decision that changes nothing: the command asked for what is already so. */
export const unchanged = <R extends RecordBase>(kind: RecordKind, record: R): Decision<R> => ({
  kind,
  before: record,
  after: record,
  events: [],
});
