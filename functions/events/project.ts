// Keeps what is found and counted over many records, from the stream. Each projection makes what it
// does count once, so a batch may come again; no command waits for it or fails with it.

import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { itemOf } from '#functions/events/stream-image.ts';
import { moves, stands } from '#functions/insight/standing.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import type { Key } from '#shared/core/table/keys.ts';
import type { Change, Projection } from '#shared/insight/change.ts';

interface Streamed {
  sequenceNumber: string;
  change: Change;
}

const streamedOf = ({ dynamodb }: DynamoDBRecord): Streamed => {
  const [before, after] = [itemOf(dynamodb?.OldImage), itemOf(dynamodb?.NewImage)];
  const key = itemOf(dynamodb?.Keys) as unknown as Key;
  const { ApproximateCreationDateTime: seconds } = dynamodb ?? {};
  const change = {
    key,
    ...(before && { before }),
    ...(after && { after }),
    ...(seconds !== undefined && { at: seconds * 1000 }),
  };
  return { sequenceNumber: dynamodb?.SequenceNumber ?? '', change };
};

/** What a projection failed with. */
interface ProjectionFailure {
  projection: string;
  error: Error;
}

/**
 * Gives changes to every projection that wants them. One that fails keeps none of the others from
 * theirs.
 */
const takeAll = async (
  projections: readonly Projection[],
  changes: readonly Change[],
): Promise<ProjectionFailure[]> => {
  const taken = projections.map(async ({ name, wants, take }): Promise<ProjectionFailure[]> => {
    const wanted = changes.filter(wants);
    try {
      if (wanted.length > 0) await take(wanted);
      return [];
    } catch (error) {
      return [{ projection: name, error: error as Error }];
    }
  });
  return (await Promise.all(taken)).flat();
};

export const project = (
  { definitions, table, now }: Pick<Services, 'definitions' | 'table' | 'now'>,
  projections: readonly Projection[],
) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse, Error, Context>()
    .before(() => definitions.refreshWhenRead())
    .handler(async ({ Records }) => {
      const streamed = Records.map(streamedOf);
      const all = streamed.map(({ change }) => change);
      const failed = await takeAll(projections, all);
      if (failed.length === 0) {
        await moves(table, all);
        return { batchItemFailures: [] };
      }
      // One by one, so that what cannot be taken is known by its number, and nothing before it
      // comes again.
      for (const { sequenceNumber, change } of streamed) {
        const failures = await takeAll(projections, [change]);
        const [failure] = failures;
        if (!failure) continue;
        for (const { projection } of failures) await stands(table, { projection, change, now: now() });
        logger.error('a change was not projected', { ...failure, itemKind: change.key.sk.split('#')[0] });
        return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
      }
      await moves(table, all);
      return { batchItemFailures: [] };
    });
