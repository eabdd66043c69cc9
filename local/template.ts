// Reads the cloud assembly that `node infra/app.ts` writes and turns it into resources with concrete names, ARNs and URLs,
// as CloudFormation would when it deploys. What this machine cannot run is an error here, never silence.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Endpoints, type Kind, kindOf, type Names } from '#local/resource-kinds.ts';

export interface Resource {
  logicalId: string;
  /** Name of its stack. */
  stack: string;
  type: string;
  /** Its own name: what the template says, else `<stack>-<logicalId>`. */
  name: string;
  arn: string;
  /** What `Ref` gives. */
  ref: string;
  /** With every intrinsic function resolved. */
  properties: Record<string, unknown>;
}

export interface Deployment {
  resources: Resource[];
  ofType(...types: string[]): Resource[];
  /** By logical id, name, ARN or `Ref`. */
  find(reference: string): Resource | undefined;
  /** The folder of an asset, from a function's `Code`. */
  assetFolder(code: unknown): string;
  /** Regions and accounts do not exist here; these stand in their place. */
  region: string;
  account: string;
}

export const region = 'us-east-1';
export const account = '000000000000';

interface RawResource {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

interface RawTemplate {
  Resources: Record<string, RawResource>;
  Parameters?: Record<string, { Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

interface Stack {
  name: string;
  template: RawTemplate;
}

interface AssetManifest {
  files?: Record<
    string,
    { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/** Names in the templates become real with the addresses of this machine. Throws for what cannot run here, all of it at once. */
export function readDeployment(assembly: string, endpoints: Endpoints): Deployment {
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
  const byReference = new Map<string, Resource>();
  for (const resource of resources) {
    for (const key of [resource.ref, resource.name, resource.logicalId, resource.arn]) byReference.set(key, resource);
  }

  return {
    resources,
    region,
    account,
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    find: (reference) => byReference.get(reference),
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

function resolveAll(stacks: Stack[], endpoints: Endpoints): Resource[] {
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
      'Teach local/resource-kinds.ts to run it, or to ignore it with a reason.',
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const noValue = Symbol('AWS::NoValue');

/** CloudFormation's intrinsic functions, as far as CDK writes them. */
class Resolver {
  readonly #stacks: Stack[];
  readonly #endpoints: Endpoints;

  constructor(stacks: Stack[], endpoints: Endpoints) {
    this.#stacks = stacks;
    this.#endpoints = endpoints;
  }

  resource(stack: Stack, logicalId: string, raw: RawResource, kind: Extract<Kind, { runs: string[] }>): Resource {
    const properties = this.#value(stack, raw.Properties ?? {}) as Record<string, unknown>;
    const names = this.#names(stack, logicalId, raw, kind);
    return {
      logicalId,
      stack: stack.name,
      type: raw.Type,
      name: names.name,
      arn: kind.arn(names),
      ref: kind.ref(names),
      properties,
    };
  }

  condition(stack: Stack, name: string): boolean {
    const expression = stack.template.Conditions?.[name];
    if (expression === undefined) throw new Error(`there is no condition ${name}`);
    return this.#value(stack, expression) === true;
  }

  #names(stack: Stack, logicalId: string, raw: RawResource, kind: Kind): Names {
    const given = 'nameProperty' in kind && kind.nameProperty ? raw.Properties?.[kind.nameProperty] : undefined;
    const name = given === undefined ? `${stack.name}-${logicalId}` : String(this.#value(stack, given));
    return { name, region, account, endpoints: this.#endpoints };
  }

  #value(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(stack, item)).filter((item) => item !== noValue);
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only && (only[0] === 'Ref' || only[0] === 'Condition' || only[0].startsWith('Fn::'))) {
      return this.#intrinsic(stack, only[0], only[1]);
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.#value(stack, item)]).filter(([, item]) => item !== noValue),
    );
  }

  #intrinsic(stack: Stack, name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.#ref(stack, String(argument));
    if (name === 'Condition')
      return typeof argument === 'string'
        ? this.condition(stack, argument)
        : { Condition: this.#value(stack, argument) };
    if (name === 'Fn::GetAtt') {
      const [logicalId, ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
      return this.#attribute(stack, String(logicalId), path.join('.'));
    }
    if (name === 'Fn::Sub') return this.#substitute(stack, argument);
    if (name === 'Fn::If') {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return this.#value(stack, this.condition(stack, condition) ? yes : no);
    }
    const resolved = this.#value(stack, argument);
    const list = Array.isArray(resolved) ? resolved : [];
    if (name === 'Fn::Join') return (list[1] as unknown[]).map(String).join(String(list[0]));
    if (name === 'Fn::Select') return (list[1] as unknown[])[Number(list[0])];
    if (name === 'Fn::Split') return String(list[1]).split(String(list[0]));
    if (name === 'Fn::Base64') return Buffer.from(String(resolved)).toString('base64');
    if (name === 'Fn::ToJsonString') return JSON.stringify(resolved);
    if (name === 'Fn::FindInMap')
      return stack.template.Mappings?.[String(list[0])]?.[String(list[1])]?.[String(list[2])];
    if (name === 'Fn::Equals') return list[0] === list[1];
    if (name === 'Fn::And') return list.every((item) => item === true);
    if (name === 'Fn::Or') return list.some((item) => item === true);
    if (name === 'Fn::Not') return list[0] !== true;
    if (name === 'Fn::ImportValue') return this.#imported(String(resolved));
    if (name === 'Fn::GetStackOutput') return this.#output(resolved);
    throw new Error(`the local stack does not know ${name}`);
  }

  #ref(stack: Stack, name: string): unknown {
    const pseudo: Record<string, unknown> = {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/local`,
      'AWS::NoValue': noValue,
    };
    if (name in pseudo) return pseudo[name];
    const parameter = stack.template.Parameters?.[name];
    if (parameter) {
      if (parameter.Default === undefined) throw new Error(`parameter ${name} has no default`);
      return parameter.Default;
    }
    return this.#attribute(stack, name, 'Ref');
  }

  #attribute(stack: Stack, logicalId: string, attribute: string): string {
    const raw = stack.template.Resources[logicalId];
    if (!raw) throw new Error(`refers to ${logicalId}, which is not in the template`);
    const kind = kindOf(raw.Type);
    if (!kind) throw new Error(`refers to ${logicalId} (${raw.Type}), a type that the local stack does not know`);
    const names = this.#names(stack, logicalId, raw, kind);
    if (attribute === 'Ref') return 'ignored' in kind ? names.name : kind.ref(names);
    if (attribute === 'Arn')
      return 'ignored' in kind ? `arn:aws:local:${region}:${account}:${names.name}` : kind.arn(names);
    const give = 'ignored' in kind ? undefined : kind.attributes?.[attribute];
    if (!give) throw new Error(`asks ${logicalId} (${raw.Type}) for ${attribute}, which the local stack does not know`);
    return give(names);
  }

  #substitute(stack: Stack, argument: unknown): string {
    const [text, variables] = Array.isArray(argument) ? [String(argument[0]), argument[1]] : [String(argument), {}];
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return '${' + name.slice(1) + '}';
      if (isObject(variables) && name in variables) return String(this.#value(stack, variables[name]));
      const [logicalId, ...path] = name.split('.');
      return String(
        path.length > 0 ? this.#attribute(stack, String(logicalId), path.join('.')) : this.#ref(stack, name),
      );
    });
  }

  #imported(name: string): unknown {
    for (const stack of this.#stacks) {
      for (const { Value, Export } of Object.values(stack.template.Outputs ?? {})) {
        if (Export && this.#value(stack, Export.Name) === name) return this.#value(stack, Value);
      }
    }
    throw new Error(`imports ${name}, which no stack exports`);
  }

  #output(argument: unknown): unknown {
    const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
    const stack = this.#stacks.find(({ name }) => name === StackName);
    const output = stack?.template.Outputs?.[OutputName];
    if (!stack || !output) throw new Error(`wants output ${OutputName} of stack ${StackName}, which is not there`);
    return this.#value(stack, output.Value);
  }
}
