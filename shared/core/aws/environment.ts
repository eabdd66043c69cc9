import * as z from 'zod';
import type { AwsAccess } from '#shared/core/aws/call-aws.ts';

// Lambda gives these to every function, for as long as its process lives.
const lambdaEnvironment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
});

/** Services that are asked without a client, with the variable that says where else they are. */
const services = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  email: 'AWS_ENDPOINT_URL_SESV2',
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
} as const;

/** Where a service is in a region, in China among them. */
const endpointIn = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** How a function reaches a service, by the variables that Lambda gives it. */
export const accessOf = (
  environment: Record<string, string | undefined>,
  service: keyof typeof services = 'dynamodb',
): AwsAccess => {
  const given = lambdaEnvironment.parse(environment);
  return {
    endpoint: environment[services[service]] || endpointIn(service, given.AWS_REGION),
    region: given.AWS_REGION,
    credentials: {
      accessKeyId: given.AWS_ACCESS_KEY_ID,
      secretAccessKey: given.AWS_SECRET_ACCESS_KEY,
      sessionToken: given.AWS_SESSION_TOKEN,
    },
  };
};
