import { HttpRequest } from '@smithy/core/protocols';
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#shared/core/aws/sha256.ts';

// A service of AWS by the parts of the SDK (signer, HTTP, retries), without its client: that is
// half of a call's processor time and a quarter of what a cold start loads.

/** Where a service is, and who asks it. */
export interface AwsAccess {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
}

export type WireMembers = Record<string, unknown>;

/** What a service answered that did not do what it was asked for. */
export interface WireRefusal {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: WireMembers;
}

/** The name that a service gives its refusal, which is that of an exception of the SDK. */
const nameOf = ({ headers, body }: WireRefusal): string =>
  String(headers['x-amzn-errortype'] ?? body.__type ?? body.code ?? 'UnknownError')
    .replace(/^.*#/, '')
    .replace(/:.*$/, '');

/** What every refusal says, as an exception of the SDK has it. */
export const saidIn = (refusal: WireRefusal) => {
  const { status, headers, body } = refusal;
  const name = nameOf(refusal);
  const requestId = headers['x-amzn-requestid'];
  return {
    name,
    message: String(body.message ?? body.Message ?? name),
    $metadata: { httpStatusCode: status, ...(requestId !== undefined && { requestId }) },
  };
};

/** A refusal under its name, of which nothing is known but that. */
export const errorOf = (refusal: WireRefusal): Error => {
  const { message, ...said } = saidIn(refusal);
  return Object.assign(new Error(message), said);
};

interface CalledService {
  /** As signatures name it. */
  name: string;
  /** A refusal as the SDK would throw it. */
  refusalOf: (refusal: WireRefusal) => Error;
}

interface AwsCall {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What stands between us and a service may answer for it, in a language of its own. */
const parsed = (text: string): WireMembers => {
  try {
    return JSON.parse(text) as WireMembers;
  } catch {
    return {};
  }
};

// As the SDK has it.
const mostAttempts = 3;

type RetryableFailure = Parameters<typeof isThrottlingError>[0];

const kindOf = (error: RetryableFailure) => {
  if (isThrottlingError(error)) return 'THROTTLING' as const;
  return isTransientError(error) ? ('TRANSIENT' as const) : ('CLIENT_ERROR' as const);
};

/** Asks a service, again where it is throttled or fails. @throws what the SDK would throw */
export const callerOf = ({ endpoint, region, credentials }: AwsAccess, { name, refusalOf }: CalledService) => {
  const { protocol, hostname, port, host, pathname } = new URL(endpoint);
  const { sessionToken, ...keys } = credentials;
  const signer = new SignatureV4({
    service: name,
    region,
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
    // Of what is signed the body's is one part already.
    applyChecksum: false,
  });
  const http = new NodeHttpHandler();
  const retries = new StandardRetryStrategy(mostAttempts);

  const attempt = async ({ path, headers: given, body }: AwsCall): Promise<WireMembers> => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: `${pathname.replace(/\/$/, '')}${path}`,
      headers: { host, 'content-length': String(Buffer.byteLength(body)), ...given },
      body,
    });
    const { response } = await http.handle((await signer.sign(request)) as HttpRequest);
    const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
    const { statusCode: status, headers } = response;
    if (status === 200) return JSON.parse(text) as WireMembers;
    throw refusalOf({ status, headers, body: parsed(text) });
  };

  return async (call: AwsCall): Promise<WireMembers> => {
    let attempts = await retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const answer = await attempt(call);
        retries.recordSuccess(attempts);
        return answer;
      } catch (error) {
        // It waits as long as is to be waited, and throws where there is to be no other attempt.
        const failure = error as RetryableFailure;
        const next = retries.refreshRetryTokenForRetry(attempts, { error: failure, errorType: kindOf(failure) });
        attempts = await next.catch(() => {
          throw failure;
        });
      }
    }
  };
};
