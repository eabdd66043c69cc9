import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { AddressStack } from '#infra/address-stack.ts';
import { casewardApp } from '#infra/caseward-app.ts';
import { ConsoleStack } from '#infra/console-stack.ts';
import { DataStack } from '#infra/data-stack.ts';
import { ServiceStack } from '#infra/service-stack.ts';
import { gatewayRoutes } from '#shared/contract/gateway-routes.ts';

// CDK's own check of the template takes two seconds; synth.test.ts runs it, once, where the app is
// run as it is deployed.
process.env.CDK_VALIDATION = 'false';

// The rules are about what is declared around the code, so the code itself is not bundled for them.
const noCode = () => Code.fromInline('exports.handler = async () => {};');

/** As Vite would have built them. */
const pages = () => {
  const folder = mkdtempSync(join(tmpdir(), 'caseward-pages-'));
  mkdirSync(join(folder, 'assets'));
  for (const [file, content] of Object.entries(pageFiles)) writeFileSync(join(folder, file), content);
  return Source.asset(folder);
};
export const pageFiles = {
  'index.html': '<!doctype html>',
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/index-0a1b2c3d.js': `console.log('${'.'.repeat(2000)}');`,
};

export interface Resource {
  id: string;
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of whatever shape CloudFormation has; a test that reads it wrongly fails
  Properties: any;
  DependsOn?: string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface Assembly {
  app: App;
  address: Template;
  data: Template;
  service: Template;
  console: Template;
  /** Of data and service, by type. */
  ofType(type: string): Resource[];
  every: Resource[];
}

const resourcesOf = (template: Template): Resource[] =>
  Object.entries(template.toJSON().Resources as Record<string, Resource>).map(([id, resource]) => ({
    ...resource,
    id,
    Properties: resource.Properties ?? {},
  }));

/** All stacks as they are declared for a context, without bundles. */
export const declare = (context: Record<string, string> = {}): App =>
  casewardApp({
    outdir: mkdtempSync(join(tmpdir(), 'caseward-synth-')),
    routes: gatewayRoutes,
    codeOf: noCode,
    pages: pages(),
    context,
  });

const synthesizeNow = (context: Record<string, string>): Assembly => {
  const app = declare(context);
  const template = <S extends Stack>(kind: new (...args: never[]) => S): Template => {
    const stack = app.node.children.find((child) => child instanceof kind);
    if (!stack) throw new Error(`The app has no ${kind.name}.`);
    return Template.fromStack(stack as Stack);
  };
  const templates = {
    address: template(AddressStack),
    data: template(DataStack),
    service: template(ServiceStack),
    console: template(ConsoleStack),
  };
  const every = [...resourcesOf(templates.data), ...resourcesOf(templates.service)];
  return { app, ...templates, every, ofType: (type) => every.filter((resource) => resource.Type === type) };
};

const synthesized = new Map<string, Assembly>();
/** All stacks for a context, synthesized once a worker. */
export const synthesize = (context: Record<string, string> = {}): Assembly => {
  const key = JSON.stringify(context);
  const assembly = synthesized.get(key) ?? synthesizeNow(context);
  synthesized.set(key, assembly);
  return assembly;
};

/**
 * The logical id that `Ref`, `Fn::GetAtt` or an import of the other stack's export points at;
 * undefined for text.
 */
export const referred = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value && typeof value.Ref === 'string') return value.Ref;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  return undefined;
};

export const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
