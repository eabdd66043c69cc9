import { Aws, CfnOutput, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { Console } from '#infra/constructs/console.ts';
import { filesOrigin } from '#infra/constructs/files.ts';
import { signInOrigins } from '#infra/constructs/people.ts';
import { mayCallTheApi, type PageAddresses, type Stage } from '#infra/stages.ts';

// What a page in a browser may send and read beside what every page may.
const requestHeaders = ['authorization', 'content-type', 'if-match', 'idempotency-key'];
const answerHeaders = ['etag', 'location', 'retry-after', 'x-request-id', 'idempotent-replayed'];

/**
 * The addresses of the pages and of the API. It refers to no other stack, so what lets people in or
 * writes links can name them, and they stay when the rest is deployed anew: docs/decisions/0072.
 */
export class AddressStack extends Stack {
  readonly http: HttpApi;
  readonly console: Console;
  readonly pages: PageAddresses;
  /** What CloudFront says to the API, and nobody else can; for other stacks. */
  readonly edgeKey: string;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const callers = mayCallTheApi(stage);
    this.http = new HttpApi(this, 'Http', {
      apiName: `caseward-${stage.name}`,
      createDefaultStage: false,
      // The console is of one origin with it, and asks for no leave.
      ...(callers.length > 0 && {
        corsPreflight: {
          allowOrigins: callers,
          allowMethods: [
            CorsHttpMethod.GET,
            CorsHttpMethod.POST,
            CorsHttpMethod.PUT,
            CorsHttpMethod.PATCH,
            CorsHttpMethod.DELETE,
          ],
          allowHeaders: requestHeaders,
          exposeHeaders: answerHeaders,
          maxAge: Duration.hours(2), // what browsers keep at most
        },
      }),
    });
    // CloudFormation makes up a random name for each stack that is made; in another stack it would
    // be that one's.
    const edgeKey = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    this.edgeKey = this.exportValue(edgeKey, { name: `${this.stackName}:EdgeKey` });
    this.console = new Console(this, 'Console', {
      stage,
      edgeKey,
      apiEndpoint: this.http.apiEndpoint,
      connectTo: stage.issuer?.origins ?? signInOrigins(stage),
      filesOrigin: filesOrigin(stage),
    });
    this.pages = pagesOf(stage, this.console.url);
    new CfnOutput(this, 'Url', {
      value: this.console.url,
      description: 'Where people work: the pages, and the API below it.',
    });
    new CfnOutput(this, 'ApiUrl', {
      value: this.http.apiEndpoint,
      description: 'Where the API answers without the pages; the description of it is at /openapi.json.',
    });
  }
}

const pagesOf = ({ staffUrl, portalUrl }: Stage, address: string): PageAddresses => {
  const elsewhere = [staffUrl, portalUrl].flatMap((url) => (url === undefined ? [] : [new URL(url).origin]));
  return {
    staffUrl: staffUrl ?? address,
    portalUrl: portalUrl ?? `${address}/portal`,
    origins: [...new Set([address, ...elsewhere])],
  };
};
