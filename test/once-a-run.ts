import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import { choosePorts } from '#local/core/ports.ts';
import { startDynamoDb } from '#local/dynamodb/dynamodb.ts';

/**
 * What all stacks of a run share: the cloud assembly, and one DynamoDB Local with a database for
 * each. Starting Java costs more than most test files.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) return undefined; // another project of this run has done it
  const { dynamodb: port } = await choosePorts('any');
  const dynamodb = startDynamoDb({ port, folder: undefined, log: () => {} });
  await Promise.all([dynamodb.ready, synthesize()]);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
  return () => dynamodb.stop();
}

/** For a stack in a process of its own whose state survives it: the table is part of its state. */
export const withOwnDynamoDb: NodeJS.ProcessEnv = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: '' };
