import type { DomainEvent, Intent } from '#shared/core/events/event.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Table } from '#shared/core/table/table.ts';

/** What reads records, decides and commits works with. */
export interface CommitContext {
  table: Table;
  newId: NewId;
  /** Epoch milliseconds. */
  now: () => number;
  commit: (intent: Intent, decisions: Decision[], extra?: Write[]) => Promise<DomainEvent[]>;
}
