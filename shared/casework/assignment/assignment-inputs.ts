import type { AssignRule } from '#shared/casework/assignment/assign.ts';
import type { Availability } from '#shared/casework/assignment/availability.ts';
import type { PoolPart } from '#shared/casework/assignment/pool.ts';
import type { Rotation } from '#shared/casework/assignment/rotation.ts';
import type { WorkKind } from '#shared/core/table/casework-keys.ts';
import type { Key } from '#shared/core/table/keys.ts';

/** The record that is dealt, and how much work it is. */
export interface DealtRecord {
  kind: WorkKind;
  id: string;
  weight: number;
}

/** What is known of somebody to whom something may be dealt. */
export interface Candidate {
  person: string;
  isBarred?: true;
  availability?: Availability;
  isWorking: boolean;
  capacity?: number;
  /** The weight of their open work beside the record, where it counts. */
  open?: { ofKind: number; all: number };
}

/**
 * All that an assignment is decided on, as it was found at its instant: plain data, from which the
 * same decision follows whenever it is asked for.
 */
export interface AssignmentInputs {
  behaviour: AssignRule['behaviour'];
  record: DealtRecord;
  /** Epoch milliseconds. */
  at: number;
  /** From 0 to below 1. */
  lot: number;
  /** The parts of the pool as far as they were looked at, in their order. */
  parts: PoolPart[];
  /** Their people, and who stands in for them. */
  candidates: Candidate[];
  /** The first team of the pool, which keeps what nobody can be given. */
  team?: string;
  /** Where the rotation stood. */
  rotation?: { key: Key; last?: Rotation };
}
