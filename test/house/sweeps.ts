import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

const hour = 60 * 60_000;
// A wake-up counts as lost some minutes after its moment, so each is looked at more than once.
const lookedAtFor = 10 * 60_000;

const hourOf = (instant: number): number => Math.floor(instant / hour);

/**
 * Leaves out sweeps that could do nothing, most of what tests would wait for: after one that wrote
 * nothing the next follows when something was written or falls due, and each hour.
 */
export class Sweeps {
  readonly #dynamodb: MemoryDynamoDb;
  #last: { at: number; changes: number } | undefined;

  constructor(dynamodb: MemoryDynamoDb) {
    this.#dynamodb = dynamodb;
  }

  async at(instant: number, sweep: () => Promise<unknown>): Promise<void> {
    if (this.#isIdle(instant)) return;
    const { changes } = this.#dynamodb;
    this.#last = undefined;
    await sweep();
    this.#last = { at: instant, changes };
  }

  #isIdle(instant: number): boolean {
    if (!this.#last || this.#last.changes !== this.#dynamodb.changes) return false;
    const { at } = this.#last;
    return hourOf(at) === hourOf(instant) && !this.#dynamodb.isAnythingDue(at - lookedAtFor, instant);
  }
}
