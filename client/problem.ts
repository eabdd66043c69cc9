/** One fault of a request: where it is, by which rule, in words. */
export interface ProblemFault {
  pointer: string;
  code: string;
  detail: string;
  /** What `detail` names, by which it can be worded in another language. */
  values?: Record<string, string | number>;
}

/** A refusal, as the API gives it: RFC 9457, with the name of the rule and all faults at once. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** The name of the rule, such as `stale`; of the gateway's own answers `gateway`. */
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemFault[];
  /** The ETag of the record as it is, where the request was decided on an older one. */
  readonly etag: string | undefined;

  constructor(status: number, body: unknown, headers: Pick<Headers, 'get'>) {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (name: string) => (typeof said[name] === 'string' ? said[name] : undefined);
    super(text('detail') ?? text('title') ?? text('message') ?? `the answer has the status ${status}`);
    this.status = status;
    this.code = text('code') ?? 'gateway';
    this.requestId = text('requestId') ?? headers.get('x-request-id') ?? undefined;
    this.errors = Array.isArray(said.errors) ? said.errors : [];
    this.etag = headers.get('etag') ?? undefined;
  }
}
