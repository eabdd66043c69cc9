import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import type { Cause, DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { ruleEventKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

interface Stop {
  /** As causes name it. */
  key: string;
  reason: 'limit' | 'depth';
}

/** The configuration that a rule, a routine or a workflow is part of. */
const configurationOf = (key: string): string => {
  const workflow = workflowInCauses(key);
  if (workflow !== undefined) return `workflows/${workflow}`;
  const slash = key.indexOf('/');
  return slash === -1 ? `rules/${key}` : `case-types/${key.slice(0, slash)}`;
};

/**
 * The event that a rule was stopped. It is committed with the run that says so, so there is one
 * however often the event of the run comes.
 */
export const ruleStopped = (
  { key, reason }: Stop,
  { eventId, by, at, cause }: { eventId: string; by: Actor; at: number; cause: Cause },
): Write => {
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: 'Rule Stopped',
    occurredAt: iso(at),
    subject: { kind: 'configuration', id: configurationOf(key) },
    actor: by,
    cause,
    changed: [],
    before: {},
    after: { ruleId: key, reason },
  };
  return { put: { ...ruleEventKey(key, eventId), event }, when: 'new' };
};
