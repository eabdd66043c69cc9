import { ourFault, type RefusalCode, refusals } from '#shared/core/refusals.ts';

/** What the words of a refusal name, by which others can word it in their language. */
export type RefusalValues = Record<string, string | number>;

/**
 * One fault of the input: where it is (a JSON pointer into the body, or `/query/<name>`,
 * `/path/<name>`, `/headers/<name>`) and which rule it breaks.
 */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
  values?: RefusalValues;
}

interface RefusalExtras {
  faults?: Fault[];
  values?: RefusalValues;
  headers?: Record<string, string>;
}

/** A refusal by name. Thrown anywhere below a wrapper; the wrapper turns it into its answer. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly faults: Fault[];
  readonly values: RefusalValues | undefined;
  readonly headers: Record<string, string>;

  constructor(code: RefusalCode, detail?: string, extras: RefusalExtras = {}) {
    super(detail ?? refusals[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.faults = extras.faults ?? [];
    this.values = extras.values;
    this.headers = extras.headers ?? {};
  }

  get status(): number {
    return refusals[this.code].status;
  }
}

// It is kept in an item, which holds 400 KB: a file's header alone can be a megabyte.
const longestReason = 2_000;

/**
 * Why something could not be done that nobody waits for: the code of the refusal, or `internal` for
 * a fault of ours.
 */
export interface Failure {
  code: RefusalCode | 'internal';
  reason: string;
}

export const failureOf = (error: unknown): Failure =>
  error instanceof Refusal
    ? { code: error.code, reason: error.message.slice(0, longestReason).toWellFormed() }
    : { code: 'internal', reason: ourFault };

/** Input that is malformed or breaks a rule of its type: 400 with every fault at once. */
export const invalid = (faults: Fault[]): Refusal =>
  new Refusal(
    'invalid-request',
    faults.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`)).join('; '),
    { faults },
  );

/** A reference to something that is not there, named with its value: `no case type "no-type"`. */
export const missingReference = (pointer: string, what: string, value: string): Fault => ({
  pointer,
  code: 'unknown-reference',
  detail: `no ${what} "${value}"`,
  values: { value },
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
): Fault => ({ pointer, code, detail: `the type has no ${what} "${value}"`, values: { value } });

/** What an administrator has switched off, named: `the case type "x" is disabled`. */
export const disabled = (what: string, key: string): Refusal =>
  new Refusal('disabled', `the ${what} "${key}" is disabled`, { values: { names: key } });

/** What other configuration refers to, which is named. */
export const inUse = (uses: readonly string[]): Refusal => {
  const names = uses.join(', ');
  return new Refusal('in-use', `Referred to by ${names}`, { values: { names } });
};

/** RFC 9457's body of a refusal. */
export const problem = (refusal: Refusal, requestId: string) => ({
  type: `urn:caseward:problem:${refusal.code}`,
  title: refusals[refusal.code].title,
  status: refusal.status,
  code: refusal.code,
  detail: refusal.message,
  requestId,
  ...(refusal.values && { values: refusal.values }),
  ...(refusal.faults.length > 0 && { errors: refusal.faults }),
});
