import { Refusal } from '#shared/core/errors.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';

/** Whether an object of the bucket is not there. S3 is consistent, so waiting is in vain. */
export const isGoneObject = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchKey';

/**
 * Whether something fails the same way however often it is tried: a refusal or a fault of ours.
 * What AWS could not do or somebody else wrote first may go through; the SDK marks its errors.
 */
export const isLasting = (error: unknown): boolean => {
  if (error instanceof Refusal) return error.code !== 'write-conflict';
  if (isGoneObject(error)) return true;
  return !(error instanceof CommitConflict) && !(error instanceof Error && '$metadata' in error);
};
