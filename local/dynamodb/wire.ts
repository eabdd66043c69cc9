// DynamoDB's JSON protocol for the one caller that asks all the time: what comes over the wire is
// what a function gets of a stream, which an SDK would only take apart.

import { Agent, request } from 'node:http';

/** What DynamoDB refused. */
export class WireError extends Error {
  /** The name of the exception, such as `ExpiredIteratorException`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'WireError';
    this.code = code;
  }
}

export interface Wire {
  call<T>(target: string, input: object): Promise<T>;
}

export function openWire(endpoint: string, { accessKeyId, region }: { accessKeyId: string; region: string }): Wire {
  const agent = new Agent({ keepAlive: true });
  // The emulator knows the database by the key, and checks no signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    call: <T>(target: string, input: object) =>
      new Promise<T>((resolve, reject) => {
        const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, authorization };
        const call = request(endpoint, { method: 'POST', headers, agent }, (response) => {
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('error', reject)
            .on('end', () => {
              const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
              if (response.statusCode === 200) return resolve(body as T);
              const code = String(body.__type).replace(/^.*#/, '');
              reject(new WireError(code, String(body.message ?? body.Message)));
            });
        });
        call.on('error', reject).end(JSON.stringify(input));
      }),
  };
}
