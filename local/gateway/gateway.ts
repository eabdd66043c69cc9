// The HTTP API of the template as API Gateway runs it: routes, JWT authoriser, throttle, payload
// limit, CORS, and the answers that the gateway gives itself (`{"message": …}`).

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { timesSlowerThanLambda } from '#local/functions/functions.ts';
import { type Cors, corsHeaders, preflight } from '#local/gateway/cors.ts';
import { gatewayEvent, type HttpAnswer, readAnswer } from '#local/gateway/event.ts';
import type { Issuer } from '#local/gateway/issuer.ts';
import { createRouteTable } from '#local/gateway/route-table.ts';

export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the authoriser of the template asks of a token; the local issuer signs accordingly. */
interface JwtRequirement {
  issuer: string;
  audience: string[];
}

// Limits of API Gateway and Lambda: a request of 10 MB, of which Lambda takes 6 MB with all that is
// around it; an answer of 6 MB; 10,240 bytes of request line and headers; 29 seconds to answer.
const mostRequestBytes = 10 * 2 ** 20;
const mostLambdaBytes = 6 * 2 ** 20;
const mostHeadBytes = 10_240;
const longestIntegrationMs = 29_000;

const routeProperties = z.looseObject({
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});

const integrationProperties = z.looseObject({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.int().max(longestIntegrationMs).default(longestIntegrationMs),
});

const authorizerProperties = z.looseObject({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.array(z.literal('$request.header.Authorization')).length(1),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()).min(1) }),
});

const throttle = z.object({ ThrottlingRateLimit: z.number().optional(), ThrottlingBurstLimit: z.number().optional() });
const stageProperties = z.looseObject({
  StageName: z.literal('$default'),
  DefaultRouteSettings: throttle.optional(),
  RouteSettings: z.record(z.string(), throttle).default({}),
});

interface StackRoute {
  routeKey: string;
  function: string;
  timeoutMs: number;
  jwt: JwtRequirement | undefined;
  scopes: string[];
  /** Whether the throttle lets one more request pass now. */
  admits: () => boolean;
}

/** What the authorisers of the deployment ask of tokens. */
export function jwtRequirements(deployment: DeployedResources): JwtRequirement[] {
  return deployment.ofType('AWS::ApiGatewayV2::Authorizer').map(requirementOf);
}

export function createGateway(context: ServiceContext, deployment: DeployedResources, issuer: Issuer): Gateway {
  const [api, ...others] = deployment.ofType('AWS::ApiGatewayV2::Api');
  if (!api) throw new Error('The template has no AWS::ApiGatewayV2::Api.');
  if (others[0]) throw new CannotRun(others[0], 'there is one HTTP API here');
  const { CorsConfiguration: cors } = propertiesOf(
    api,
    z.looseObject({ ProtocolType: z.literal('HTTP'), CorsConfiguration: z.custom<Cors>().optional() }),
  );
  const find = createRouteTable(routesOf(deployment).map((route) => ({ routeKey: route.routeKey, target: route })));

  return async (request, response) => {
    const requestId = randomUUID();
    const method = request.method ?? 'GET';
    const send = (answer: HttpAnswer) => {
      const { statusCode, headers = {}, cookies = [], body } = answer;
      response.writeHead(statusCode, {
        ...headers,
        ...corsHeaders(cors, request.headers.origin),
        ...(cookies.length > 0 && { 'set-cookie': cookies }),
        'apigw-requestid': requestId,
      });
      response.end(body);
    };
    const refuse = (statusCode: number, message: string) =>
      send({
        statusCode,
        headers: { 'content-type': 'application/json', 'x-request-id': requestId },
        body: JSON.stringify({ message }),
      });

    if (headBytes(request) > mostHeadBytes) return refuse(431, 'Request Header Fields Too Large');
    if (method === 'OPTIONS' && cors) return send(preflight(cors, request.headers));
    const url = new URL(request.url ?? '/', 'http://localhost');
    const match = tryTo(() => find(method, url.pathname));
    if (match === 'failed') return refuse(400, 'Bad Request');
    if (!match) return refuse(404, 'Not Found');
    const { target: route, pathParameters } = match;
    if (!route.admits()) return refuse(429, 'Too Many Requests');
    const claims = route.jwt && (await issuer.verify(bearer(request.headers.authorization), route.jwt));
    if (route.jwt && !claims) return refuse(401, 'Unauthorized');
    if (claims && !hasScope(claims, route.scopes)) return refuse(403, 'Forbidden');

    const body = await bodyOf(request);
    if (!body) return refuse(413, 'Request Entity Too Large');
    const event = gatewayEvent({
      request,
      url,
      body,
      requestId,
      route: route.routeKey,
      pathParameters,
      claims,
      now: context.clock.now(),
      apiId: api.name,
      account: deployment.account,
    });
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > mostLambdaBytes) return refuse(413, 'Request Entity Too Large');

    const result = await withinTime(context.functions.invoke(route.function, payload), route.timeoutMs);
    if (!result) return refuse(503, 'Service Unavailable');
    // What Lambda does not hand over is a failure of the function to API Gateway.
    const isHandedOver = result.ok && Buffer.byteLength(result.payload) <= mostLambdaBytes;
    const answer = isHandedOver ? readAnswer(JSON.parse(result.payload)) : undefined;
    if (!answer) return refuse(500, 'Internal Server Error');
    send(answer);
  };
}

