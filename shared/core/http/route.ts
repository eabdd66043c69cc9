import type * as z from 'zod';
import type { RefusalCode } from '#shared/core/refusals.ts';

// A route is declared once, as a pure object. API Gateway's routes and authoriser, the handler's
// router, validation, OpenAPI and the access test read it.

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Family =
  | 'alerts'
  | 'cases'
  | 'config'
  | 'contacts'
  | 'automation'
  | 'work'
  | 'events'
  | 'insight'
  | 'jobs'
  | 'search'
  | 'portal'
  | 'public';

/** Who gets as far as the handler; what they may do with a record there is the policy's to say. */
export type Who = 'anyone' | 'signed-in' | 'staff' | 'admin';

export interface RouteInfo {
  /** operationId of OpenAPI. */
  name: string;
  method: Method;
  path: `/${string}`;
  family: Family;
  who: Who;
  summary: string;
  /** `required`: changing an existing record takes If-Match. `optional`: an action may. */
  ifMatch?: 'required' | 'optional' | 'when-exists';
  /**
   * Shows one record that is there, so it may use configuration that was compared within the last
   * minute: docs/decisions/0002.
   */
  readsOneRecord?: true;
  /**
   * A body that the schemas refuse is put to its handler, too, so that the caller gets all faults
   * at once. Only for a handler that writes and sends nothing itself.
   */
  findsMoreFaults?: true;
  /** Takes a body of any kind and heeds none: what calls it is no client of ours. */
  ignoresBody?: true;
  /** In bytes, where a body may be larger than the 256 KB of every other route. */
  largestBody?: number;
  /** What its body is, where that is a file: its bytes as they came, a character each. */
  takes?: readonly string[];
  /**
   * The member of its body in which a number that no double holds is the text of its digits, as in
   * an event of the bus.
   */
  keepsDigitsOf?: string;
  /**
   * Its dry run is a preview that people look at: beside the events it answers what the run itself
   * would.
   */
  isPreviewed?: true;
  /** Media types of the files that it may answer with instead. */
  files?: readonly string[];
  /** What is too large for an answer is made by a job: 202, with its id. */
  startsJob?: true;
  refusals: readonly RefusalCode[];
}

export interface Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>
  extends RouteInfo {
  input: { path: P; query: Q; body: B };
  answer: { status: 200 | 201 | 202 | 204; schema: A };
}

export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** `POST /v1/cases/{id}/claim`: how API Gateway names a route. */
export const routeKey = (route: Pick<RouteInfo, 'method' | 'path'>): string => `${route.method} ${route.path}`;

export const isVariable = (segment: string): boolean => segment.startsWith('{');

/** Whether a path, by its segments, is one of a pattern: `/v1/cases/{id}`. */
export const fitsPattern = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length &&
  pattern.every((segment, index) => (isVariable(segment) ? path[index] !== '' : path[index] === segment));

/** Whether API Gateway asks for a token before it calls us. */
export const needsToken = (route: Pick<RouteInfo, 'who'>): boolean => route.who !== 'anyone';

/**
 * For whom the answers of a route are written. The families of requesters and of the public show
 * what requesters see, also to staff; any other shows what its caller may see.
 */
export const audienceOf = ({ family }: Pick<RouteInfo, 'family'>): 'requester' | 'caller' =>
  family === 'portal' || family === 'public' ? 'requester' : 'caller';
