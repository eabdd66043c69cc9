import type * as z from 'zod';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Fault } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import type { AnyRoute, Route } from '#shared/core/http/route.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { IfMatch } from '#shared/core/records/read.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';

/** A request that has been parsed and whose caller is known. */
export interface RouteRequest<P, Q, B> {
  path: P;
  query: Q;
  body: B;
  caller: Person;
  ifMatch?: IfMatch | undefined;
  /** Epoch milliseconds. */
  now: number;
  requestId: string;
  /**
   * The network address that the gateway was called from; nothing that the request says of itself.
   */
  sourceIp: string;
  /** Idempotency-Key, and what tells this request from another one under the same key. */
  idempotency?: { key: string; fingerprint: string } | undefined;
  /** Which attempt this is, from 1: in those before, somebody else wrote first. */
  round: number;
}

/**
 * What a handler wants: what it decided, to be written in one transaction, and its answer. The
 * wrapper commits, or doesn't for a dry run.
 */
export interface HandlerResult<A> {
  decisions?: Decision[];
  /**
   * How many decisions may be committed at a time at the most, where they need not all be in one
   * transaction: each part is sound without those after it, and all is safe to repeat.
   */
  inPartsOf?: number;
  /** What goes on when all is committed: safe to repeat, and to break off. */
  afterwards?: (intent: Intent) => Promise<void>;
  /**
   * Who does it, where that is not simply the caller: for a requester, the contact that they are.
   */
  actor?: Actor;
  /** Items that go with the decisions without being part of a record. */
  writes?: Write[];
  status?: number;
  body: A;
  /** Members of the body that lie among the secrets of the table, each by the item that has it. */
  secrets?: Readonly<Record<string, Key>>;
  /** Version of the record that the body shows: its ETag. */
  version?: number;
  /** Beside those that every answer has. */
  headers?: Record<string, string>;
}

/**
 * What only the type of a record can say against a body. Asked where the schemas found faults
 * already, so that all of them come in one answer: it gets the body as it came in.
 */
export type FaultsOfType<P> = (
  services: Services,
  request: { path: P; json: unknown; caller: Person },
) => Promise<Fault[]>;

export interface RouteHandler {
  route: AnyRoute;
  faultsOfType?: FaultsOfType<never>;
  run: (services: Services, request: RouteRequest<never, never, never>) => Promise<HandlerResult<unknown>>;
}

/**
 * Ties a handler to its route: load → decide → answer. It may run again where somebody else wrote
 * first, so it does nothing but read.
 */
export const routeHandler = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  route: Route<P, Q, B, A>,
  run: (
    services: Services,
    request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<HandlerResult<z.input<A>>>,
  faultsOfType?: FaultsOfType<z.output<P>>,
): RouteHandler => ({ route, run: run as RouteHandler['run'], ...(faultsOfType && { faultsOfType }) });
