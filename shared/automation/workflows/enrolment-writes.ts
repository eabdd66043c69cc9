import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { awaitsKey, enrolmentIndexKeys, enrolmentKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { eventBesideVersions, momentKey, type Place } from '#shared/core/table/keys.ts';

export const placeOfEnrolment = ({ id }: Pick<Enrolment, 'id'>): Place => ({ kind: 'enrolment', id });

interface Transition {
  /** Undefined where the enrolment begins. */
  before?: Enrolment | undefined;
  after: Enrolment;
  /** Epoch milliseconds. */
  at: number;
  /** Whether the execution that does the step goes on waiting for an instant. */
  waitsOn?: ((at: number) => boolean) | undefined;
}

/**
 * When an enrolment has something to do next. `at-once`: more is to be done now, and what is awake
 * for it goes on.
 */
const nextMoment = ({ before, after, at }: Transition): number | 'at-once' | undefined => {
  if (after.waitingFor) return after.waitingFor.at === undefined ? undefined : epoch(after.waitingFor.at);
  const isAwake = before && (!before.waitingFor || (before.waitingFor.at ?? '~') <= iso(at));
  return isAwake ? 'at-once' : at;
};

const momentOf = (transition: Transition): { generation: number; writes: Write[] } => {
  const { before, after, waitsOn = () => false } = transition;
  const subject = placeOfEnrolment(after);
  const { generation } = after;
  const next = after.status === 'running' ? nextMoment(transition) : undefined;
  if (next === undefined) return { generation, writes: before ? [{ delete: momentKey(subject) }] : [] };
  if (next === 'at-once') return { generation, writes: [] };
  const moment = { subject, at: iso(next), generation };
  if (waitsOn(next)) return { generation, writes: [momentWrite(moment, 'armed')] };
  const newer = before ? generation + 1 : generation;
  return { generation: newer, writes: [momentWrite({ ...moment, generation: newer }, 'waiting')] };
};

const awaits = ({ before, after }: Transition): Write[] => {
  const keyOf = (enrolment: Enrolment | undefined) =>
    enrolment?.waitingFor?.event === undefined
      ? undefined
      : awaitsKey(enrolment.contactId, enrolment.waitingFor.event, enrolment.id);
  const [was, is] = [keyOf(before), keyOf(after)];
  if (was?.sk === is?.sk) return [];
  return [
    ...(was ? [{ delete: was }] : []),
    ...(is
      ? [
          {
            put: {
              ...is,
              enrolment: after.id,
              event: after.waitingFor?.event,
              since: after.since,
              context: after.context,
            },
          },
        ]
      : []),
  ];
};

/** The item of an enrolment, as it was written. */
export const enrolmentIn = (item: Record<string, unknown>): Enrolment => item.enrolment as Enrolment;

/**
 * A change of an enrolment with all that follows from it: its moment, and what it waits for.
 * Refused where somebody else changed it since.
 */
export const enrolmentWrites = (transition: Transition): { after: Enrolment; writes: Write[] } => {
  const { before } = transition;
  const { generation, writes } = momentOf(transition);
  const after = { ...transition.after, generation, version: before ? before.version + 1 : 1 };
  const side = after.status === 'running' ? 'running' : 'ended';
  return {
    after,
    writes: [
      {
        put: {
          ...enrolmentKey(after.id),
          ...enrolmentIndexKeys(after, side),
          enrolment: after,
          version: after.version,
        },
        when: before ? { holds: { version: before.version } } : 'new',
      },
      ...writes,
      ...awaits({ ...transition, after }),
    ],
  };
};

type EnrolmentEvent = 'Workflow Started' | 'Workflow Finished';

/** An event of a person in a workflow, on the history of the contact and beside its versions. */
export const enrolmentEvent = (
  type: EnrolmentEvent,
  { workflow, workflowVersion, context, status, reason, ...enrolment }: Enrolment,
  { eventId, at, by }: { eventId: string; at: number; by?: Actor | undefined },
): Write => {
  const { contactId, cause } = enrolment;
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type,
    occurredAt: iso(at),
    subject: { kind: 'contact', id: contactId },
    contactId,
    actor: by ?? (type === 'Workflow Started' ? enrolment.enrolledBy : { kind: 'workflow', id: workflow }),
    cause,
    changed: [],
    before: {},
    after: {
      enrollmentId: enrolment.id,
      workflow,
      workflowVersion,
      ...(context && { context }),
      ...(type === 'Workflow Finished' && { status, ...(reason !== undefined && { reason }) }),
    },
  };
  return { put: { ...eventBesideVersions({ kind: 'contact', id: contactId }, eventId), event }, when: 'new' };
};
