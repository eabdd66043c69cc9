// S3 for the buckets of the template, one object at a time, with their events and their rules for
// pages of a browser. Signed URLs are checked as S3 does; a function's SDK is let in by its word.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import type { EventBus } from '#local/event-bus/event-bus.ts';
import { type Cors, corsHeaders, preflight } from '#local/gateway/cors.ts';
import { S3Error } from '#local/objects/s3-error.ts';
import { type AwsCredentials, checkSignedUrl, isSignedUrl } from '#local/objects/signed-urls.ts';

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
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          AllowedOrigins: z.array(z.string()),
          AllowedMethods: z.array(z.string()),
          AllowedHeaders: z.array(z.string()).default([]),
          ExposedHeaders: z.array(z.string()).default([]),
          MaxAge: z.number().optional(),
        }),
      ),
    })
    .optional(),
});

type CorsRule = NonNullable<z.infer<typeof bucketProperties>['CorsConfiguration']>['CorsRules'][number];

/** A rule of a bucket, as those of HTTP APIs are written. */
const corsOf = ({ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders, MaxAge }: CorsRule): Cors => ({
  AllowOrigins: AllowedOrigins,
  AllowMethods: AllowedMethods,
  AllowHeaders: AllowedHeaders,
  ExposeHeaders: ExposedHeaders,
  ...(MaxAge !== undefined && { MaxAge }),
});

// What S3 takes in one PUT is 5 GB; what is held in memory here is less.
const mostBytes = 512 * 2 ** 20;

export function startObjects(
  { clock, store, activity }: Pick<ServiceContext, 'clock' | 'store' | 'activity'>,
  deployment: DeployedResources,
  { bus, credentials }: { bus: Pick<EventBus, 'emit'>; credentials: AwsCredentials },
): Objects {
  const buckets = new Map(
    deployment.ofType('AWS::S3::Bucket').map((resource) => {
      const { NotificationConfiguration, CorsConfiguration } = propertiesOf(resource, bucketProperties);
      const isTold = NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled ?? false;
      return [resource.ref, { isTold, cors: (CorsConfiguration?.CorsRules ?? []).map(corsOf) }] as const;
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
      if (!buckets.get(bucket)?.isTold) return;
      const object = { key, size: content.length, etag, sequencer: at.toString(16).toUpperCase() };
      bus.emit({
        source: 'aws.s3',
        detailType: 'Object Created',
        detail: { version: '0', bucket: { name: bucket }, object, reason: 'PutObject' },
      });
    });
    return etag;
  }

  function copy({ bucket, key }: ObjectLocation, request: IncomingMessage, source: string): string {
    const from = placeOf(`/${source.replace(/^\//, '')}`);
    const row = from && select.get(from.bucket, from.key);
    if (!row) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    if (request.headers['if-none-match'] === '*' && select.get(bucket, key))
      throw new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    const content = Buffer.from(row.content as Uint8Array);
    return put(bucket, key, { content, contentType: String(row.content_type) });
  }

  async function handle(request: IncomingMessage, response: ServerResponse, place: ObjectLocation): Promise<void> {
    await admit(request, place);
    const { bucket, key } = place;
    const source = request.headers['x-amz-copy-source'];
    if (request.method === 'PUT' && typeof source === 'string') {
      const etag = copy(place, request, source);
      const at = new Date(clock.now()).toISOString();
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<CopyObjectResult><ETag>"${etag}"</ETag><LastModified>${at}</LastModified></CopyObjectResult>`);
      return;
    }
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
    const whole = Buffer.from(row.content as Uint8Array);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const content = from === undefined ? whole : whole.subarray(Number(from), Number(to) + 1);
    response.writeHead(from === undefined ? 200 : 206, {
      ...(from !== undefined && {
        'content-range': `bytes ${from}-${Number(from) + content.length - 1}/${whole.length}`,
      }),
      'content-type': place.query.get('response-content-type') ?? String(row.content_type),
      'content-length': content.length,
      etag: `"${row.etag}"`,
      'last-modified': new Date(Number(row.at)).toUTCString(),
      ...dispositionOf(place.query),
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  }

  async function admit(request: IncomingMessage, { query }: ObjectLocation): Promise<void> {
    if (isSignedUrl(query)) await checkSignedUrl(request, { credentials, now: clock.now() });
    else if (request.headers.authorization === undefined) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  }

  /**
   * What lets a page in a browser see the answer; where it asks before, that is all there is to
   * answer.
   */
  function allowPages(request: IncomingMessage, response: ServerResponse, bucket: string): boolean {
    const method = request.headers['access-control-request-method'] ?? request.method ?? '';
    const cors = buckets.get(bucket)?.cors.find(({ AllowMethods }) => AllowMethods?.includes(method));
    for (const [name, value] of Object.entries(corsHeaders(cors, request.headers.origin)))
      response.setHeader(name, value);
    if (request.method !== 'OPTIONS') return false;
    const answer = preflight(cors ?? {}, request.headers);
    response.writeHead(answer.headers ? 200 : 403, answer.headers ?? {}).end();
    return true;
  }

  return {
    put: (bucket, key, object) => void put(bucket, key, object),
    async answer(request, response) {
      const place = placeOf(request.url ?? '/');
      if (!place || !buckets.has(place.bucket)) return false;
      if (allowPages(request, response, place.bucket)) return true;
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

interface ObjectLocation {
  bucket: string;
  key: string;
  query: URLSearchParams;
}

function placeOf(url: string): ObjectLocation | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, bucket = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  return bucket === '' ? undefined : { bucket, key: decodeURIComponent(rest), query: searchParams };
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
