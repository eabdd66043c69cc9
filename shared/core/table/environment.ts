import * as z from 'zod';
import type { DynamoDbAccess } from '#shared/core/table/dynamodb.ts';

/** What a function that reads or writes the table has to be given. */
export const tableEnvironment = z.object({ TABLE_NAME: z.string().min(1) });

// Lambda gives these to every function, for as long as its process lives.
const lambdaEnvironment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
  AWS_ENDPOINT_URL_DYNAMODB: z.string().min(1).optional(),
});

/** Where DynamoDB is in a region, in China among them. */
const endpointIn = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** How a function reaches DynamoDB, by the variables that Lambda gives it. */
export const accessOf = (environment: Record<string, string | undefined>): DynamoDbAccess => {
  const given = lambdaEnvironment.parse(environment);
  return {
    endpoint: given.AWS_ENDPOINT_URL_DYNAMODB ?? endpointIn(given.AWS_REGION),
    region: given.AWS_REGION,
    credentials: {
      accessKeyId: given.AWS_ACCESS_KEY_ID,
      secretAccessKey: given.AWS_SECRET_ACCESS_KEY,
      sessionToken: given.AWS_SESSION_TOKEN,
    },
  };
};
