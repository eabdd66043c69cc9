import { describe, expect, test } from 'vitest';
import { type Assembly, asList, type Resource, synthesize } from '#test/infra/assembly.ts';

// Where a deployment is reached, and who has to know it.

const prod = synthesize({ stage: 'prod' });
const own = synthesize({
  stage: 'prod',
  domain: 'help.university.example',
  certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
});

type StackName = 'address' | 'data' | 'service' | 'console';
const inStack = (assembly: Assembly, stack: StackName, type: string): Resource[] =>
  Object.values(assembly[stack].findResources(type)) as Resource[];
const distributionOf = (assembly: Assembly) =>
  inStack(assembly, 'address', 'AWS::CloudFront::Distribution')[0]?.Properties.DistributionConfig;
const clientOf = (assembly: Assembly) => inStack(assembly, 'data', 'AWS::Cognito::UserPoolClient')[0]?.Properties;
const variablesOf = (assembly: Assembly, name: string) =>
  inStack(assembly, 'service', 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.FunctionName === `caseward-prod-${name}`,
  )?.Properties.Environment.Variables;
const written = (value: unknown): string => JSON.stringify(value);
const domainOfDistribution = /ConsoleDistribution\w+DomainName/;

describe('[IN-5] the address of a deployment', () => {
  test('refers to no other stack, so that every other may refer to it', () => {
    expect(written(prod.address.toJSON())).not.toContain('Fn::ImportValue');
    expect(written(prod.data.toJSON())).not.toMatch(/"Fn::ImportValue":"Caseward-prod-(?!Address)/);
    expect(written(prod.service.toJSON())).not.toMatch(/"Fn::ImportValue":"Caseward-prod-Console/);
  });

  test('is where people are led back to when they sign in, by a code with PKCE and without a secret', () => {
    const client = clientOf(prod);
    expect(written(client.CallbackURLs)).toMatch(domainOfDistribution);
    expect(written(client.CallbackURLs)).toMatch(/\/signed-in"\]\]\}\]$/);
    expect(client).toMatchObject({ GenerateSecret: false, AllowedOAuthFlows: ['code'] });
    expect(clientOf(own)).toMatchObject({
      CallbackURLs: ['https://help.university.example/signed-in'],
      LogoutURLs: ['https://help.university.example/'],
    });
  });

  test('is what mails link to, unless the stage has pages elsewhere', () => {
    expect(written(variablesOf(prod, 'notify').PORTAL_URL)).toMatch(domainOfDistribution);
    expect(variablesOf(own, 'notify')).toMatchObject({
      PORTAL_URL: 'https://help.university.example/portal',
      STAFF_URL: 'https://help.university.example',
    });
    const elsewhere = synthesize({ stage: 'prod', portalUrl: 'https://my.university.example/help' });
    expect(variablesOf(elsewhere, 'notify').PORTAL_URL).toBe('https://my.university.example/help');
    expect(written(clientOf(elsewhere).CallbackURLs)).toContain('https://my.university.example/signed-in');
  });

  test('is a domain of its own where one is named, by TLS of today', () => {
    expect(distributionOf(own)).toMatchObject({
      Aliases: ['help.university.example'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    });
    expect(distributionOf(prod).Aliases).toBeUndefined();
  });

  test('is spoken to by TLS alone', () => {
    const { DefaultCacheBehavior, CacheBehaviors, Origins } = distributionOf(prod);
    for (const { ViewerProtocolPolicy } of [DefaultCacheBehavior, ...CacheBehaviors])
      expect(ViewerProtocolPolicy).toBe('redirect-to-https');
    const [api] = Origins.filter((origin: { CustomOriginConfig?: object }) => origin.CustomOriginConfig);
    expect(api.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  test('keeps nothing that the API answers, and hands on whatever was sent but the host', () => {
    const { CacheBehaviors } = distributionOf(prod);
    const ofApi = CacheBehaviors.filter(({ PathPattern }: { PathPattern: string }) => PathPattern !== '/assets/*');
    expect(ofApi.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
      '/v1/*',
      '/openapi.json',
      '/asyncapi.json',
      '/forms/*',
    ]);
    // CloudFront's own policies: CachingDisabled and AllViewerExceptHostHeader.
    for (const behaviour of ofApi)
      expect(behaviour).toMatchObject({
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      });
  });
});

describe('[PO-2] who calls by way of CloudFront', () => {
  test('is told to the API with a key that the API has, each of its functions', () => {
    const { Origins } = distributionOf(prod);
    const [api] = Origins.filter((origin: { CustomOriginConfig?: object }) => origin.CustomOriginConfig);
    expect(api.OriginCustomHeaders).toEqual([
      {
        HeaderName: 'x-caseward-edge',
        HeaderValue: { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
      },
    ]);
    const functions = inStack(prod, 'service', 'AWS::Lambda::Function').filter(({ Properties }) =>
      Properties.FunctionName.startsWith('caseward-prod-api-'),
    );
    const keys = new Set(functions.map(({ Properties }) => written(Properties.Environment.Variables.EDGE_KEY)));
    expect([functions.length > 10, keys.size]).toEqual([true, 1]);
    expect([...keys][0]).toContain('Fn::ImportValue');
    const outputs = prod.address.toJSON().Outputs as Record<string, { Value: unknown; Export?: { Name: string } }>;
    const exported = Object.values(outputs).find(({ Export }) => Export && [...keys][0]?.includes(Export.Name));
    expect(exported?.Value).toEqual(api.OriginCustomHeaders[0].HeaderValue);
  });

  test('is what the function at the edge writes, over whatever a request says of it', () => {
    const functions = inStack(prod, 'address', 'AWS::CloudFront::Function').map(({ Properties }) => Properties);
    const code = functions.map(({ FunctionCode }) => FunctionCode).find((text) => text.includes('viewer'));
    const handler = new Function(`${code}; return handler;`)() as (event: object) => { headers: object };
    const headers = { 'x-caseward-viewer': { value: '192.0.2.1' }, cookie: { value: 'a' } };
    expect(handler({ request: { headers }, viewer: { ip: '203.0.113.7' } }).headers).toEqual({
      'x-caseward-viewer': { value: '203.0.113.7' },
      cookie: { value: 'a' },
    });
  });
});

describe('[UI-1] the bucket of the pages', () => {
  const [bucket] = inStack(prod, 'address', 'AWS::S3::Bucket');
  const statements = inStack(prod, 'address', 'AWS::S3::BucketPolicy').flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );

  test('is private, encrypted, and read by this distribution alone', () => {
    expect(Object.values(bucket?.Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(written(bucket?.Properties.BucketEncryption)).toContain('AES256');
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.flatMap(({ Action }) => Action).sort()).toEqual(['s3:GetObject', 's3:ListBucket']);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
      expect(written(Condition.StringEquals['AWS:SourceArn'])).toContain('ConsoleDistribution');
    }
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('is filled by CDK’s function, which writes there and nowhere else, pages after what they load', () => {
    const [assets, pages] = inStack(prod, 'console', 'Custom::CDKBucketDeployment').toSorted((one) =>
      one.Properties.Include ? -1 : 1,
    );
    expect(assets?.Properties).toMatchObject({ Prune: false, Include: ['assets/*'], Exclude: ['*'] });
    expect(pages?.Properties).toMatchObject({ Exclude: ['assets/*'], SystemMetadata: { 'cache-control': 'no-cache' } });
    expect(written(pages?.DependsOn)).toContain('AssetsCustomResource');
    const allowed = inStack(prod, 'console', 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const writing = allowed.filter(({ Action }) => asList(Action).some((action: string) => /Put|Delete/.test(action)));
    expect(writing).toHaveLength(1);
    for (const resource of asList(writing[0].Resource)) expect(written(resource)).toContain('caseward-prod-pages-');
  });
});

describe('[UI-1] what pages of a deployment are told', () => {
  const policyOf = (assembly: Assembly): string =>
    written(inStack(assembly, 'address', 'AWS::CloudFront::ResponseHeadersPolicy')[0]?.Properties);

  test('they may speak with the user pool, or with the issuer of the institution', () => {
    expect(policyOf(prod)).toMatch(/amazoncognito\.com/);
    expect(policyOf(prod)).toMatch(/caseward-prod-files-/);
    const issuer = synthesize({ stage: 'prod', issuer: 'https://login.university.example/oidc', audience: 'caseward' });
    expect(policyOf(issuer)).toContain(
      "connect-src 'self' https://login.university.example https://caseward-prod-files",
    );
    expect(policyOf(issuer)).not.toContain('amazoncognito');
  });

  test('a basemap elsewhere is one of the hosts that they may speak with', () => {
    const basemap = 'https://maps.university.example/campus.pmtiles';
    expect(policyOf(synthesize({ stage: 'prod', basemap }))).toContain('https://maps.university.example');
    expect(policyOf(synthesize({ stage: 'prod', basemap: '/assets/campus.pmtiles' }))).not.toContain('pmtiles');
  });
});
