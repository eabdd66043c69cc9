import type { ConfigurationFile } from '#shared/configuration/file.schema.ts';
import { kindsInFiles } from '#shared/configuration/kind-names.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';

export interface ConfigurationEntry {
  kind: Kind;
  key: string;
  value: ValueOf<Kind>;
}

/** What a file holds, each behind what it refers to. */
export const entriesOf = (file: ConfigurationFile): ConfigurationEntry[] =>
  kindsInFiles.flatMap((kind) =>
    Object.entries(file[kind] ?? {}).map(([key, value]) => ({ kind, key, value: value as ValueOf<Kind> })),
  );

/**
 * Everything that was put, as a file that an import takes back unchanged. What is only shipped is
 * left out.
 */
export const fileOf = async (definitions: Configurations): Promise<ConfigurationFile> => {
  const all = await Promise.all(
    kindsInFiles.map(async (kind) => {
      const put = [...(await definitions.all(kind)).values()].filter(({ version }) => version > 0);
      const sorted = put.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, value }) => [key, value]);
      return [kind, Object.fromEntries(sorted)] as const;
    }),
  );
  return Object.fromEntries(all.filter(([, entries]) => Object.keys(entries).length > 0)) as ConfigurationFile;
};

/** The configuration as it would be with others in the place of those it has. */
export const withOthers = (
  definitions: Configurations,
  others: readonly { kind: Kind; configured: Configured<Kind> }[],
): Configurations => {
  const all = async <K extends Kind>(kind: K): Promise<ReadonlyMap<string, Configured<K>>> => {
    const mine = others.filter((other) => other.kind === kind).map(({ configured }) => configured as Configured<K>);
    const base = await definitions.all(kind);
    return mine.length === 0 ? base : new Map([...base, ...mine.map((one) => [one.key, one] as const)]);
  };
  return {
    all,
    one: async (kind, key) => (await all(kind)).get(key),
    atVersion: (kind, key, version) => definitions.atVersion(kind, key, version),
  };
};
