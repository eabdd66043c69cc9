import { Annotations, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  Function as RewriteFunction,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { contentSecurityPolicy } from '#infra/content-security-policy.ts';
import type { Stage } from '#infra/stages.ts';

/** What the API answers at the address of the console, so that pages and API are one origin. */
export const placesOfTheApi = ['/v1/*', '/openapi.json', '/asyncapi.json', '/forms/*'];

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

export interface ConsoleProps {
  stage: Stage;
  /** Where the API answers: an `https` address without a path. */
  apiEndpoint: string;
  /** Where pages fetch from beside their own origin. */
  connectTo: string[];
  /** Where uploads go, and pictures come from. */
  filesOrigin: string;
}

/**
 * Where people use the deployment: the pages from a private bucket, and the API, as one origin.
 * Nothing of either can be framed, and a page runs no script but its own files.
 */
export class Console extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { stage, apiEndpoint, connectTo, filesOrigin }: ConsoleProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Pages', {
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
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      responseHeadersPolicy: headers,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    } satisfies BehaviorOptions;
    const api: BehaviorOptions = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', apiEndpoint))),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // All that was sent, the token too; but API Gateway knows itself by its own host.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Caseward ${stage.name}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        ...pages,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new RewriteFunction(this, 'ToTheFile', {
              code: FunctionCode.fromInline(toTheFile),
              runtime: FunctionRuntime.JS_2_0,
              comment: 'Pages of the console are one file.',
            }),
          },
        ],
      },
      additionalBehaviors: {
        ...Object.fromEntries(placesOfTheApi.map((place) => [place, api])),
        '/assets/*': pages,
      },
    });
    this.#acknowledge();
  }

  /** Where people open it. */
  get url(): string {
    return `https://${this.distribution.distributionDomainName}`;
  }

  #acknowledge(): void {
    Annotations.of(this.distribution).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      'The distribution has a default root object, and the names of its files are in its pages.',
    );
    Validations.of(this.bucket).acknowledge({
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

// What no page of ours asks for, in a frame or out of it; a form may ask where something is.
const permissionsPolicy = [
  ...['accelerometer', 'camera', 'display-capture', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment'],
  ...['serial', 'usb', 'bluetooth', 'hid', 'screen-wake-lock', 'browsing-topics'],
]
  .map((feature) => `${feature}=()`)
  .concat('geolocation=(self)', 'fullscreen=(self)')
  .join(', ');
