import type { Services } from '#functions/services.ts';
import type { Configuration, Configured } from '#shared/core/definitions/configuration.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { firstVersion as firstVersionOf } from '#shared/core/records/read.ts';

/** A configuration as the API answers it. */
export const answerConfiguration = ({ key, version, createdAt, createdBy, updatedAt, value }: Configuration) => ({
  key,
  version,
  createdAt,
  createdBy,
  updatedAt,
  ...value,
});

/** The version that a new configuration begins with, so that its history stays one. */
export const firstVersion = ({ table }: Services, id: string): Promise<number> =>
  firstVersionOf(table, { kind: 'configuration', id });

/** Shipped templates can be read before anybody put one; what is only shipped is no record yet. */
export const kept = (found: Configured<Kind> | undefined): Configuration | undefined =>
  found && found.version > 0 ? found.record : undefined;
