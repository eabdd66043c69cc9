import type { StackActivity } from '#local/core/activity.ts';
import type { StackClock } from '#local/core/clock.ts';
import type { Faults } from '#local/core/faults.ts';
import type { Store } from '#local/core/store.ts';

/** What a function answered, as the text of JSON, or how it failed, as Lambda tells it. */
export type InvocationResult =
  | { ok: true; payload: string }
  | { ok: false; error: { errorType: string; errorMessage: string } };

export interface Functions {
  /**
   * Runs a function by its logical id, name or ARN. The payload is the text of JSON, as Lambda
   * carries it. Never rejects for what the function does; rejects for a function that is not there.
   */
  invoke(function_: string, payload: string): Promise<InvocationResult>;
  /** Why a function could not handle a message of a queue, as far as its log says. */
  complaintAbout?(messageId: string): string | undefined;
}

/** Handed to every service of the stack. */
export interface ServiceContext {
  clock: StackClock;
  activity: StackActivity;
  store: Store;
  faults: Faults;
  functions: Functions;
  /** One line into the log of this run. */
  log(service: string, message: string): void;
}
