import { App, Tags, Validations } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { AwsSolutionsChecks } from 'cdk-nag';
import settings from '#cdk.json' with { type: 'json' };
import { AddressStack } from '#infra/address-stack.ts';
import type { CodeOf } from '#infra/bundles.ts';
import { ConsoleStack } from '#infra/console-stack.ts';
import { DataStack } from '#infra/data-stack.ts';
import { ServiceStack } from '#infra/service-stack.ts';
import { contextKeys, stageOf } from '#infra/stages.ts';
import type { GatewayRoute } from '#shared/contract/gateway-routes.ts';

// What the command line sets beside the context of cdk.json; plain node has to do the same, or its
// templates would be others. The local stack finds bundles by it.
const setByTheCommandLine = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/**
 * All stacks of the stage that the context names; `context` overrides that of cdk.json. Synthesis
 * fails where cdk-nag finds anything that is not acknowledged with its reason.
 */
export const casewardApp = ({
  outdir,
  routes,
  codeOf,
  pages,
  context = {},
}: {
  outdir: string;
  routes: readonly GatewayRoute[];
  codeOf: CodeOf;
  /** The built files of the console. */
  pages: ISource;
  context?: Record<string, string>;
}): App => {
  const app = new App({
    outdir,
    context: { ...settings.context, ...setByTheCommandLine },
    postCliContext: context,
    analyticsReporting: settings.versionReporting,
  });
  const stage = stageOf(
    Object.fromEntries(
      contextKeys.map((key) => [key, app.node.tryGetContext(key)]).filter(([, value]) => value !== undefined),
    ),
  );

  const address = new AddressStack(app, `Caseward-${stage.name}-Address`, {
    stage,
    terminationProtection: stage.keepsData,
    description: 'Caseward: where it is reached',
  });
  const data = new DataStack(app, `Caseward-${stage.name}-Data`, {
    stage,
    pages: address.pages,
    terminationProtection: stage.keepsData,
    description: 'Caseward: records, key and people',
  });
  new ServiceStack(app, `Caseward-${stage.name}-Service`, {
    stage,
    address,
    data,
    routes,
    codeOf,
    description: 'Caseward: what runs',
  });
  new ConsoleStack(app, `Caseward-${stage.name}-Console`, {
    stage,
    address,
    data,
    files: pages,
    description: 'Caseward: what people see',
  });

  Tags.of(app).add('application', 'caseward');
  Tags.of(app).add('stage', stage.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};
