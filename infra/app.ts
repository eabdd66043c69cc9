import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundles, type CodeOf } from '#infra/bundles.ts';
import { casewardApp } from '#infra/caseward-app.ts';
import { consoleFiles } from '#infra/console-files.ts';
import { gatewayRoutes } from '#shared/contract/gateway-routes.ts';

// `node infra/app.ts` writes the cloud assembly: no account, no Docker, no network. The CDK CLI
// runs it the same way and says by the environment where to.
const outdir = process.env.CDK_OUTDIR ?? join(import.meta.dirname, '..', 'cdk.out');

// Bundled once the context is found to be right.
let folder: string | undefined;
const codeOf: CodeOf = (name) => {
  folder ??= bundles();
  return Code.fromAsset(join(folder, name));
};

casewardApp({ outdir, routes: gatewayRoutes, codeOf, pages: consoleFiles() }).synth();
