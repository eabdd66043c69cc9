import type { Configuration, Configured } from '#shared/core/definitions/configuration.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { own } from '#shared/core/records/own.ts';
import {
  configurationEpochKey,
  configurationPartition,
  eventsOfVersion,
  partitionOf,
} from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** A record of configuration with its value in the shape of its kind. */
export const configured = <K extends Kind>(record: Configuration): Configured<K> => ({
  key: record.key,
  version: record.version,
  // What is kept was parsed by its kind's schema before it was written, and nothing else writes it.
  value: record.value as ValueOf<K>,
  record,
});

/**
 * What comes with Caseward, by kind and key: there at version 0 until an institution puts one in
 * its place.
 */
export type Shipped = { readonly [K in Kind]?: Readonly<Record<string, ValueOf<K>>> };

const shippedRecord = (kind: Kind, key: string, value: Record<string, unknown>): Configuration => {
  const born = '2026-01-01T00:00:00.000Z';
  const createdBy = { kind: 'system', id: 'caseward' } as const;
  return { id: `${kind}/${key}`, kind, key, version: 0, createdAt: born, createdBy, updatedAt: born, value };
};

type Loading = Promise<Configured<Kind> | undefined>;

/** What is loaded once and then kept; what failed is tried again. */
const once = (kept: Map<string, Loading>, key: string, load: () => Loading): Loading => {
  const known = kept.get(key);
  if (known) return known;
  const loading = load();
  kept.set(key, loading);
  loading.catch(() => kept.delete(key));
  return loading;
};

// How long what is kept serves those who only look at a record: what an institution changes is seen
// everywhere within this.
const trustedFor = 60_000;

/** The configuration as it is, or as it would be. */
export interface Configurations {
  /** All of a kind, by key. */
  all<K extends Kind>(kind: K): Promise<ReadonlyMap<string, Configured<K>>>;
  one<K extends Kind>(kind: K, key: string): Promise<Configured<K> | undefined>;
  atVersion<K extends Kind>(kind: K, key: string, version: number): Promise<Configured<K> | undefined>;
}

/**
 * The configuration as a function sees it: in memory, compared with one small item that each change
 * rewrites, so a change counts with the next request: docs/decisions/0002.
 */
export class Definitions implements Configurations {
  readonly #table: Table;
  readonly #shipped: Shipped;
  #epoch: string | undefined;
  #comparedAt = Number.NEGATIVE_INFINITY;
  #isStale = false;
  #refreshing: Promise<void> | undefined;
  #kinds = new Map<Kind, Promise<Map<string, Configured<Kind>>>>();
  readonly #beside = new Map<string, Promise<unknown>>();
  // A version never changes, so what was read once stays.
  readonly #versions = new Map<string, Loading>();

  constructor(table: Table, shipped: Shipped = {}) {
    this.#table = table;
    this.#shipped = shipped;
  }

  /**
   * Compares what is kept, unless that was done within the last minute of `now` (epoch ms).
   * @returns whether it compared, so that the cache is current
   */
  async refreshOnceAMinute(now: number): Promise<boolean> {
    // A clock that was set back is no reason to trust what was read in its future.
    if (now >= this.#comparedAt && now - this.#comparedAt < trustedFor) return false;
    await this.refresh();
    this.#comparedAt = now;
    return true;
  }

  /**
   * Compares what is kept. To be awaited at the beginning of each invocation that decides anything.
   */
  async refresh(): Promise<void> {
    const item = await this.#table.get(configurationEpochKey);
    const epoch = String(item?.epoch ?? '');
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#kinds = new Map();
    this.#beside.clear();
  }

  /**
   * Compares what is kept before the first of it is read, and not at all where none of it is. To be
   * called at the beginning of each invocation that may decide something.
   */
  refreshWhenRead(): void {
    this.#isStale = true;
    this.#refreshing = undefined;
  }

  async #current(): Promise<void> {
    if (!this.#isStale) return;
    this.#refreshing ??= this.refresh();
    const refreshing = this.#refreshing;
    try {
      await refreshing;
      // Of an invocation that began meanwhile it may be too old.
      if (this.#refreshing === refreshing) this.#isStale = false;
    } catch (error) {
      if (this.#refreshing === refreshing) this.#refreshing = undefined;
      throw error;
    }
  }

  /** What stands for the configuration as it is kept: another one after every change. */
  async epoch(): Promise<string> {
    if (this.#epoch === undefined) await this.refresh();
    return this.#epoch ?? '';
  }

  /** All of a kind, by key, in the order of their keys. */
  async all<K extends Kind>(kind: K): Promise<Map<string, Configured<K>>> {
    await this.#current();
    return this.#all(kind);
  }

  #all<K extends Kind>(kind: K): Promise<Map<string, Configured<K>>> {
    let loading = this.#kinds.get(kind);
    if (!loading) {
      loading = this.#load(kind);
      this.#kinds.set(kind, loading);
      loading.catch(() => this.#kinds.delete(kind));
    }
    return loading as unknown as Promise<Map<string, Configured<K>>>;
  }

  async #load(kind: Kind): Promise<Map<string, Configured<Kind>>> {
    const items = await this.#table.queryAll({ pk: configurationPartition(kind), consistent: true });
    const records = [
      ...Object.entries(own(this.#shipped, kind) ?? {}).map(([key, value]) => shippedRecord(kind, key, value)),
      ...items.map((item) => item.record as Configuration),
    ];
    return new Map(records.map((record) => [record.key, configured<Kind>(record)]));
  }

  async one<K extends Kind>(kind: K, key: string): Promise<Configured<K> | undefined> {
    return (await this.all(kind)).get(key);
  }

  /**
   * What is kept beside the configuration, whose writers move its epoch as well: loaded once and
   * then again after each move.
   */
  async beside<T>(name: string, load: () => Promise<T>): Promise<T> {
    await this.#current();
    let loading = this.#beside.get(name) as Promise<T> | undefined;
    if (!loading) {
      loading = load();
      this.#beside.set(name, loading);
      loading.catch(() => this.#beside.delete(name));
    }
    return loading;
  }

  /** A configuration as it was at a version: what a running record keeps to. */
  async atVersion<K extends Kind>(kind: K, key: string, version: number): Promise<Configured<K> | undefined> {
    const current = await this.one(kind, key);
    if (current?.version === version) return current;
    const id = `${kind}/${key}`;
    const load = () => this.#loadVersion(id, version);
    return (await once(this.#versions, `${id}@${version}`, load)) as Configured<K> | undefined;
  }

  /** A configuration as the event of a version has it, also where it has been deleted since. */
  async #loadVersion(id: string, version: number): Promise<Configured<Kind> | undefined> {
    const { items } = await this.#table.query({
      pk: partitionOf({ kind: 'configuration', id }),
      prefix: eventsOfVersion(version),
      limit: 1,
      consistent: true,
    });
    const event = items[0]?.event as { record: Configuration } | undefined;
    return event && configured<Kind>(event.record);
  }
}
