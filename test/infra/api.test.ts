import { describe, expect, test } from 'vitest';
import { functionOfFamily } from '#infra/functions.ts';
import { routes } from '#shared/contract/route-index.ts';
import { routeKey } from '#shared/core/http/route.ts';
import { referred, synthesize } from '#test/infra/assembly.ts';

const { ofType, every } = synthesize({ stage: 'prod' });
const declared = ofType('AWS::ApiGatewayV2::Route');
const declaredOf = (key: string) => declared.find(({ Properties }) => Properties.RouteKey === key);

describe('the HTTP API', () => {
  test('has each route that is declared, and no other', () => {
    expect(declared.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(routes.map(routeKey).sort());
  });

  test.each(routes.map((route) => ({ key: routeKey(route), route })))(
    '$key asks for a token exactly where it needs one',
    ({ key, route }) => {
      const authorizers = ofType('AWS::ApiGatewayV2::Authorizer').map(({ id }) => id);
      const { AuthorizationType, AuthorizerId } = declaredOf(key)?.Properties ?? {};
      expect(AuthorizationType).toBe(route.auth === 'jwt' ? 'JWT' : 'NONE');
      expect(authorizers.includes(referred(AuthorizerId) ?? '')).toBe(route.auth === 'jwt');
    },
  );

  test.each(routes.map((route) => ({ key: routeKey(route), route })))(
    '$key leads to the function of its family',
    ({ key, route }) => {
      const target = declaredOf(key)?.Properties.Target['Fn::Join'][1][1];
      const integration = every.find(({ id }) => id === referred(target));
      const fn = every.find(({ id }) => id === referred(integration?.Properties.IntegrationUri));
      expect(fn?.Properties.FunctionName).toBe(`caseward-prod-${functionOfFamily(route.family)}`);
      expect(integration?.Properties.PayloadFormatVersion).toBe('2.0');
    },
  );

  test('has one integration and one permission for each family, however many routes', () => {
    const families = new Set(routes.map(({ family }) => family)).size;
    expect(ofType('AWS::ApiGatewayV2::Integration')).toHaveLength(families);
    const permissions = ofType('AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(permissions).toHaveLength(families);
  });

  test('[PO-2] each route that needs no token has a throttle of its own, which leaves most of the stage to who is signed in', () => {
    const settings = ofType('AWS::ApiGatewayV2::Stage')[0]?.Properties.RouteSettings;
    const open = routes.filter((route) => route.auth === 'none').map(routeKey);
    expect(open.length).toBeGreaterThan(10);
    expect(settings).toEqual(
      Object.fromEntries(open.map((key) => [key, { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }])),
    );
    // API Gateway refuses the settings of a route that is not there yet.
    const waitsFor = every.find(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage')?.DependsOn;
    expect(waitsFor).toEqual(expect.arrayContaining(open.map((key) => declaredOf(key)?.id)));
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

  test('may be called by the two pages of the stage and by no others', () => {
    expect(ofType('AWS::ApiGatewayV2::Api')[0]?.Properties.CorsConfiguration.AllowOrigins).toEqual([
      'https://portal.caseward.example',
      'https://staff.caseward.example',
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
