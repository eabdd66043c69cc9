import type * as z from 'zod';
import type { configurationSchema } from '#shared/core/definitions/configuration.schema.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { configurationEpochKey } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';

export type Configuration = z.infer<typeof configurationSchema>;

/** A configuration with its value in the shape of its kind. */
export interface Configured<K extends Kind> {
  key: string;
  version: number;
  value: ValueOf<K>;
  record: Configuration;
}

/**
 * Puts a value under a key, as a new record (at `nextVersion`, which goes on where a deleted one
 * ended) or as the next version of the one there is.
 */
export const putConfiguration = (
  current: Configuration | undefined,
  command: { kind: Kind; key: string; value: Record<string, unknown>; by: Actor; at: number; nextVersion: number },
): Decision<Configuration> => {
  const { kind, key, value, by, at } = command;
  const after: Configuration = {
    id: `${kind}/${key}`,
    kind,
    key,
    version: current ? current.version + 1 : command.nextVersion,
    createdAt: current?.createdAt ?? iso(at),
    createdBy: current?.createdBy ?? by,
    updatedAt: iso(at),
    value,
  };
  return {
    kind: 'configuration',
    before: current,
    after,
    events: [changeEvent('Configuration Changed', current?.value ?? {}, value)],
  };
};

export const removeConfiguration = (current: Configuration, at: number): Decision<Configuration> => ({
  kind: 'configuration',
  before: current,
  after: { ...current, version: current.version + 1, updatedAt: iso(at) },
  events: [changeEvent('Configuration Changed', current.value, {})],
  removes: 'record',
});

export const configurationLayout: Layout<Configuration> = {
  indexes: () => ({}),
  satellites: (_before, after) => [
    { put: { ...configurationEpochKey, epoch: `${after.updatedAt} ${after.id} ${after.version}` } },
  ],
  subject: () => ({}),
};