function routesOf(deployment: DeployedResources): StackRoute[] {
  const [stage, ...others] = deployment.ofType('AWS::ApiGatewayV2::Stage');
  if (others[0]) throw new CannotRun(others[0], 'there is one stage here');
  const settings = stage && propertiesOf(stage, stageProperties);
  const shared = bucket(settings?.DefaultRouteSettings);

  return deployment.ofType('AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey, Target, AuthorizationType, AuthorizerId, AuthorizationScopes } = propertiesOf(
      resource,
      routeProperties,
    );
    const integration = named(deployment, resource, Target.slice('integrations/'.length));
    const { IntegrationUri, TimeoutInMillis } = propertiesOf(integration, integrationProperties);
    const authorizer = AuthorizationType === 'JWT' ? named(deployment, resource, String(AuthorizerId)) : undefined;
    const own = settings?.RouteSettings[RouteKey];
    return {
      routeKey: RouteKey,
      function: named(deployment, resource, IntegrationUri).name,
      timeoutMs: TimeoutInMillis * timesSlowerThanLambda,
      jwt: authorizer && requirementOf(authorizer),
      scopes: AuthorizationScopes,
      admits: own ? bucket(own) : shared,
    };
  });
}

function named(deployment: DeployedResources, asking: Resource, reference: string): Resource {
  const resource = deployment.find(reference);
  if (!resource) throw new CannotRun(asking, `it refers to ${reference}, which is not there`);
  return resource;
}

function requirementOf(authorizer: Resource): JwtRequirement {
  const { Issuer, Audience } = propertiesOf(authorizer, authorizerProperties).JwtConfiguration;
  return { issuer: Issuer, audience: Audience };
}

/**
 * A token bucket over real time, for time that is advanced or stands still says nothing about load.
 */
function bucket({
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
}: z.infer<typeof throttle> = {}): () => boolean {
  if (rate === undefined || burst === undefined) return () => true;
  let tokens = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
    filledAt = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/** The request line and the headers, as they came. */
const headBytes = ({ method = '', url = '', rawHeaders }: IncomingMessage): number =>
  Buffer.byteLength(`${method} ${url} HTTP/1.1`) +
  rawHeaders.reduce((bytes, part) => bytes + Buffer.byteLength(part), 0);

const bearer = (header: string | undefined) => (header ?? '').replace(/^Bearer\s+/i, '');

function hasScope(claims: Record<string, unknown>, wanted: string[]): boolean {
  const given = String(claims.scope ?? '').split(' ');
  return wanted.length === 0 || wanted.some((scope) => given.includes(scope));
}

/**
 * The body, or undefined when it is larger than the gateway takes. It is read to its end either
 * way, so that the answer arrives.
 */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= mostRequestBytes) chunks.push(chunk);
  }
  return bytes <= mostRequestBytes ? Buffer.concat(chunks) : undefined;
}

function withinTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A path that is not valid percent-encoding throws while it is decoded. */
function tryTo<T>(work: () => T): T | 'failed' {
  try {
    return work();
  } catch {
    return 'failed';
  }
}
