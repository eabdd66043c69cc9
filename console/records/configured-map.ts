import type { KindValues } from '#shared/core/definitions/kind.ts';

/** The kinds of configuration that records are named by. */
export type NamingKind =
  | 'case-types'
  | 'alert-types'
  | 'priorities'
  | 'groups'
  | 'instances'
  | 'segments'
  | 'record-templates';

/** A configuration with its key. */
export type Keyed<V> = V & { key: string };
/** Everything of a kind, by key. */
export type ConfiguredMap<K extends NamingKind> = ReadonlyMap<string, Keyed<KindValues[K]>>;

/** The priorities that may be given, of some keys or of all, the most urgent first. */
export const prioritiesInOrder = (
  all: ConfiguredMap<'priorities'>,
  keys?: readonly string[] | undefined,
): Keyed<KindValues['priorities']>[] =>
  [...all.values()]
    .filter(({ key, enabled }) => enabled && (keys?.includes(key) ?? true))
    .sort((one, other) => one.order - other.order);
