import { againOnConflict, CommitConflict } from '#shared/core/table/commit.ts';
import { feedKey, feedPartition, shardOf } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';
import type { Table } from '#shared/core/table/table.ts';

/** What is to be appended of one event. */
export interface FeedLine {
  /** The record that it is about: all of a record is in one shard. */
  recordId: string;
  line: string;
  /** When the event came about, in epoch milliseconds. It was appended at no earlier instant. */
  at: number;
}

/** What is known of the end of a shard: every line that was appended since an instant. */
interface Tail {
  last: number;
  lastAt: number;
  since: number;
  lines: Set<string>;
}

const day = 24 * 60 * 60 * 1000;
/** How far back the feed can be read. */
export const feedReaches = 90 * day;
// Two days more: who reads at the very end finds what the table is about to forget.
const keptFor = 92 * day;
// How far the clocks of two functions may be apart; on AWS it is milliseconds.
const clocksApart = 15_000;
// Of a warm function; beyond, it reads the end again.
const linesKept = 10_000;
// Each round somebody appends, in some five milliseconds, and a dozen at the most are at it.
const patience = { rounds: 60, firstWait: 8 };

/**
 * Appends events to the change feed, each once. A number is taken by a conditional write by one who
 * has read all since the event was made: so none is missing, and no event is there twice.
 */
export class Feed {
  readonly #table: Pick<Table, 'query' | 'put'>;
  readonly #now: () => number;
  readonly #tails = new Map<number, Tail>();

  constructor(table: Pick<Table, 'query' | 'put'>, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /** Appends events in their order. */
  async append(lines: readonly FeedLine[]): Promise<void> {
    const byShard = Map.groupBy(lines, ({ recordId }) => shardOf(recordId));
    await Promise.all(
      [...byShard].map(([shard, ofShard]) =>
        againOnConflict(() => this.#appendTo(shard, ofShard), Math.random, patience),
      ),
    );
  }

  async #appendTo(shard: number, lines: readonly FeedLine[]): Promise<void> {
    const since = Math.min(...lines.map(({ at }) => at)) - clocksApart;
    const tail = await this.#tailOf(shard, since);
    const fresh = [...new Set(lines.map(({ line }) => line))].filter((line) => !tail.lines.has(line));
    if (fresh.length === 0) return;
    const number = tail.last + 1;
    // Instants never go back along the numbers, also where the clock of the next function does.
    const at = Math.max(this.#now(), tail.lastAt);
    const item = { ...feedKey(shard, number), at, lines: fresh, expiresAt: Math.ceil((at + keptFor) / 1000) };
    // Unless this is known to have been written, what is known of the end is not to be trusted.
    this.#tails.delete(shard);
    if (!(await putNew(this.#table, item))) throw new CommitConflict('appended by somebody else since');
    for (const line of fresh) tail.lines.add(line);
    if (tail.lines.size < linesKept) this.#tails.set(shard, { ...tail, last: number, lastAt: at });
  }

  async #tailOf(shard: number, since: number): Promise<Tail> {
    const known = this.#tails.get(shard);
    return known && known.since <= since ? known : this.#readTail(shard, since);
  }

  /** Reads a shard from its end back to an instant. */
  async #readTail(shard: number, since: number): Promise<Tail> {
    const tail: Tail = { last: -1, lastAt: 0, since, lines: new Set() };
    let after: string | undefined;
    for (let limit = 4; ; limit *= 2) {
      const range = { pk: feedPartition(shard), descending: true, consistent: true, limit, after };
      const { items, more } = await this.#table.query(range);
      for (const item of items) {
        if (tail.last === -1) Object.assign(tail, { last: Number(item.sk), lastAt: Number(item.at) });
        if (Number(item.at) < since) return tail;
        for (const line of item.lines as string[]) tail.lines.add(line);
      }
      after = items.at(-1)?.sk ?? after;
      if (!more) return { ...tail, since: Number.NEGATIVE_INFINITY };
    }
  }
}
