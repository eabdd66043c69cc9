import type { Configuration } from '#shared/core/definitions/configuration.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';

const nextVersion = (current: Configuration, at: number): Configuration => ({
  ...current,
  version: current.version + 1,
  updatedAt: iso(at),
});

/** Says that every message to a webhook has failed since an instant. */
export const failingDecision = (
  current: Configuration,
  { since, at }: { since: string; at: number },
): Decision<Configuration> => ({
  kind: 'configuration',
  before: current,
  after: nextVersion(current, at),
  events: [{ type: 'Webhook Failing', changed: [], before: {}, after: { since } }],
});

/** Switches a webhook off, as an administrator would. */
export const switchOffDecision = (
  current: Configuration,
  { reason, since, at }: { reason: 'failing' | 'gone'; since: string; at: number },
): Decision<Configuration> => ({
  kind: 'configuration',
  before: current,
  after: { ...nextVersion(current, at), value: { ...current.value, enabled: false } },
  events: [
    {
      type: 'Webhook Switched Off',
      changed: ['enabled'],
      before: { enabled: true },
      after: { enabled: false, reason, since },
    },
  ],
});
