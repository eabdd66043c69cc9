// A route below `/_local/`, and what it is asked with.

/** What a request to `/_local/*` comes with. */
export interface ControlRequest {
  query: URLSearchParams;
  /** The parsed JSON of the body; undefined without one. */
  body: unknown;
  raw: Buffer;
}

/**
 * `METHOD /_local/name` → what answers it. What it returns is sent as JSON; an HTML page is a
 * string.
 */
export type ControlRoutes = Record<string, ControlRoute>;
interface ControlRoute {
  what: string;
  answer: (request: ControlRequest) => unknown;
  /** Of an answer that was given: 200 unless said. */
  status?: () => number;
}

/** A request that cannot be answered, in words: 400. */
export class BadControlRequest extends Error {
  override readonly name = 'BadControlRequest';
}
