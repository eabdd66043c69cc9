import type { OperationAnswer } from '#client/operation.ts';

export type FeedEvent = OperationAnswer<'followEvents'>['items'][number];

export interface FeedOptions {
  /** A cursor that an earlier feed had; without it the feed begins ninety days back. */
  after?: string | undefined;
  /** Only events of these types. */
  types?: readonly string[] | undefined;
  /** Only events about this record. */
  recordId?: string | undefined;
  /** Ends where there is nothing more, rather than wait for what comes. */
  untilNow?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

type AskFeed = (query: Record<string, string | number>, signal: AbortSignal | undefined) => Promise<{ data: unknown }>;

// What the API takes at the most.
const longestWait = 20;

/**
 * The change feed as an iterator. `cursor` is the place up to which every event was handed out and
 * dealt with: kept somewhere, it is where another feed goes on, without a gap.
 */
export class Feed implements AsyncIterable<FeedEvent> {
  cursor: string | undefined;
  readonly #ask: AskFeed;
  readonly #options: FeedOptions;

  constructor(ask: AskFeed, options: FeedOptions) {
    this.#ask = ask;
    this.#options = options;
    this.cursor = options.after;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FeedEvent, void, undefined> {
    const { types, recordId, untilNow = false, signal } = this.#options;
    while (!signal?.aborted) {
      const { data } = await this.#ask(
        {
          ...(this.cursor !== undefined && { after: this.cursor }),
          ...(types && { types: types.join(',') }),
          ...(recordId !== undefined && { recordId }),
          wait: untilNow ? 0 : longestWait,
        },
        signal,
      );
      const { items, nextCursor, more } = data as OperationAnswer<'followEvents'>;
      // Behind each event the caller has come back for the next one.
      for (const event of items) yield event;
      this.cursor = nextCursor;
      if (untilNow && items.length === 0 && !more) return;
    }
  }
}
