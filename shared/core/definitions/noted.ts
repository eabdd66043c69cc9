import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { own } from '#shared/core/records/own.ts';

/** Of what was read of the configuration, by kind and key: its version, or null for nothing. */
export type VersionsRead = { [K in Kind]?: Record<string, number | null> };

/** The configuration, with a note of the version of whatever is read of it by key. */
export class NotedConfigurations implements Configurations {
  readonly read: VersionsRead = {};
  readonly #definitions: Configurations;
  readonly #whole: ReadonlySet<Kind>;

  /** @param whole kinds of which it is noted, too, when all of them are read */
  constructor(definitions: Configurations, whole: readonly Kind[]) {
    this.#definitions = definitions;
    this.#whole = new Set(whole);
  }

  #note(kind: Kind, key: string, version: number | null): void {
    this.read[kind] = { ...this.read[kind], [key]: version };
  }

  async all<K extends Kind>(kind: K): Promise<ReadonlyMap<string, Configured<K>>> {
    const found = await this.#definitions.all(kind);
    if (this.#whole.has(kind)) for (const { key, version } of found.values()) this.#note(kind, key, version);
    return found;
  }

  async one<K extends Kind>(kind: K, key: string): Promise<Configured<K> | undefined> {
    const found = await this.#definitions.one(kind, key);
    this.#note(kind, key, found?.version ?? null);
    return found;
  }

  atVersion<K extends Kind>(kind: K, key: string, version: number): Promise<Configured<K> | undefined> {
    return this.#definitions.atVersion(kind, key, version);
  }
}

/** The configuration as it was when it was read; what nobody read is not there. */
export const configurationsAsRead = (definitions: Configurations, read: VersionsRead): Configurations => {
  const one = async <K extends Kind>(kind: K, key: string): Promise<Configured<K> | undefined> => {
    const version = own(own(read, kind) ?? {}, key);
    return version === undefined || version === null ? undefined : definitions.atVersion(kind, key, version);
  };
  return {
    one,
    all: async <K extends Kind>(kind: K) => {
      const keys = Object.keys(own(read, kind) ?? {}).sort();
      const found = await Promise.all(keys.map((key) => one(kind, key)));
      return new Map(found.flatMap((configured) => (configured ? [[configured.key, configured] as const] : [])));
    },
    atVersion: (kind, key, version) => definitions.atVersion(kind, key, version),
  };
};
