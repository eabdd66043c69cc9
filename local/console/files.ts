// `Custom::CDKBucketDeployment`: what lies in a bucket of the pages when it is deployed, read from
// the assets of the assembly.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import * as z from 'zod';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';

export interface DeployedFile {
  content: Buffer;
  /** With what the deployment says of it, such as how long it may be kept. */
  headers: Record<string, string>;
}

const deploymentProperties = z.object({
  SourceObjectKeys: z.array(z.string()),
  SourceMarkers: z.array(z.record(z.string(), z.string())).optional(),
  DestinationBucketName: z.string(),
  Exclude: z.array(z.string()).default([]),
  Include: z.array(z.string()).default([]),
  SystemMetadata: z.strictObject({ 'cache-control': z.string() }).partial().default({}),
});
type BucketFilling = z.infer<typeof deploymentProperties>;

/** Finds a file by its key in the bucket of that name. */
export function filesOf(
  deployment: DeployedResources,
  bucket: string,
  change: (key: string, content: Buffer) => Buffer,
): (key: string) => DeployedFile | undefined {
  const sources = deployment
    .ofType('Custom::CDKBucketDeployment')
    .map((resource) => propertiesOf(resource, deploymentProperties))
    .filter(({ DestinationBucketName }) => DestinationBucketName === bucket);
  const known = new Map<string, DeployedFile | undefined>();
  return (key) => {
    if (known.has(key)) return known.get(key);
    const found = sources.flatMap((source) => read(deployment, source, key) ?? []).at(-1);
    const file = found && { ...found, content: change(key, found.content) };
    if (file) known.set(key, file);
    return file;
  };
}

function read(deployment: DeployedResources, source: BucketFilling, key: string): DeployedFile | undefined {
  if (!isTaken(source, key)) return undefined;
  const files = source.SourceObjectKeys.flatMap((asset, index) => {
    const folder = deployment.assetFolder({ S3Key: asset });
    const path = join(folder, key);
    // A key such as `../..` would be a name like any other in a bucket, and leads out of a folder.
    if (!path.startsWith(folder + sep) || !existsSync(path) || !statSync(path).isFile()) return [];
    return [withMarkers(readFileSync(path), source.SourceMarkers?.[index] ?? {})];
  });
  const content = files.at(-1); // of two sources the later one
  return (
    content && {
      content,
      headers: { 'content-type': contentTypes[extname(key)] ?? 'binary/octet-stream', ...source.SystemMetadata },
    }
  );
}

/** As `aws s3 sync` takes its filters: the last one that matches decides. */
function isTaken({ Exclude, Include }: BucketFilling, key: string): boolean {
  const isLike = (pattern: string) => matches(pattern, key);
  return Include.some(isLike) || !Exclude.some(isLike);
}

/** Whether a pattern with `*` and `?` is like all of a text, slashes included. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

/** What is known only when it is deployed stands in a file as a marker. */
function withMarkers(content: Buffer, markers: Record<string, string>): Buffer {
  if (Object.keys(markers).length === 0) return content;
  let text = content.toString('utf8');
  for (const [marker, value] of Object.entries(markers)) text = text.replaceAll(marker, () => value);
  return Buffer.from(text);
}

// What the AWS CLI says of files by their names, as far as pages have such files.
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
