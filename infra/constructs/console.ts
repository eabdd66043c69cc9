import { Annotations, Aws, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { contentSecurityPolicy } from '#infra/content-security-policy.ts';
import type { Stage } from '#infra/stages.ts';
import { edgeHeaders } from '#shared/core/http/environment.ts';

/** What the API answers at the address of the console, so that pages and API are one origin. */
const placesOfTheApi = ['/v1/*', '/openapi.json', '/asyncapi.json', '/forms/*'];

// Every page of the console is one file: what is no file at the top is an address within it.
// Favourites icons are asked for by a name that is older than the format.
const toTheFile = `
function handler(event) {
  var request = event.request;
  if (request.uri === '/favicon.ico') request.uri = '/favicon.svg';
  if (!/^\\/[^\\/]+\\.[a-z0-9]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}
`.trim();

// API Gateway sees CloudFront call, and not for whom: what CloudFront knows of that goes along.
const nameViewer = `
function handler(event) {
  event.request.headers['${edgeHeaders.viewer}'] = { value: event.viewer.ip };
  return event.request;
}
`.trim();

interface ConsoleProps {
  stage: Stage;
  /** What proves to the API that CloudFront speaks. */
  edgeKey: string;
  /** Where the API answers: an `https` address without a path. */
  apiEndpoint: string;
  /** Where pages fetch from beside their own origin. */
  connectTo: string[];
  /** Where uploads go, and pictures come from. */
  filesOrigin: string;
}

/** Known beforehand, so that what fills it needs no reference across stacks. */
export const pagesBucketName = ({ name }: Stage): string => `caseward-${name}-pages-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

/**
 * Where people use the deployment: the pages from a private bucket, and the API, as one origin.
 * Nothing of either can be framed, and a page runs no script but its own files.
 */
export class Console extends Construct {
  readonly distribution: Distribution;
  /** Where people open it. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, edgeKey, apiEndpoint, connectTo, filesOrigin }: ConsoleProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Pages', {
      bucketName: pagesBucketName(stage),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY, // its files are made from the sources
    });
    const headers = new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy({ connectTo, filesOrigin, basemap: stage.console.basemap }),
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'permissions-policy', value: permissionsPolicy, override: true },
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        ],
      },
    });
    const pages = {
      // With leave to list the bucket, what is not there is answered 404 rather than 403.
      origin: S3BucketOrigin.withOriginAccessControl(bucket, {
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      responseHeadersPolicy: headers,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    } satisfies BehaviorOptions;
    const api: BehaviorOptions = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', apiEndpoint)), {
        customHeaders: { [edgeHeaders.key]: edgeKey },
      }),
      functionAssociations: [this.#function('NameViewer', nameViewer)],
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // All that was sent, the token too; but API Gateway knows itself by its own host.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
    const { domain } = stage;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Caseward ${stage.name}`,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificate),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        ...pages,
        functionAssociations: [this.#function('ToTheFile', toTheFile)],
      },
      additionalBehaviors: {
        ...Object.fromEntries(placesOfTheApi.map((place) => [place, api])),
        '/assets/*': pages,
      },
    });
    this.url = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
    this.#acknowledge(bucket);
  }

  #function(id: string, code: string): FunctionAssociation {
    const runtime = FunctionRuntime.JS_2_0;
    const made = new EdgeFunction(this, id, { code: FunctionCode.fromInline(code), runtime });
    return { eventType: FunctionEventType.VIEWER_REQUEST, function: made };
  }

  #acknowledge(bucket: Bucket): void {
    Annotations.of(this.distribution).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      'The distribution has a default root object, and the names of its files are in its pages.',
    );
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Its files are the same for everybody and are read by CloudFront alone: a log of that says nothing.',
    });
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Students and staff are where they are: no country is shut out of asking for help.',
      },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'A web ACL costs by the month where an idle deployment costs next to nothing; the gateway has throttles, and an institution adds the ACL that it has.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'Links for people without a login are in paths, and would be in the log; the gateway logs requests without them.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason: 'Without a domain of one’s own the certificate is CloudFront’s, which knows no minimum but its own.',
      },
    );
  }
}

// What no page of ours asks for, in a frame or out of it; a form may ask where something is. Not
// bluetooth: Chromium on Linux does not know it, and says so as an error on every page.
const permissionsPolicy = [
  ...['accelerometer', 'camera', 'display-capture', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment'],
  ...['serial', 'usb', 'hid', 'screen-wake-lock', 'browsing-topics'],
]
  .map((feature) => `${feature}=()`)
  .concat('geolocation=(self)', 'fullscreen=(self)')
  .join(', ');
