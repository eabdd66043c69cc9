import type { Role } from '#test/house/institution.ts';

/** A request that is refused, and how. */
export interface Refused {
  title: string;
  /** Method and path; `{case}` and `{alert}` stand for the ids of an open case and an alert. */
  send: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** JSON, or text that is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  /** A manager, unless it says otherwise. */
  as?: Role;
  /** Status and code. */
  refused: `${number} ${string}`;
  /** Pointer and code of every fault. */
  faults?: Record<string, string>;
}

/** A concern that would be taken. */
export const concern = { type: 'academic-concern', subject: 'Missed three classes', contactId: 'S120' };

/** A concern that is refused for what it has beside or instead. */
export const badConcern = (title: string, more: object, faults: Record<string, string>): Refused => ({
  title,
  send: 'POST /v1/cases',
  body: { ...concern, ...more },
  refused: Object.values(faults).includes('unknown-reference') ? '422 unknown-reference' : '400 invalid-request',
  faults,
});

/** Text in place of a JSON body. */
export const asJson = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });

/** The largest body that is taken. */
export const largestBody = 256 * 1024;

/** A concern of exactly so many bytes, with white space behind it. */
export const concernOfSize = (bytes: number) => {
  const body = JSON.stringify(concern);
  return asJson(body + ' '.repeat(bytes - Buffer.byteLength(body)));
};
