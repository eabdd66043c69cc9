import { Feed, type FeedOptions } from '#client/feed.ts';
import type {
  DryRunAnswer,
  DryRunInput,
  ItemOf,
  OperationAnswer,
  OperationInput,
  OperationName,
  PagedName,
} from '#client/operation.ts';
import { cursorInBody, operations } from '#client/operations.ts';
import { type Received, send, type Transport } from '#client/request.ts';
import { type RetryPolicy, usualRetries } from '#client/retry.ts';

export { Feed, type FeedEvent, type FeedOptions } from '#client/feed.ts';
export type {
  DryRunAnswer,
  DryRunInput,
  ItemOf,
  OperationAnswer,
  OperationInput,
  OperationName,
  PagedName,
  RequestOptions,
} from '#client/operation.ts';
export { Problem, type ProblemFault } from '#client/problem.ts';
export type { RetryPolicy } from '#client/retry.ts';

/** An answer, with what to send along when the record is changed. */
export interface Answered<Data> extends Received {
  data: Data;
}

interface Operation<N extends OperationName> {
  (input: DryRunInput<N>): Promise<Answered<DryRunAnswer<N>>>;
  (
    ...input: Record<string, never> extends OperationInput<N> ? [OperationInput<N>?] : [OperationInput<N>]
  ): Promise<Answered<OperationAnswer<N>>>;
}

/** One method an operation, by its name in the OpenAPI document. */
type Operations = { [N in OperationName]: Operation<N> };

export interface CasewardClient extends Operations {
  /** The items of all pages, one after the other; a page is asked for when its first item is. */
  each<N extends PagedName>(name: N, input?: OperationInput<N>): AsyncIterable<ItemOf<N>>;
  /** What happens from a cursor on, as far as the caller may know it, while one reads on. */
  feed(options?: FeedOptions): Feed;
}

export interface ClientOptions extends Pick<Transport, 'baseUrl' | 'token'> {
  /** That of the browser or of Node, unless another is given. */
  fetch?: Transport['fetch'];
  retry?: Partial<RetryPolicy>;
}

type AnyInput = { path?: object; query?: object; body?: unknown } & Pick<
  OperationInput<OperationName>,
  'ifMatch' | 'idempotencyKey' | 'signal'
>;

/** A client of one caller. */
export const createClient = ({ fetch: given, retry, ...options }: ClientOptions): CasewardClient => {
  const transport: Transport = {
    ...options,
    fetch: given ?? ((url, init) => fetch(url, init)),
    retry: { ...usualRetries, ...retry },
  };
  const call = (name: OperationName, input: AnyInput = {}): Promise<Received> => {
    const [method = '', path = ''] = operations[name].split(' ');
    const { path: variables, query, body, ifMatch, signal, idempotencyKey } = input;
    return send(transport, {
      method,
      path,
      parts: { path: variables, query, body },
      ifMatch,
      signal,
      // Of a POST that nobody named, so that trying again does nothing twice.
      idempotencyKey: idempotencyKey ?? (method === 'POST' ? crypto.randomUUID() : undefined),
    });
  };
  async function* each(name: OperationName, input: AnyInput = {}): AsyncGenerator<unknown> {
    const place = cursorInBody.has(name) ? 'body' : 'query';
    let cursor: string | undefined;
    do {
      const asked = { ...(input[place] as object), ...(cursor !== undefined && { cursor }) };
      const { data } = await call(name, { ...input, [place]: asked });
      const { items, nextCursor } = data as { items: unknown[]; nextCursor?: string };
      yield* items;
      cursor = nextCursor;
    } while (cursor !== undefined);
  }
  const methods = Object.fromEntries(
    Object.keys(operations).map((name) => [name, (input?: AnyInput) => call(name as OperationName, input)]),
  );
  const feed = (feedOptions: FeedOptions = {}) =>
    new Feed((query, signal) => call('followEvents', { query, signal }), feedOptions);
  return { ...methods, each, feed } as unknown as CasewardClient;
};
