import {
  contactShardOf,
  eventPrefix,
  growing,
  type Key,
  partitionOf,
  type RecordKind,
  type SubjectRef,
  secretPartition,
  shardOf,
} from '#shared/core/table/keys.ts';

// Keys of what happens without a person: rules, workflows, segments, signals, rosters, webhooks.

export const runPrefix = `${growing}run#`;
export const runKey = (subject: SubjectRef, eventId: string, ruleId: string): Key => ({
  pk: partitionOf(subject),
  sk: `${runPrefix}${eventId}#${ruleId}`,
});
/** Of one event. */
export const runsOfEvent = (eventId: string): string => `${runPrefix}${eventId}#`;
export const runsOfRule = (ruleId: string) => ({ pk: `RUN#${ruleId}` });
const ninetyDays = 90 * 24 * 60 * 60 * 1000;
/** When a run, or what an event did not set off, is forgotten: in epoch seconds. */
export const expiryOfRun = (at: number): number => Math.ceil((at + ninetyDays) / 1000);

export type ExplainedBy = 'rules' | 'routines';
/** What an event did not set off on its record: behind its runs. */
export const explanationKey = (subject: SubjectRef, eventId: string, by: ExplainedBy): Key => ({
  pk: partitionOf(subject),
  sk: `${runsOfEvent(eventId)}~${by}`,
});

/** What was observed of a contact: attendance by its instant, the rest by term and course. */
export const observationPrefix = (kind: string): string => `observed#${kind}#`;
export const observationKey = (
  contactId: string,
  {
    kind,
    term = '',
    course = '',
    at,
  }: { kind: string; term?: string | undefined; course?: string | undefined; at: string },
): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${observationPrefix(kind)}${kind === 'attendance' ? `${at}#` : ''}${JSON.stringify([term, course])}`,
});

/** What a roster of the SIS says of a user, a class or a course, and when it was last modified. */
export const rosterPartition = (kind: 'user' | 'class' | 'course', id: string): string => `ROSTER#${kind}#${id}`;
export const rosterKey = (kind: 'user' | 'class' | 'course', id: string): Key => ({
  pk: rosterPartition(kind, id),
  sk: 'roster',
});
/** The enrolments of a contact as a student. */
export const rosterEnrolmentPrefix = 'enrolment#';
export const rosterEnrolmentKey = (contactId: string, sourcedId: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${rosterEnrolmentPrefix}${sourcedId}`,
});
/** The contacts of a class, and the classes of a course. */
export const rosterMemberPrefix = 'member#';
export const rosterMemberKey = (kind: 'class' | 'course', id: string, member: string): Key => ({
  pk: rosterPartition(kind, id),
  sk: `${rosterMemberPrefix}${member}`,
});

/** How often a rule was carried out in an hour, by share of its limit; and that it reached it. */
export const limitKey = (ruleId: string, window: string, share: number): Key => ({
  pk: `LIMIT#${ruleId}#${window}#${share}`,
  sk: 'count',
});
export const limitReachedKey = (ruleId: string, window: string): Key => ({
  pk: `LIMIT#${ruleId}#${window}`,
  sk: 'reached',
});
/** What happens to a rule rather than to a record. It is no version of the rule. */
export const ruleEventKey = (ruleId: string, eventId: string): Key => ({
  pk: `RUN#${ruleId}`,
  sk: `${eventPrefix}~${eventId}`,
});

export const signalKey = (mapping: string, dedupeKey: string): Key => ({
  pk: `SIGNAL#${mapping}#${dedupeKey}`,
  sk: 'signal',
});

/** What became of the events that a webhook wants, below it; ids are in order of time. */
export const deliveryPrefix = `${growing}delivery#`;
export const deliveryKey = (webhook: string, id: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: `${deliveryPrefix}${id}`,
});
/** Those that are still to be sent, by the instant of their next attempt. */
export const dueDeliveryPrefix = 'due#';
export const dueDeliveryKey = (webhook: string, at: string, id: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: `${dueDeliveryPrefix}${at}#${id}`,
});
/** Since when a webhook has failed. */
export const webhookStandingKey = (webhook: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: 'standing',
});
/** When a webhook was switched off or deleted last. */
export const webhookOffKey = (webhook: string): Key => ({
  pk: partitionOf({ kind: 'webhook', id: webhook }),
  sk: 'off',
});
/** What a webhook's messages are signed with. */
export const webhookSecretKey = (webhook: string): Key => ({ pk: secretPartition('webhooks'), sk: webhook });

/** Where the rotation of an action of a rule stands, by its place among them. */
export const rotationKey = (ruleId: string, action: number): Key => ({ pk: `ROTATION#${ruleId}`, sk: `${action}` });

/** A person in a workflow. */
export const enrolmentKey = (id: string): Key => ({ pk: partitionOf({ kind: 'enrolment', id }), sk: 'enrolment' });
export const enrolmentPartition = (workflow: string, side: 'running' | 'ended', shard: number): string =>
  `enrolment#${workflow}#${side}#${shard}`;
export const enrolmentsOfContact = (contactId: string): string => `enrolment#contact#${contactId}`;
interface IndexedEnrolment {
  id: string;
  workflow: string;
  contactId: string;
  enrolledAt: string;
}
/**
 * The index entries of an enrolment: of its workflow, by whether it is over, and of its contact.
 */
export const enrolmentIndexKeys = (
  { id, workflow, contactId, enrolledAt }: IndexedEnrolment,
  side: 'running' | 'ended',
): Record<string, string> => ({
  gsi1pk: enrolmentPartition(workflow, side, shardOf(id)),
  gsi1sk: `${enrolledAt}#${id}`,
  gsi2pk: enrolmentsOfContact(contactId),
  gsi2sk: `${enrolledAt}#${id}`,
});

/** Who waits in a workflow for something to happen to a contact. */
export const awaitsPrefix = `${growing}awaits#`;
export const awaitsKey = (contactId: string, event: string, enrolment: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: `${awaitsPrefix}${event}#${enrolment}`,
});

/** How far each segment has come. */
export const segmentStatePartition = 'SEGMENT';
export const segmentStateKey = (segment: string): Key => ({ pk: segmentStatePartition, sk: segment });
/** Who is in a segment by a generation of its definition. */
export const memberPartition = (segment: string, generation: string, shard: number): string =>
  `SEGMENT#${segment}#${generation}#${shard}`;
export const memberKey = ({
  segment,
  generation,
  contactId,
}: {
  segment: string;
  generation: string;
  contactId: string;
}): Key => ({ pk: memberPartition(segment, generation, contactShardOf(contactId)), sk: contactId });
/** Where a contact stands in all segments. */
export const standingKey = (contactId: string): Key => ({
  pk: partitionOf({ kind: 'contact', id: contactId }),
  sk: 'segments',
});
/** Contacts whom time alone will move, by the instant. */
export const crossingPartition = (shard: number): string => `crossing#${shard}`;
export const crossingIndexKeys = (contactId: string, at: string): Record<string, string> => ({
  gsi4pk: crossingPartition(contactShardOf(contactId)),
  gsi4sk: `${at}#${contactId}`,
});

/** What events of a type did not set off on records of a kind, in the order of time. */
export const explanationPartition = (kind: RecordKind, type: string, shard: number): string =>
  `EXPLAINED#${kind}#${type}#${shard}`;
export const explanationIndexKeys = (
  { kind, id }: SubjectRef,
  { type, order }: { type: string; order: string },
): Record<string, string> => ({ gsi1pk: explanationPartition(kind, type, shardOf(id)), gsi1sk: order });
