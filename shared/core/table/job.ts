import type { Decision } from '#shared/core/table/decision.ts';
import { largestTransaction, weightOf } from '#shared/core/table/size.ts';

// A long job is done in parts, each one transaction or less and safe to repeat. A job keeps no
// place of its own: it asks the records what is left: docs/decisions/0050.

export type JobPart<T = unknown> = () => Promise<T>;

interface Pace {
  /** How many parts one run does at the most, so that it ends in its time. */
  most?: number;
  /**
   * How many parts run side by side; one after another where it is left out, each read after the
   * one before is done.
   */
  atOnce?: number;
}

/**
 * Runs the parts of a job until none is left or the run has done the most it may, and gives their
 * results and whether parts are left. What was done before a part throws stays done.
 */
export const runJob = async <T>(
  parts: Iterable<JobPart<T>> | AsyncIterable<JobPart<T>>,
  { most = Number.POSITIVE_INFINITY, atOnce = 1 }: Pace = {},
): Promise<{ done: T[]; more: boolean }> => {
  const done: T[] = [];
  const running = new Set<Promise<void>>();
  let begun = 0;
  let more = false;
  for await (const part of parts) {
    more = begun === most;
    if (more) break;
    const index = begun++;
    const one = part().then((result) => {
      done[index] = result;
      running.delete(one);
    });
    running.add(one);
    if (running.size === atOnce) await Promise.race(running);
  }
  await Promise.all(running);
  return { done, more };
};

/**
 * Decisions that need not be in one transaction, in parts that each fit into one: of so many at the
 * most, and as large as it takes.
 */
export const inParts = (decisions: readonly Decision[], most: number): Decision[][] => {
  const parts: Decision[][] = [];
  let room = 0;
  for (const decision of decisions) {
    const weight = weightOf(decision);
    const part = parts.at(-1);
    if (part && part.length < most && weight <= room) part.push(decision);
    else {
      parts.push([decision]);
      room = largestTransaction;
    }
    room -= weight;
  }
  return parts;
};
