// Every refusal Caseward gives: its name, its status and its title. The error middleware, OpenAPI and the tests read this table; nothing else maps a
// rule to a status.

export const refusals = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'malformed-text': {
    status: 400,
    title: 'The body is not in the charset that it declares, or in UTF-8 where it declares none',
  },
  'invalid-cursor': { status: 400, title: 'The cursor does not belong to this query and caller' },
  'idempotency-key-invalid': { status: 400, title: 'Idempotency-Key takes 1 to 128 printable characters' },
  'not-allowed': { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'There is no such record' },
  'link-not-valid': { status: 404, title: 'The link is not valid, or not any more' },
  'method-not-allowed': { status: 405, title: 'This path does not take this method' },
  'locked-out': { status: 409, title: 'They are kept out of this case' },
  'already-assigned': { status: 409, title: 'Somebody else has it already' },
  'not-assigned': { status: 409, title: 'It is not assigned to a person' },
  'already-closed': { status: 409, title: 'It is closed' },
  'not-closed': { status: 409, title: 'It is not closed' },
  'illegal-transition': { status: 409, title: 'The lifecycle does not allow this transition' },
  'use-close': { status: 409, title: 'A closing status is reached by closing' },
  'not-escalated': { status: 409, title: 'It is not escalated' },
  'has-case': { status: 409, title: 'The alert has a case already' },
  'no-case': { status: 409, title: 'The alert has no case' },
  'too-many-alerts': { status: 409, title: 'The case has as many alerts as it can take' },
  'other-contact': { status: 409, title: 'The case belongs to another contact' },
  'no-target': { status: 409, title: 'It has no configured target' },
  'clock-stopped': { status: 409, title: 'The clock does not run' },
  'already-paused': { status: 409, title: 'Somebody has paused it already' },
  'not-paused': { status: 409, title: 'Nobody has paused it' },
  'blocked-by-link': { status: 409, title: 'An open case that blocks this one keeps it from closing' },
  'self-link': { status: 409, title: 'A case is not linked to itself' },
  merged: { status: 409, title: 'It was merged into another case' },
  'not-merged': { status: 409, title: 'It was not merged into another case' },
  'merge-too-large': { status: 409, title: 'The two cases are too large to become one' },
  'too-late': { status: 409, title: 'It can no longer be taken back' },
  'in-trash': { status: 409, title: 'It is in the trash' },
  'no-contact': { status: 409, title: 'The case has no contact whose details could be changed' },
  'requester-hidden': { status: 409, title: 'Who raised the case is kept from staff, so it is given no contact' },
  'no-address': { status: 409, title: 'The requester has no mail address' },
  'too-many-questions': { status: 409, title: 'The requester has as many questions as can be asked' },
  'already-answered': { status: 409, title: 'It is answered already' },
  'question-ended': { status: 409, title: 'Nobody waits for the answer any more' },
  'too-many-files': { status: 409, title: 'The case has as many files as it takes' },
  'not-trashed': { status: 409, title: 'It is not in the trash' },
  'task-started': { status: 409, title: 'The task was started already' },
  'task-completed': { status: 409, title: 'The task is completed' },
  'task-cancelled': { status: 409, title: 'The task was cancelled' },
  'prerequisite-missing': { status: 409, title: 'Another task has to be completed first' },
  'max-creations': { status: 409, title: 'There are as many tasks of this type as a case may have' },
  'too-many-tasks': { status: 409, title: 'The case has as many tasks as it can take' },
  'not-cancelable': { status: 409, title: 'A task of this type is not cancelled' },
  'min-completions': { status: 409, title: 'Tasks that have to be completed first keep it from closing' },
  'cannot-withdraw': { status: 409, title: 'Work that is under way keeps it from being withdrawn' },
  'too-many-notes': { status: 409, title: 'The case has as many notes as it takes from its requester' },
  'not-scheduled': { status: 409, title: 'It is over, so it is not to come any more' },
  'already-added': { status: 409, title: 'The case has it already' },
  'too-many-activities': { status: 409, title: 'The timeline has as many activities as it can take' },
  'open-tasks': { status: 409, title: 'Open tasks keep it from closing' },
  disabled: { status: 409, title: 'This type is disabled and takes no new records' },
  'would-strand': { status: 409, title: 'Open records have what this takes away' },
  'already-exists': { status: 409, title: 'There is one under this key already' },
  'in-use': { status: 409, title: 'Something refers to it' },
  'too-many-matches': { status: 409, title: 'Too many records match to sort them this way' },
  'idempotency-key-reused': { status: 409, title: 'This Idempotency-Key was used with another request' },
  'write-conflict': { status: 409, title: 'Others changed it at the same moment' },
  stale: { status: 412, title: 'The record has changed since you read it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'item-too-large': { status: 413, title: 'The record would grow over the limit of 300 KB' },
  'answer-too-large': { status: 413, title: 'The answer is too large to be sent at once' },
  'change-too-large': { status: 409, title: 'The change is too large to be written at once' },
  'export-too-large': { status: 413, title: 'The case is too large to be handed out as one file' },
  'unsupported-media-type': { status: 415, title: 'The body has to be application/json' },
  'unknown-reference': { status: 422, title: 'The request refers to something that is not there' },
  'precondition-required': { status: 428, title: 'If-Match is required' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'no-working-time': { status: 409, title: 'The calendar has no working time to count in' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof refusals;

/** What a refusal is called, by its code; what failed without one has none. */
export const refusalTitle = (code: string): string =>
  Object.hasOwn(refusals, code) ? refusals[code as RefusalCode].title : ourFault;

/** One fault of the input: where it is (a JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/headers/<name>`) and which rule it breaks. */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

interface RefusalExtras {
  faults?: Fault[];
  headers?: Record<string, string>;
}

/** A refusal by name. Thrown anywhere below a wrapper; the wrapper turns it into its answer. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly faults: Fault[];
  readonly headers: Record<string, string>;

  constructor(code: RefusalCode, detail?: string, extras: RefusalExtras = {}) {
    super(detail ?? refusals[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.faults = extras.faults ?? [];
    this.headers = extras.headers ?? {};
  }

  get status(): number {
    return refusals[this.code].status;
  }
}

/** Why something could not be done that nobody waits for: the code of the refusal, or `internal` for a fault of ours. */
export interface Failure {
  code: RefusalCode | 'internal';
  reason: string;
}

const ourFault = 'Something went wrong on our side';

export const failureOf = (error: unknown): Failure =>
  error instanceof Refusal ? { code: error.code, reason: error.message } : { code: 'internal', reason: ourFault };

/** Input that is malformed or breaks a rule of its type: 400 with every fault at once. */
export const invalid = (faults: Fault[]): Refusal =>
  new Refusal('invalid-request', faults.map((f) => `${f.pointer}: ${f.detail}`).join('; '), { faults });

/** A reference to something that is not there, named with its value: `no case type "no-type"`. */
export const missingReference = (pointer: string, what: string, value: string): Fault => ({
  pointer,
  code: 'unknown-reference',
  detail: `no ${what} "${value}"`,
});

/** Things named by the input that are not there: 422 with the pointer and the value of each. */
export const unknownReferences = (faults: Fault[]): Refusal =>
  new Refusal('unknown-reference', faults.map(({ detail }) => detail).join('; '), { faults });

/** One thing named by the input that is not there: 422. */
export const unknownReference = (pointer: string, what: string, value: string): Refusal =>
  unknownReferences([missingReference(pointer, what, value)]);

/** A value that the type of a record does not know, named: `the type has no stage "x"`. */
export const unknownChoice = (
  pointer: string,
  what: string,
  { value, code = `unknown-${what}` }: { value: string; code?: string },
): Fault => ({ pointer, code, detail: `the type has no ${what} "${value}"` });

/** RFC 9457's body of a refusal. */
export const problem = (refusal: Refusal, requestId: string) => ({
  type: `urn:caseward:problem:${refusal.code}`,
  title: refusals[refusal.code].title,
  status: refusal.status,
  code: refusal.code,
  detail: refusal.message,
  requestId,
  ...(refusal.faults.length > 0 && { errors: refusal.faults }),
});
