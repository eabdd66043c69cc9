import * as z from 'zod';
import { kindsInFiles } from '#shared/configuration/kind-names.ts';
import { keyOfKind, kindSchemas } from '#shared/configuration/kinds.schema.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { longText, name } from '#shared/core/records/primitives.ts';

/** A configuration as a whole, to be kept in a file: every kind by key. */
export type ConfigurationFile = { [K in Kind]?: Record<string, ValueOf<K>> } & {
  about?: { name: string; description: string };
};

const ofKind = (kind: Kind) => z.record(keyOfKind(kind), kindSchemas[kind] as z.ZodType).optional();

// Typed by hand, since TypeScript cannot follow a mapped object through zod.
export const configurationFileSchema = z
  .strictObject({
    /** What the file is, for its human reader. An import ignores it. */
    about: z.strictObject({ name, description: longText }).optional(),
    ...Object.fromEntries(kindsInFiles.map((kind) => [kind, ofKind(kind)])),
  })
  .meta({ id: 'ConfigurationFile' }) as unknown as z.ZodType<ConfigurationFile>;
