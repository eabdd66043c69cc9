import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AddressStack } from '#infra/address-stack.ts';
import { alarmPeriod } from '#infra/constructs/alarms.ts';
import type { FilesBucket } from '#infra/constructs/files.ts';
import type { MailIdentity } from '#infra/constructs/mail.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { type Deployment, ServiceFunction } from '#infra/constructs/service-function.ts';
import { functionOfFamily } from '#infra/functions.ts';
import type { TokenIssuer } from '#infra/stages.ts';
import { webhookEnvironment } from '#shared/automation/webhooks/environment.ts';
import { filesPrefix, importsPrefix, inboundPrefix, jobsPrefix, pendingPrefix } from '#shared/casework/files/keys.ts';
import { type GatewayRoute, gatewayRouteKey } from '#shared/contract/gateway-routes.ts';
import { edgeEnvironment } from '#shared/core/http/environment.ts';
import { jobsEnvironment } from '#shared/insight/jobs/environment.ts';
import { reportingEnvironment } from '#shared/insight/rollups/environment.ts';
import { apiAddressEnvironment } from '#shared/mail/notifications/environment.ts';
import { formEnvironment } from '#shared/portal/form-page/environment.ts';

// The gateway's route and how it went; the function logs its route under the same `requestId`. No
// address, path (links without a login are in paths) or claim of the token.
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
  size: '$context.responseLength',
};

// Families whose handlers name the pages of the deployment: in mails, to show them or to have them
// sent, and in the link that a form answers.
const namesPages: ReadonlySet<string> = new Set(['config', 'cases', 'public', 'automation']);
// Families whose handlers hand out URLs by which files are uploaded and fetched.
/** The family that tries a webhook, and refuses one that is not allowed in the stage. */
const callsWebhooks = 'config';
const countsByDays = 'insight';
// Families with something that takes longer than a request may: imports, exports, erasing.
const beginsJobs: ReadonlySet<string> = new Set(['jobs', 'search', 'cases', 'contacts', 'config']);
const signsFiles: ReadonlySet<string> = new Set(['work', 'portal']);
// Families that hand out a case, or all of a person, with the files.
const handsOut: ReadonlySet<string> = new Set(['cases', 'contacts']);
// The family that takes in files which come along with a form.
const takesForms = 'public';
// The family that hands out what jobs leave, and takes what is to be imported.
const signsJobs = 'jobs';
// The family of those whose handlers hand out mails that are on no case, to administrators.
const signsMails = 'work';

/**
 * The HTTP API: a function per family of routes, greedy routes to each, and the authoriser on all
 * that need a token.
 */
export class Api extends Construct {
  readonly #http: IHttpApi;
  readonly #edgeKey: string;
  readonly #deployment: Deployment;
  readonly #table: RecordTable;
  readonly #mail: MailIdentity;
  readonly #files: FilesBucket;

  constructor(
    scope: Construct,
    id: string,
    {
      address,
      table,
      mail,
      files,
      routes,
      issuer,
      ...deployment
    }: Deployment & {
      address: AddressStack;
      table: RecordTable;
      mail: MailIdentity;
      files: FilesBucket;
      routes: readonly GatewayRoute[];
      issuer: TokenIssuer;
    },
  ) {
    super(scope, id);
    this.#deployment = deployment;
    this.#table = table;
    this.#mail = mail;
    this.#files = files;
    // As one of another stack, so that authoriser and integrations lie beside the routes, here.
    const { apiId: httpApiId, apiEndpoint } = address.http;
    this.#http = HttpApi.fromHttpApiAttributes(this, 'Http', { httpApiId, apiEndpoint });
    this.#edgeKey = address.edgeKey;
    const open = new Map<string, HttpRoute>();
    const authorizer = new HttpJwtAuthorizer('Authorizer', issuer.url, { jwtAudience: issuer.audience });
    for (const [family, ofFamily] of Map.groupBy(routes, (route) => route.family)) {
      const integration = this.#integrationOf(family);
      for (const route of ofFamily) {
        const key = gatewayRouteKey(route);
        const declared = new HttpRoute(this, key, {
          httpApi: this.#http,
          routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
          integration,
          ...(route.auth === 'jwt' && { authorizer }),
        });
        if (route.auth === 'jwt') continue;
        open.set(key, declared);
        Validations.of(declared).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            route.method === 'OPTIONS'
              ? 'A browser has no token yet when it asks whether a page may send one.'
              : 'The declarations of all routes below it say that anyone may call them.',
        });
      }
    }
    this.#openStage(open);
    this.#raiseFailures();
  }

  /** It writes links that mail programs call by themselves. */
  bindAddress(fn: ServiceFunction): void {
    fn.bindEnvironment(apiAddressEnvironment, { API_URL: this.#http.apiEndpoint });
  }

  #integrationOf(family: GatewayRoute['family']): HttpLambdaIntegration {
    const fn = new ServiceFunction(this, functionOfFamily(family), this.#deployment);
    this.#table.bindWrite(fn);
    fn.bindEnvironment(edgeEnvironment, { EDGE_KEY: this.#edgeKey });
    if (namesPages.has(family)) this.#mail.bindPages(fn);
    if (family === callsWebhooks)
      fn.bindEnvironment(webhookEnvironment, { WEBHOOK_TARGETS: this.#deployment.stage.webhookTargets });
    if (family === countsByDays)
      fn.bindEnvironment(reportingEnvironment, { REPORTING_ZONE: this.#deployment.stage.reportingZone });
    if (beginsJobs.has(family))
      fn.bindEnvironment(jobsEnvironment, { JOBS_KEPT_DAYS: String(this.#deployment.stage.jobsKeptDays) });
    if (signsFiles.has(family)) this.#files.bindSign(fn);
    if (family === takesForms) {
      this.#files.bindWrite(fn, pendingPrefix);
      fn.bindEnvironment(formEnvironment, { LANGUAGES: this.#deployment.stage.console.languages.join() });
    }
    if (handsOut.has(family)) this.#files.bindRead(fn, filesPrefix);
    if (family === signsJobs) {
      this.#files.bindRead(fn, jobsPrefix);
      this.#files.bindWrite(fn, importsPrefix);
    }
    if (family === signsMails) this.#files.bindRead(fn, inboundPrefix);
    // One permission for the API instead of one for each route: a function's policy holds 20 KB.
    return new HttpLambdaIntegration(family, fn.lambda, { scopePermissionToRoute: false });
  }

  /** @param open the routes that need no token, by their keys */
  #openStage(open: ReadonlyMap<string, HttpRoute>): void {
    const { stage } = this.#deployment;
    const logGroup = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/caseward/${stage.name}/api`,
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const opened = new HttpStage(this, 'Stage', {
      httpApi: this.#http,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.requestsPerSecond, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    const { requestsPerSecond, burst } = stage.publicThrottle;
    const throttle = { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst };
    (opened.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...open.keys()].map((key) => [key, throttle]),
    );
    // API Gateway refuses settings of a route that is not there yet.
    opened.node.addDependency(...open.values());
  }

  #raiseFailures(): void {
    this.#deployment.alarms.raise('api-server-errors', {
      metric: this.#http.metricServerError({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 1,
      userImpact: 'Some requests are answered with an error that is not the caller’s.',
      runbook: 'api-failing',
    });
  }
}
