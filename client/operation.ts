import type * as z from 'zod';
import type { operations } from '#client/operations.ts';
import type { DeclaredRoute } from '#shared/contract/routes.ts';
import type { dryRunSchema } from '#shared/core/http/answers.ts';

// What each operation takes and gives, read off the contract: nothing is written twice, and nothing
// of it is left when the client runs.

/** The name of an operation, as in the OpenAPI document. */
export type OperationName = keyof typeof operations;
/** A declaration may stand for several operations, such as one for each kind of configuration. */
type RouteNamed<N, R> = R extends { name: infer M } ? (string extends M ? never : N extends M ? R : never) : never;
type RouteOf<N extends OperationName> = RouteNamed<N, DeclaredRoute>;

/** The keys of any of the shapes that something may have. */
type KeyOfAny<T> = T extends unknown ? keyof T : never;

/** A part of a request is left out where it may be, and where there is none of it. */
type Part<Name extends string, Schema extends z.ZodType> =
  KeyOfAny<z.input<Schema>> extends never
    ? { [K in Name]?: undefined }
    : Record<string, never> extends z.input<Schema>
      ? { [K in Name]?: z.input<Schema> }
      : undefined extends z.input<Schema>
        ? { [K in Name]?: z.input<Schema> }
        : { [K in Name]: z.input<Schema> };

/** What any request may say beside its path, query and body. */
export interface RequestOptions {
  /** The ETag that the record has to have still, as an answer gave it. */
  ifMatch?: string | undefined;
  /** Names a POST: sent again, it is answered as before. One is made up where none is given. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Everything that an operation takes, a dry run or not. */
type AnyRun<N extends OperationName> = Part<'path', RouteOf<N>['input']['path']> &
  Part<'query', RouteOf<N>['input']['query']> &
  Part<'body', RouteOf<N>['input']['body']> &
  RequestOptions;

/** Whether an operation may be tried out. */
type TakesDryRun<N extends OperationName> =
  'dryRun' extends KeyOfAny<z.input<RouteOf<N>['input']['query']>> ? true : false;

/** A request that is meant. A dry run has another answer, so it is another request. */
export type OperationInput<N extends OperationName> =
  TakesDryRun<N> extends true ? AnyRun<N> & { query?: { dryRun?: 'false' | undefined } | undefined } : AnyRun<N>;

/** A request that only asks what would come of it. */
export type DryRunInput<N extends OperationName> =
  TakesDryRun<N> extends true ? AnyRun<N> & { query: { dryRun: 'true' } } : never;

/** What an operation answers with: JSON as the contract says, or a file. */
export type OperationAnswer<N extends OperationName> = z.output<RouteOf<N>['answer']['schema']>;

/** What a dry run answers with: the events there would be, and what the answer would show. */
export type DryRunAnswer<N extends OperationName> = Pick<z.output<typeof dryRunSchema>, 'events'> & {
  /** Left out where the record would go. */
  record?: OperationAnswer<N>;
} & (RouteOf<N> extends { isPreviewed: true } ? OperationAnswer<N> : unknown);

/** The names that a schema says; where there is to be nothing any name would do. */
type NamedIn<Schema extends z.ZodType> = string extends KeyOfAny<z.input<Schema>> ? never : KeyOfAny<z.input<Schema>>;
type TakesCursor<N extends OperationName> = 'cursor' extends
  | NamedIn<RouteOf<N>['input']['query']>
  | NamedIn<RouteOf<N>['input']['body']>
  ? true
  : false;

/** Operations that answer with pages, and take the cursor of the next: not the change feed. */
export type PagedName = {
  [N in OperationName]: OperationAnswer<N> extends { items: unknown[]; nextCursor?: string | undefined }
    ? TakesCursor<N> extends true
      ? N
      : never
    : never;
}[OperationName];
export type ItemOf<N extends PagedName> = OperationAnswer<N> extends { items: (infer Item)[] } ? Item : never;
