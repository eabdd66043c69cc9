import type { ListPlanInput } from '#shared/core/records/list-plan.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';

/** What a record has that a list can be in the order of. */
export interface ListedRecord extends RecordBase {
  priority?: string | undefined;
  dueAt?: string | undefined;
}

export interface ListRequest<R extends ListedRecord> extends ListPlanInput {
  limit: number;
  /** How many rows it looks at, at the most, in the place of as many as a page looks at. */
  most?: number | undefined;
  /** A position that an earlier page answered. */
  position?: string | undefined;
  /** Further types there are, in which only what owners have a part in is looked for. */
  otherTypes?: readonly string[] | undefined;
  /** Only what is about this contact; not asked of tasks, which are their case's. */
  contactId?: string | undefined;
  /**
   * Further records that no partition has, unless one owner's or one contact's are asked for; they
   * have been accepted. Undefined where they are too many, and are looked for among everything.
   */
  others?: (() => Promise<R[] | undefined>) | undefined;
  /** Whether a row may be wanted, by itself: asked before anything is read beside it. */
  mayFit?: ((record: R) => boolean) | undefined;
  /** Reads what `accept` needs to know of rows that may fit, for many at once. */
  beforehand?: ((records: R[]) => Promise<void>) | undefined;
  accept: (record: R) => boolean;
}
