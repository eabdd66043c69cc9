import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { isOfTime, type TimeTrigger } from '#shared/automation/rules/triggers.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { ulidNamed } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';

/** What conditions find as `event.detailType`. */
export const occurrenceTypes: Record<TimeTrigger, string> = { 'no-activity': 'No Activity', schedule: 'Occasion' };

/** What time alone brings to a record, such as the end of a quiet stretch. */
interface OccurrenceOfTime {
  trigger: TimeTrigger;
  kind: TargetKind;
  record: { id: string; contactId?: string | undefined };
  /** Epoch milliseconds. */
  at: number;
  /** What conditions find in `event.detail.after`. */
  after: Record<string, string>;
}

/** Whether an event lies in no history, so that only what came of it says that it was. */
export const isBroughtByTime = ({ actor }: Pick<DomainEvent, 'actor'>): boolean =>
  actor.kind === 'clock' && isOfTime(actor.id);

/**
 * What time brings to a record, as an event that is never written. Its id follows from record,
 * instant and content, so that its run is one however often it is found.
 */
export const occurrenceOfTime = ({ trigger, kind, record, at, after }: OccurrenceOfTime): TriggeringEvent => {
  const contactId = kind === 'contact' ? record.id : record.contactId;
  const name = JSON.stringify([trigger, kind, record.id, iso(at), after]);
  return {
    detailType: occurrenceTypes[trigger],
    event: {
      eventId: ulidNamed(at, name),
      schemaVersion: 1,
      occurredAt: iso(at),
      subject: { kind, id: record.id },
      ...(contactId !== undefined && { contactId }),
      actor: { kind: 'clock', id: trigger },
      cause: byHand,
      changed: [],
      before: {},
      after,
    },
  };
};
