import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import settings from '#cdk.json' with { type: 'json' };
import type { CodeOf } from '#infra/bundles.ts';
import { DataStack } from '#infra/data-stack.ts';
import { ServiceStack } from '#infra/service-stack.ts';
import { contextKeys, stageOf } from '#infra/stages.ts';
import type { GatewayRoute } from '#shared/contract/gateway-routes.ts';

// What the command line sets beside the context of cdk.json; plain node has to do the same, or its
// templates would be others. The local stack finds bundles by it.
const setByTheCommandLine = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/**
 * Both stacks of the stage that the context names; `context` overrides that of cdk.json. Synthesis
 * fails where cdk-nag finds anything that is not acknowledged with its reason.
 */
export const casewardApp = ({
  outdir,
  routes,
  codeOf,
  context = {},
}: {
  outdir: string;
  routes: readonly GatewayRoute[];
  codeOf: CodeOf;
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

  const data = new DataStack(app, `Caseward-${stage.name}-Data`, {
    stage,
    terminationProtection: stage.keepsData,
    description: 'Caseward: records, key and people',
  });
  new ServiceStack(app, `Caseward-${stage.name}-Service`, {
    stage,
    data,
    routes,
    codeOf,
    description: 'Caseward: what runs',
  });

  Tags.of(app).add('application', 'caseward');
  Tags.of(app).add('stage', stage.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};
