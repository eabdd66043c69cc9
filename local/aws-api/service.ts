// What a local service is to the SDK: operations by name, and errors as AWS answers them.

import * as z from 'zod';
import type { faultyServices } from '#local/core/faults.ts';

/** An error as AWS answers it; the SDK throws it with `code` as its name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** The code of SQS's older query protocol, by which SDKs still name the errors of SQS. */
  readonly queryCode: string | undefined;

  constructor(
    code: string,
    message: string,
    { status = 400, queryCode }: { status?: number; queryCode?: string } = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}

/** `caller`: the name of the function that calls. */
export type AwsOperation = (input: unknown, by: { caller: string | undefined }) => unknown;

/** The path below which a function finds the services, with its name. */
export const ofCallers = '/callers/';

/** Where a function finds the services, so that they know it by the address. */
export const endpointOf = (endpoint: string, caller: string): string => `${endpoint}${ofCallers}${caller}`;

/** What a service offers to the SDK. */
export interface AwsService {
  /** Its name for `POST /_local/faults`. */
  fault: (typeof faultyServices)[number];
  /** How its operations are called: after the prefix of X-Amz-Target, or as `METHOD /path`. */
  protocol: { target: string } | 'rest';
  operations: Record<string, AwsOperation>;
}

/**
 * An operation whose input is parsed first; what does not fit is AWS's ValidationException (SQS
 * calls it InvalidParameterValue).
 */
export function operation<T>(
  schema: z.ZodType<T>,
  run: (input: T, by: { caller: string | undefined }) => unknown,
  invalidCode = 'ValidationException',
): AwsOperation {
  return (input, by) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AwsError(invalidCode, z.prettifyError(parsed.error));
    return run(parsed.data, by);
  };
}
