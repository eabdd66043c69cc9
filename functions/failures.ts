import { Refusal } from '#shared/core/errors.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';

/**
 * Whether something fails the same way however often it is tried: it was refused, or is a fault of
 * ours. What a service of AWS could not do just now, and what somebody else wrote first, may go
 * through the next time; the SDK marks its errors by their metadata.
 */
export const isLasting = (error: unknown): boolean => {
  if (error instanceof Refusal) return error.code !== 'write-conflict';
  return !(error instanceof CommitConflict) && !(error instanceof Error && '$metadata' in error);
};
