import { describe, expect, test } from 'vitest';
import { functionOfFamily } from '#infra/functions.ts';
import { createRouteTable } from '#local/gateway/route-table.ts';
import { routes } from '#shared/contract/route-index.ts';
import { routeKey } from '#shared/core/http/route.ts';
import { type Resource, referred, synthesize } from '#test/infra/assembly.ts';

const { ofType, every } = synthesize({ stage: 'prod' });
const declared = ofType('AWS::ApiGatewayV2::Route');
const keysOf = (resources: Resource[]): string[] => resources.map(({ Properties }) => Properties.RouteKey).sort();
const isOpen = ({ Properties }: Resource) => Properties.AuthorizationType === 'NONE';
const open = declared.filter(isOpen);

/** The route of the template that API Gateway finds for a request. */
const find = createRouteTable(declared.map((route) => ({ routeKey: route.Properties.RouteKey, target: route })));
const found = (method: string, path: string) => find(method, path.replaceAll(/\{(\w+)\}/g, 'one-$1'))?.target;
const functionOf = (route: Resource | undefined): string | undefined => {
  const target = route?.Properties.Target['Fn::Join'][1][1];
  const integration = every.find(({ id }) => id === referred(target));
  const fn = every.find(({ id }) => id === referred(integration?.Properties.IntegrationUri));
  return fn?.Properties.FunctionName;
};

describe('the HTTP API', () => {
  test.each(routes.map((route) => ({ key: routeKey(route), route })))(
    '$key leads to the function of its family, and asks for a token exactly where it needs one',
    ({ route }) => {
      const authorizers = ofType('AWS::ApiGatewayV2::Authorizer').map(({ id }) => id);
      const target = found(route.method, route.path);
      expect(functionOf(target)).toBe(`caseward-prod-${functionOfFamily(route.family)}`);
      expect(target?.Properties.AuthorizationType).toBe(route.auth === 'jwt' ? 'JWT' : 'NONE');
      expect(authorizers.includes(referred(target?.Properties.AuthorizerId) ?? '')).toBe(route.auth === 'jwt');
    },
  );

  test.each(routes.filter(({ auth }) => auth === 'jwt').map((route) => [route.path]))(
    'a browser may ask for leave at %s without a token, and reaches no function that could do anything else',
    (path) => {
      const target = found('OPTIONS', path);
      expect(target && isOpen(target)).toBe(true);
      expect(functionOf(target)).toBe('caseward-prod-api-public');
    },
  );

  test.each(['/v1/nothing', '/v1/cases/1/2/3', '/v1/public/nothing', '/v1/me/nothing', '/v1/tasks/1', '/v1//cases'])(
    '%s, which no route has, leads to a function, which refuses it',
    (path) => {
      for (const method of ['GET', 'POST', 'HEAD', 'TRACE'])
        expect(functionOf(found(method, path))).toMatch(/^caseward-prod-api-/);
    },
  );

  test('nothing outside the places of the families leads anywhere', () => {
    for (const path of ['/', '/v1', '/v2/cases', '//v1/cases', '/_local/mail'])
      expect(found('GET', path)).toBeUndefined();
  });

  test('has one integration and one permission for each family, however many routes', () => {
    const families = new Set(routes.map(({ family }) => family)).size;
    const integrations = ofType('AWS::ApiGatewayV2::Integration');
    expect(integrations.map(({ Properties }) => Properties.PayloadFormatVersion)).toEqual(
      Array.from({ length: families }, () => '2.0'),
    );
    const permissions = ofType('AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(permissions).toHaveLength(families);
  });

  test('[PO-2] each route that needs no token has a throttle of its own, which leaves most of the stage to who is signed in', () => {
    const settings = ofType('AWS::ApiGatewayV2::Stage')[0]?.Properties.RouteSettings;
    expect(keysOf(open)).toContain('ANY /v1/public/{proxy+}');
    expect(settings).toEqual(
      Object.fromEntries(keysOf(open).map((key) => [key, { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }])),
    );
    // API Gateway refuses the settings of a route that is not there yet.
    const waitsFor = every.find(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage')?.DependsOn;
    expect(waitsFor).toEqual(expect.arrayContaining(open.map(({ id }) => id)));
  });

  test('throttles as its stage says', () => {
    expect(ofType('AWS::ApiGatewayV2::Stage')[0]?.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 1000,
      ThrottlingBurstLimit: 2000,
    });
  });

  test('logs each request without address, path, agent or anything of the token', () => {
    const format = ofType('AWS::ApiGatewayV2::Stage')[0]?.Properties.AccessLogSettings.Format;
    const variables = [...format.matchAll(/\$context\.([A-Za-z.]+)/g)].map((match) => match[1]);
    expect(variables).toContain('status');
    expect(
      variables.filter((variable) =>
        /^(identity|path|authorizer\.(?!error)|routeKey\.|protocol|domain)/.test(variable),
      ),
    ).toEqual([]);
  });

  test('[UI-3] may be called from pages of other origins that the stage names, and from no others', () => {
    const corsOf = (context: Record<string, string>) =>
      Object.values(synthesize(context).address.findResources('AWS::ApiGatewayV2::Api'))[0]?.Properties
        .CorsConfiguration;
    expect(corsOf({ stage: 'prod' })).toBeUndefined();
    expect(
      corsOf({
        stage: 'prod',
        portalUrl: 'https://portal.university.example/help',
        embedOrigins: 'https://www.university.example,https://estates.university.example',
      }).AllowOrigins,
    ).toEqual([
      'https://portal.university.example',
      'https://www.university.example',
      'https://estates.university.example',
    ]);
  });
});

describe('the authoriser', () => {
  const jwt = (context: Record<string, string>) =>
    synthesize(context).ofType('AWS::ApiGatewayV2::Authorizer')[0]?.Properties.JwtConfiguration;

  test('trusts any OIDC issuer that the context names, and then there is no user pool', () => {
    const context = { stage: 'prod', issuer: 'https://login.university.example', audience: 'caseward,caseward-mobile' };
    expect(jwt(context)).toEqual({
      Issuer: 'https://login.university.example',
      Audience: ['caseward', 'caseward-mobile'],
    });
    expect(synthesize(context).ofType('AWS::Cognito::UserPool')).toEqual([]);
  });

  test('trusts a user pool of the data stack where none is named', () => {
    const { Issuer, Audience } = jwt({ stage: 'prod' });
    expect(JSON.stringify(Issuer)).toMatch(/Fn::ImportValue.*ProviderURL/);
    expect(JSON.stringify(Audience)).toMatch(/Fn::ImportValue.*Client/);
  });

  test('trusts the local issuer on the local stack, written out so that it can be read there', () => {
    expect(jwt({ stage: 'local' })).toEqual({ Issuer: 'http://localhost:3000/_local/issuer', Audience: ['caseward'] });
  });
});
