// S3: the objects of the buckets of the template, as the SDK and signed URLs put, get, look at and delete them, one object at a time. Buckets that tell
// EventBridge of what arrives do. Signatures are not checked, but a signed URL that has run out is refused.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { ServiceContext } from '#local/context.ts';
import type { EventBus } from '#local/event-bus.ts';
import { propertiesOf } from '#local/properties.ts';
import type { Deployment } from '#local/template.ts';

export interface Objects {
  /** Answers a request for a bucket of the template; false where the path names none. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Puts an object as a service of AWS does. */
  put(bucket: string, key: string, object: { content: Buffer; contentType: string }): void;
}

const bucketProperties = z.object({
  NotificationConfiguration: z
    .strictObject({ EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }) })
    .optional(),
});

// What S3 takes in one PUT is 5 GB; what is held in memory here is less.
const mostBytes = 512 * 2 ** 20;

class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function startObjects(
  { clock, store, activity }: Pick<ServiceContext, 'clock' | 'store' | 'activity'>,
  deployment: Deployment,
  bus: Pick<EventBus, 'emit'>,
): Objects {
  const buckets = new Map(
    deployment.ofType('AWS::S3::Bucket').map((resource) => {
      const { NotificationConfiguration } = propertiesOf(resource, bucketProperties);
      return [resource.ref, NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled ?? false] as const;
    }),
  );
  store.database.exec(
    'create table if not exists s3_objects (bucket text, key text, content_type text, etag text, at integer, content blob, primary key (bucket, key))',
  );
  const insert = store.database.prepare('insert or replace into s3_objects values (?, ?, ?, ?, ?, ?)');
  const select = store.database.prepare('select * from s3_objects where bucket = ? and key = ?');
  const remove = store.database.prepare('delete from s3_objects where bucket = ? and key = ?');

  function put(
    bucket: string,
    key: string,
    { content, contentType }: { content: Buffer; contentType: string },
  ): string {
    const etag = createHash('md5').update(content).digest('hex');
    const at = clock.now();
    store.transaction(() => {
      insert.run(bucket, key, contentType, etag, at, content);
      if (!buckets.get(bucket)) return;
      const object = { key, size: content.length, etag, sequencer: at.toString(16).toUpperCase() };
      bus.emit({
        source: 'aws.s3',
        detailType: 'Object Created',
        detail: { version: '0', bucket: { name: bucket }, object, reason: 'PutObject' },
      });
    });
    return etag;
  }

  async function handle(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
    refuseExpired(place.query, clock.now());
    const { bucket, key } = place;
    if (request.method === 'PUT') {
      const content = await bodyOf(request);
      const etag = put(bucket, key, { content, contentType: request.headers['content-type'] ?? 'binary/octet-stream' });
      response.writeHead(200, { etag: `"${etag}"` }).end();
      return;
    }
    if (request.method === 'DELETE') {
      remove.run(bucket, key);
      response.writeHead(204).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new S3Error(501, 'NotImplemented', `The local stack does not answer ${request.method} of an object.`);
    const row = select.get(bucket, key);
    if (!row) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    const content = Buffer.from(row.content as Uint8Array);
    response.writeHead(200, {
      'content-type': String(row.content_type),
      'content-length': content.length,
      etag: `"${row.etag}"`,
      'last-modified': new Date(Number(row.at)).toUTCString(),
      ...dispositionOf(place.query),
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  }

  return {
    put: (bucket, key, object) => void put(bucket, key, object),
    async answer(request, response) {
      const place = placeOf(request.url ?? '/');
      if (!place || !buckets.has(place.bucket)) return false;
      await activity
        .track(`${request.method} ${place.bucket}/${place.key}`, handle(request, response, place))
        .catch((error: unknown) => {
          if (!(error instanceof S3Error)) throw error;
          const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`;
          response.writeHead(error.status, { 'content-type': 'application/xml' });
          response.end(request.method === 'HEAD' ? undefined : xml);
        });
      return true;
    },
  };
}

interface Place {
  bucket: string;
  key: string;
  query: URLSearchParams;
}

function placeOf(url: string): Place | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, bucket = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  return bucket === '' ? undefined : { bucket, key: decodeURIComponent(rest), query: searchParams };
}

/** A signed URL says when it was signed and for how many seconds it holds. */
function refuseExpired(query: URLSearchParams, now: number): void {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (year === undefined) return;
  const signed = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  if (now > signed + Number(query.get('X-Amz-Expires') ?? 0) * 1000)
    throw new S3Error(403, 'AccessDenied', 'Request has expired');
}

function dispositionOf(query: URLSearchParams): Record<string, string> {
  const disposition = query.get('response-content-disposition');
  return disposition === null ? {} : { 'content-disposition': disposition };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  if (String(request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-'))
    throw new S3Error(501, 'NotImplemented', 'The local stack takes objects in one piece.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new S3Error(400, 'EntityTooLarge', 'The object is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
