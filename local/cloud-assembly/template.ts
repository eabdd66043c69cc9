// Reads the cloud assembly of `node infra/app.ts` as resources with concrete names, ARNs and URLs,
// as CloudFormation would. What this machine cannot run is an error here, never silence.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import {
  type AssemblyStack,
  account,
  isObject,
  type RawTemplate,
  Resolver,
  region,
} from '#local/cloud-assembly/intrinsics.ts';
import type { Endpoints } from '#local/cloud-assembly/resource-kind.ts';
import { kindOf } from '#local/cloud-assembly/resource-kinds.ts';

interface AssetManifest {
  files?: Record<
    string,
    { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/**
 * Names in the templates become real with the addresses of this machine. Throws for what cannot run
 * here, all of it at once.
 */
export function readDeployment(assembly: string, endpoints: Endpoints): DeployedResources {
  const json = <T>(file: string) => JSON.parse(readFileSync(join(assembly, file), 'utf8')) as T;
  const { artifacts } = json<{ artifacts: Record<string, Artifact> }>('manifest.json');
  const stacks = Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => ({
      name: properties?.stackName ?? id,
      template: json<RawTemplate>(String(properties?.templateFile)),
    }));
  const assets = assetFolders(
    assembly,
    Object.values(artifacts)
      .filter(({ type, properties }) => type === 'cdk:asset-manifest' && properties?.file)
      .map(({ properties }) => json<AssetManifest>(String(properties?.file))),
  );
  const resources = resolveAll(stacks, endpoints);
  const references = (['arn', 'ref', 'name', 'logicalId'] as const).map(
    (key) => new Map(resources.map((resource) => [resource[key], resource])),
  );

  return {
    resources,
    region,
    account,
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    find: (reference) => references.map((known) => known.get(reference)).find((resource) => resource !== undefined),
    assetFolder(code) {
      const key = isObject(code) ? basename(String(code.S3Key)) : '';
      const folder = assets.get(key);
      if (!folder) throw new Error(`The assembly ${assembly} holds no code for ${JSON.stringify(code)}.`);
      return folder;
    },
  };
}

interface Artifact {
  type: string;
  properties?: { stackName?: string; templateFile?: string; file?: string };
}

function assetFolders(assembly: string, manifests: AssetManifest[]): Map<string, string> {
  const folders = new Map<string, string>();
  for (const { files } of manifests) {
    for (const { source, destinations } of Object.values(files ?? {})) {
      for (const { objectKey } of Object.values(destinations))
        folders.set(objectKey, join(assembly, String(source.path)));
    }
  }
  return folders;
}

function resolveAll(stacks: AssemblyStack[], endpoints: Endpoints): Resource[] {
  const faults: string[] = [];
  const resolver = new Resolver(stacks, endpoints);
  const resources: Resource[] = [];
  for (const stack of stacks) {
    for (const [logicalId, raw] of Object.entries(stack.template.Resources)) {
      if (raw.Condition && !resolver.condition(stack, raw.Condition)) continue;
      const where = `${stack.name}/${logicalId} (${raw.Type})`;
      const kind = kindOf(raw.Type);
      if (!kind) faults.push(`${where}: the local stack knows no such type`);
      if (!kind || 'ignored' in kind) continue;
      for (const property of Object.keys(raw.Properties ?? {})) {
        if (!kind.runs.includes(property) && !kind.ignores[property])
          faults.push(`${where}: property ${property} has no effect here`);
      }
      try {
        resources.push(resolver.resource(stack, logicalId, raw, kind));
      } catch (error) {
        faults.push(`${where}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  if (faults.length === 0) return resources;
  throw new Error(
    `The template holds what the local stack cannot run:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
      'Teach local/cloud-assembly/resource-kinds.ts to run it, or to ignore it with a reason.',
  );
}
