// CloudFormation's intrinsic functions, as far as CDK writes them: what stands in a template
// becomes names, ARNs and URLs of this machine.

import type { Resource } from '#local/cloud-assembly/deployment.ts';
import type { Endpoints, ResourceKind, ResourceNames, RunKind } from '#local/cloud-assembly/resource-kind.ts';
import { kindOf } from '#local/cloud-assembly/resource-kinds.ts';
import { defaultPort } from '#local/core/ports.ts';

// Regions and accounts do not exist here; these stand in their place.
export const region = 'us-east-1';
export const account = '000000000000';

// Where the stage `local` of infra/stages.ts says that it is.
const statedOrigin = `http://localhost:${defaultPort}`;

interface RawResource {
  Type: string;
  Metadata?: { 'aws:cdk:path'?: string };
  Properties?: Record<string, unknown>;
  Condition?: string;
}

export interface RawTemplate {
  Resources: Record<string, RawResource>;
  Parameters?: Record<string, { Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

export interface AssemblyStack {
  name: string;
  template: RawTemplate;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Those that need nothing but their argument, which is resolved by then.
const pureFunctions: Record<string, (argument: unknown) => unknown> = {
  'Fn::Join': (argument) => {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(String).join(separator);
  },
  'Fn::Select': (argument) => {
    const [index, list] = argument as [number | string, unknown[]];
    return list[Number(index)];
  },
  'Fn::Split': (argument) => {
    const [separator, text] = argument as [string, string];
    return text.split(separator);
  },
  'Fn::Base64': (argument) => Buffer.from(String(argument)).toString('base64'),
  'Fn::ToJsonString': (argument) => JSON.stringify(argument),
  'Fn::Equals': (argument) => (argument as unknown[])[0] === (argument as unknown[])[1],
  'Fn::And': (argument) => (argument as unknown[]).every((item) => item === true),
  'Fn::Or': (argument) => (argument as unknown[]).includes(true),
  'Fn::Not': (argument) => (argument as unknown[])[0] !== true,
};

const noValue = Symbol('AWS::NoValue');

/**
 * Resolves what stands in the templates of one deployment. Throws, in words, for what it does not
 * know.
 */
export class Resolver {
  readonly #stacks: AssemblyStack[];
  readonly #endpoints: Endpoints;

  constructor(stacks: AssemblyStack[], endpoints: Endpoints) {
    this.#stacks = stacks;
    this.#endpoints = endpoints;
  }

  resource(stack: AssemblyStack, logicalId: string, raw: RawResource, kind: RunKind): Resource {
    const effective = Object.entries(raw.Properties ?? {}).filter(([property]) => kind.runs.includes(property));
    const properties = this.#value(stack, Object.fromEntries(effective)) as Record<string, unknown>;
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

  /**
   * An address of the stage `local` as it is on this machine: where its pages are follows the
   * ports.
   */
  #whereItIs(text: string): string {
    const rest = text.startsWith(statedOrigin) ? text.slice(statedOrigin.length) : undefined;
    // The issuer is a name that tokens carry; they outlive a start on other ports.
    const isPage = rest !== undefined && /^(?:\/|$)/.test(rest) && !rest.startsWith('/_local/');
    return isPage ? `${this.#endpoints.api}${rest}` : text;
  }

  condition(stack: AssemblyStack, name: string): boolean {
    const expression = stack.template.Conditions?.[name];
    if (expression === undefined) throw new Error(`there is no condition ${name}`);
    return this.#value(stack, expression) === true;
  }

  #names(stack: AssemblyStack, logicalId: string, raw: RawResource, kind: ResourceKind): ResourceNames {
    const given = 'nameProperty' in kind && kind.nameProperty ? raw.Properties?.[kind.nameProperty] : undefined;
    const name = given === undefined ? madeUpName(stack, logicalId, raw) : String(this.#value(stack, given));
    return { name, region, account, endpoints: this.#endpoints };
  }

  #value(stack: AssemblyStack, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(stack, item)).filter((item) => item !== noValue);
    if (typeof value === 'string') return this.#whereItIs(value);
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

  #intrinsic(stack: AssemblyStack, name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.#ref(stack, String(argument));
    if (name === 'Condition') return this.condition(stack, String(argument));
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
    if (name === 'Fn::ImportValue') return this.#imported(String(resolved));
    if (name === 'Fn::GetStackOutput') return this.#output(resolved);
    if (name === 'Fn::FindInMap') {
      const [map, first, second] = resolved as [string, string, string];
      return stack.template.Mappings?.[map]?.[first]?.[second];
    }
    const compute = pureFunctions[name];
    if (!compute) throw new Error(`the local stack does not know ${name}`);
    return compute(resolved);
  }

  #ref(stack: AssemblyStack, name: string): unknown {
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

  #attribute(stack: AssemblyStack, logicalId: string, attribute: string): string {
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

  #substitute(stack: AssemblyStack, argument: unknown): string {
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

/**
 * CloudFormation would make one up from the logical id; the path of the construct says the same
 * without CDK's hashes.
 */
function madeUpName(stack: AssemblyStack, logicalId: string, { Metadata }: RawResource): string {
  const [, ...path] = (Metadata?.['aws:cdk:path'] ?? '').split('/');
  const words = path.filter((part, index) => !(index > 0 && (part === 'Resource' || part === 'Function')));
  return [stack.name, ...(words.length > 0 ? words : [logicalId])].join('-').replace(/[^\w-]/g, '-');
}
