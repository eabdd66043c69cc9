// `AWS::CloudFront::ResponseHeadersPolicy`: what CloudFront adds to every answer.

import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';

const override = z.literal(true); // what an origin says itself would have to be asked about otherwise

const policyProperties = z.object({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), Override: override }).optional(),
        ContentTypeOptions: z.strictObject({ Override: override }).optional(),
        FrameOptions: z.strictObject({ FrameOption: z.string(), Override: override }).optional(),
        ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), Override: override }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.boolean().default(false),
            Override: override,
          })
          .optional(),
      })
      .default({}),
    CustomHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), Override: override })) })
      .default({ Items: [] }),
  }),
});

/**
 * The headers that a policy adds. Buckets are at another address here, so a policy that names them
 * names that one.
 */
export function headersOf(
  policy: Resource,
  deployment: DeployedResources,
  objectsOrigin: string,
): Record<string, string> {
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = propertiesOf(
    policy,
    policyProperties,
  ).ResponseHeadersPolicyConfig;
  const transport = security.StrictTransportSecurity;
  const headers = {
    'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
    'x-content-type-options': security.ContentTypeOptions && 'nosniff',
    'x-frame-options': security.FrameOptions?.FrameOption,
    'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
    'strict-transport-security':
      transport &&
      `max-age=${transport.AccessControlMaxAgeSec}${transport.IncludeSubdomains ? '; includeSubDomains' : ''}`,
    ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value])),
  };
  const buckets = deployment
    .ofType('AWS::S3::Bucket')
    .map(({ ref }) => `https://${ref}.s3.${deployment.region}.amazonaws.com`);
  const here = (text: string) => buckets.reduce((said, bucket) => said.replaceAll(bucket, objectsOrigin), text);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, here(value)]])),
  );
}
