import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { digestOf } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';

// A rule that waits for a while before it runs leaves an item that is named by rule and event. The
// event itself lies in the history of its record, so the item says only where.

/** What of an event is kept where its history has the rest. */
type Remembered = Pick<EventDetail, 'eventId' | 'occurredAt' | 'subject'>;

export interface DelayedRun {
  /** The key of the rule or routine. */
  rule: string;
  detailType: string;
  event: Remembered | EventDetail;
  /** At which the event left its record; where it is missing, the event is kept whole. */
  version?: number | undefined;
}

export const placeOfDelay = ({ rule, event }: Pick<DelayedRun, 'rule' | 'event'>): Place & { kind: 'delay' } => ({
  kind: 'delay',
  id: digestOf(rule, event.eventId),
});

// The versions of what happened to something that has none, or that was too large, are not known.
const versionOf = ({ record }: EventDetail): number | undefined => (record as Partial<RecordBase> | undefined)?.version;

export const delayOf = (rule: string, { event, detailType }: TriggeringEvent): DelayedRun => {
  const version = versionOf(event);
  const { eventId, occurredAt, subject } = event;
  return { rule, detailType, event: version === undefined ? event : { eventId, occurredAt, subject }, version };
};

/** The item of a delayed run, which waits for its instant (epoch milliseconds). */
export const delayItem = (delayed: DelayedRun, at: number): Item => ({
  ...momentWrite({ subject: placeOfDelay(delayed), at: iso(at), generation: 1 }, 'waiting').put,
  delayed,
});
