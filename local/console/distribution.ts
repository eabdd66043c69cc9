// The CloudFront distribution of the template: which requests go to the API, and the pages from
// their bucket for all others, with the headers and the rewriting that are deployed.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContext, runInContext } from 'node:vm';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf, targetOf } from '#local/cloud-assembly/properties.ts';
import { type DeployedFile, filesOf, matches } from '#local/console/files.ts';
import { headersOf } from '#local/console/headers.ts';

interface ServedPages {
  /** Answers a request for the pages; false where it is one for the API. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

const behaviour = z.looseObject({
  PathPattern: z.string().default('*'),
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  Compress: z.boolean().default(false),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
    .max(1)
    .default([]),
});
type Behaviour = z.infer<typeof behaviour>;

const distributionProperties = z.object({
  DistributionConfig: z.looseObject({
    DefaultCacheBehavior: behaviour,
    CacheBehaviors: z.array(behaviour).default([]),
    Origins: z.array(z.looseObject({ Id: z.string(), DomainName: z.string(), S3OriginConfig: z.unknown().optional() })),
    CustomErrorResponses: z.never('an answer of the API with that status would be another one').optional(),
  }),
});

// What CloudFront compresses, and how large it is at least.
const compressed = /^(?:text\/|application\/(?:javascript|json|manifest\+json|wasm)|image\/svg)/;
const leastCompressedBytes = 1000;

interface PagesOptions {
  /** Where signed URLs lead. */
  objectsOrigin: string;
  /** What is otherwise in a file here than where it is deployed. */
  change: (key: string, content: Buffer) => Buffer;
}

/** Without a distribution in the template there are no pages, and all requests are for the API. */
export function servePages(deployment: DeployedResources, options: PagesOptions): ServedPages {
  const [distribution, ...others] = deployment.ofType('AWS::CloudFront::Distribution');
  if (others[0]) throw new CannotRun(others[0], 'there is one distribution here');
  if (!distribution) return { answer: () => false };
  const config = propertiesOf(distribution, distributionProperties).DistributionConfig;
  const behaviours = [...config.CacheBehaviors, config.DefaultCacheBehavior].map((given) => {
    const origin = config.Origins.find(({ Id }) => Id === given.TargetOriginId);
    if (!origin) throw new CannotRun(distribution, `it has no origin ${given.TargetOriginId}`);
    const bucket = origin.S3OriginConfig ? bucketAt(distribution, deployment, origin.DomainName) : undefined;
    return { ...given, pages: bucket && pagesOf(bucket, given) };
  });

  function pagesOf(bucket: Resource, given: Behaviour): PagesOfBucket {
    const policy = given.ResponseHeadersPolicyId;
    const type = 'AWS::CloudFront::ResponseHeadersPolicy';
    const [association] = given.FunctionAssociations;
    return {
      file: filesOf(deployment, bucket.ref, options.change),
      headers: policy
        ? headersOf(targetOf(bucket, deployment, { type, reference: policy }), deployment, options.objectsOrigin)
        : {},
      rewrite: association ? rewriteBy(deployment, bucket, association.FunctionARN) : (path) => path,
    };
  }

  return {
    answer(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const found = behaviours.find(({ PathPattern }) => matches(PathPattern, pathname));
      if (!found?.pages) return false;
      const isAllowed = found.AllowedMethods.includes(request.method ?? '');
      const key = decoded(found.pages.rewrite(pathname)).slice(1);
      const file = isAllowed ? found.pages.file(key) : undefined;
      if (file) send({ request, response }, { ...file, headers: { ...file.headers, ...found.pages.headers } }, found);
      else refuse(response, isAllowed ? 404 : 403, found.pages.headers);
      return true;
    },
  };
}

interface PagesOfBucket {
  file: (key: string) => DeployedFile | undefined;
  headers: Record<string, string>;
  /** The path of the file for a path that was asked for. */
  rewrite: (path: string) => string;
}

function bucketAt(distribution: Resource, deployment: DeployedResources, domain: string): Resource {
  const bucket = deployment.ofType('AWS::S3::Bucket').find(({ ref }) => domain.startsWith(`${ref}.s3.`));
  if (!bucket) throw new CannotRun(distribution, `its origin ${domain} is no bucket of the template`);
  return bucket;
}

/** The function as CloudFront runs it, without anything of Node's. */
function rewriteBy(deployment: DeployedResources, asking: Resource, reference: string): PagesOfBucket['rewrite'] {
  const fn = targetOf(asking, deployment, { type: 'AWS::CloudFront::Function', reference });
  const { FunctionCode } = propertiesOf(fn, z.object({ FunctionCode: z.string() }));
  const context = createContext({});
  runInContext(FunctionCode, context);
  return (path) => {
    context.event = { request: { uri: path, method: 'GET', headers: {}, querystring: {} } };
    return z.object({ uri: z.string() }).parse(runInContext('handler(event)', context)).uri;
  };
}

const encodings = {
  br: (content: Buffer) => brotliCompressSync(content, { params: { [zlib.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (content: Buffer) => gzipSync(content),
};
const compressedOnce = new WeakMap<Buffer, Partial<Record<keyof typeof encodings, Buffer>>>();

function compress(content: Buffer, encoding: keyof typeof encodings): Buffer {
  const known = compressedOnce.get(content) ?? {};
  known[encoding] ??= encodings[encoding](content);
  compressedOnce.set(content, known);
  return known[encoding];
}

function send(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { content, headers }: DeployedFile,
  { Compress }: Behaviour,
): void {
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  const isCompressible =
    Compress && content.length >= leastCompressedBytes && compressed.test(headers['content-type'] ?? '');
  const accepted = String(request.headers['accept-encoding'] ?? '').split(/[\s,;]+/);
  const encoding = isCompressible ? (['br', 'gzip'] as const).find((one) => accepted.includes(one)) : undefined;
  const head = { ...headers, etag, ...(isCompressible && { vary: 'accept-encoding' }) };
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, head).end();
    return;
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const body = encoding
    ? compress(content, encoding)
    : content.subarray(Number(from ?? 0), to ? Number(to) + 1 : undefined);
  response.writeHead(from === undefined || encoding ? 200 : 206, {
    ...head,
    ...(encoding ? { 'content-encoding': encoding } : { 'accept-ranges': 'bytes' }),
    ...(from !== undefined &&
      !encoding && { 'content-range': `bytes ${from}-${Number(from) + body.length - 1}/${content.length}` }),
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string>): void {
  const code = status === 404 ? 'NoSuchKey' : 'AccessDenied';
  response.writeHead(status, { ...headers, 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
