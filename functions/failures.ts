import { Refusal } from '#shared/core/errors.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';

/**
 * Whether something fails the same way however often it is tried: a refusal or a fault of ours.
 * What AWS could not do or somebody else wrote first may go through; the SDK marks its errors.
 */
export const isLasting = (error: unknown): boolean => {
  if (error instanceof Refusal) return error.code !== 'write-conflict';
  return !(error instanceof CommitConflict) && !(error instanceof Error && '$metadata' in error);
};
