// Signed URLs of S3, checked as S3 checks them: signed with the key of the deployment for this
// method, path, query and these headers, and not run out.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { S3Error } from '#local/objects/s3-error.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const signature = 'X-Amz-Signature';
// Says that nobody knew the content when the URL was signed. The signer takes it as a header, and
// writes it into the query.
const contentHash = 'X-Amz-Content-Sha256';
const ofSigner: ReadonlySet<string> = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  contentHash,
  signature,
]);

export const isSignedUrl = (query: URLSearchParams): boolean => query.has(signature);

/** SHA-256 as the signer asks for it: a digest, or with a key an HMAC. */
class Sha256Checksum {
  readonly #hash: { update(data: string | Uint8Array): unknown; digest(): Buffer };

  constructor(secret?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as string | Uint8Array);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

/** When a URL was signed, in epoch milliseconds. */
const signedAt = (date: string): number => {
  const [, year, month, day, hours, minutes, seconds] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
};

/**
 * @throws S3Error where the URL was not signed for this, or has run out by `now` (epoch
 * milliseconds)
 */
export async function checkSignedUrl(
  request: IncomingMessage,
  { credentials, now }: { credentials: AwsCredentials; now: number },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const given = (name: string) => url.searchParams.get(name) ?? '';
  const [keyId, , region = ''] = given('X-Amz-Credential').split('/');
  const at = signedAt(given('X-Amz-Date'));
  if (keyId !== credentials.accessKeyId || Number.isNaN(at)) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  if (now > at + Number(given('X-Amz-Expires')) * 1000) throw new S3Error(403, 'AccessDenied', 'Request has expired');
  const names = given('X-Amz-SignedHeaders').split(';');
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256Checksum, uriEscapePath: false });
  const signed = await signer.presign(
    {
      method: request.method ?? 'GET',
      protocol: 'http:',
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries([...url.searchParams].filter(([name]) => !ofSigner.has(name))),
      headers: {
        ...Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')])),
        ...(url.searchParams.has(contentHash) && { [contentHash]: given(contentHash) }),
      },
    },
    {
      signingDate: new Date(at),
      expiresIn: Number(given('X-Amz-Expires')),
      signableHeaders: new Set(names),
      unhoistableHeaders: new Set(names),
    },
  );
  const wanted = Buffer.from(String(signed.query?.[signature]));
  const brought = Buffer.from(given(signature));
  if (wanted.length !== brought.length || !timingSafeEqual(wanted, brought))
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
}
