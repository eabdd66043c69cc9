import type { Services } from '#functions/services.ts';
import type { Configuration, Configured } from '#shared/core/definitions/configuration.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { eventPrefix, partitionOf } from '#shared/core/table/keys.ts';

/** A configuration as the API answers it. */
export const answerConfiguration = ({ key, version, createdAt, createdBy, updatedAt, value }: Configuration) => ({
  key,
  version,
  createdAt,
  createdBy,
  updatedAt,
  ...value,
});

/**
 * The version that a new configuration begins with: 1, or the one after the last of a deleted one,
 * so that its history stays one.
 */
export const firstVersion = async ({ table }: Services, id: string): Promise<number> => {
  const { items } = await table.query({
    pk: partitionOf({ kind: 'configuration', id }),
    prefix: eventPrefix,
    descending: true,
    limit: 1,
    consistent: true,
  });
  const last = items[0]?.event as { record?: { version: number } } | undefined;
  return (last?.record?.version ?? 0) + 1;
};

/** Shipped templates can be read before anybody put one; what is only shipped is no record yet. */
export const kept = (found: Configured<Kind> | undefined): Configuration | undefined =>
  found && found.version > 0 ? found.record : undefined;
