import { isDeepStrictEqual } from 'node:util';
import type { BulkContext } from '#functions/jobs/bulk/act-on-row.ts';
import type { RowDone } from '#functions/jobs/job-kind.ts';
import type { Services } from '#functions/services.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertsBy } from '#shared/casework/alerts/alerts.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { eventBesidePrefix, eventsOfVersion, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import { type UndoKept, undoDecision, undoneAlert } from '#shared/insight/jobs/undo-bulk.ts';

/** Somebody outside has changed it: what follows by itself from what the job did has not. */
const changers: ReadonlySet<Actor['kind']> = new Set(['user', 'requester', 'signal']);
/** Behind so many events somebody has long worked on it. */
const mostEvents = 100;

/** Whether anybody has changed a record since a version. */
const isChangedSince = async ({ table }: Services, subject: SubjectRef, version: number): Promise<boolean> => {
  const { items, more } = await table.query({
    pk: partitionOf(subject),
    from: eventsOfVersion(version + 1),
    to: eventBesidePrefix,
    limit: mostEvents,
    consistent: true,
  });
  return more || items.some(({ event }) => changers.has((event as DomainEvent).actor.kind));
};

/** The alerts that were settled with a case, those of them that nobody has touched since. */
const alertsBack = async ({ table }: Services, { alerts = [] }: UndoKept, at: number): Promise<Decision<Alert>[]> => {
  const found = await alertsBy(
    table,
    alerts.map(({ id }) => id),
  );
  return found.flatMap((alert) => {
    const kept = alerts.find(({ id }) => id === alert.id);
    return kept?.version === alert.version ? [undoneAlert(alert, kept.was, at)] : [];
  });
};

/** Takes back what a job did to a record, unless somebody has changed it since. */
export const undoAction = async (
  { services, input }: BulkContext,
  target: RuleTarget,
  { kept, id }: { kept: UndoKept; id: string },
): Promise<RowDone> => {
  const leave = (code: string): RowDone => ({ line: { id, status: 'unchanged', code } });
  const { record } = target;
  const now = record as unknown as Record<string, unknown>;
  const isStill = Object.entries(kept.set).every(([member, value]) => isDeepStrictEqual(own(now, member), value));
  const isGone = Object.keys(kept.was).some(
    (member) => !Object.hasOwn(kept.set, member) && own(now, member) !== undefined,
  );
  if (!isStill || isGone) return leave('changed-since');
  if (record.version !== kept.version) {
    const subject = { kind: input.for, id: record.id };
    if (await isChangedSince(services, subject, kept.version)) return leave('changed-since');
  }
  const at = services.now();
  const decision = undoDecision(input.action, target, { kept, at });
  if (!decision || decision.events.length === 0) return leave('nothing-to-undo');
  return {
    line: { id, status: 'changed' },
    decisions: [decision, ...(await alertsBack(services, kept, at))],
  };
};
