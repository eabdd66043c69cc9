import type { EnrolmentContext } from '#shared/automation/workflows/enrolment.schema.ts';
import { beginEnrolment, type Enrolment, enrolmentId, type KeptEvent } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentEvent, enrolmentWrites } from '#shared/automation/workflows/enrolment-writes.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { disabled, Refusal, unknownReference } from '#shared/core/errors.ts';
import type { Cause } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place, SubjectRef } from '#shared/core/table/keys.ts';

/** A workflow as it is published. */
export interface PublishedWorkflow {
  key: string;
  version: number;
  value: Workflow;
}

/** What names an enrolment in a workflow. */
type Enrollable = Pick<PublishedWorkflow, 'key' | 'version'> & { value: Pick<Workflow, 'repeat'> };

/** What is read of a workflow and a contact before the contact is enrolled: plain and small. */
export interface Enrolling {
  /** The version that people are enrolled in; undefined where none is published. */
  version?: number | undefined;
  isEnabled: boolean;
  repeat: Workflow['repeat'];
  /** Whether they are or were in it, where that keeps them from being enrolled. */
  isEnrolled: boolean;
}

interface ContactToEnrol {
  contactId: string;
  /** The alert or case that it is about, where it is about one. */
  context?: SubjectRef | undefined;
  by: Actor;
  cause: Cause;
  /** What set that off, for the conditions and texts of its steps. */
  event?: KeptEvent | undefined;
  /** Epoch milliseconds. */
  at: number;
  newId: () => string;
}

/** A contact in a workflow: what is committed, and what waits behind the commit. */
interface Enrolled {
  enrollmentId: string;
  decisions: Decision[];
  writes: Write[];
  places: Place[];
}

/** What an enrolment that is about a record is about. */
export const contextOfRecord = (record: SubjectRef | undefined): EnrolmentContext | undefined => {
  if (record?.kind === 'case') return { caseId: record.id };
  return record?.kind === 'alert' ? { alertId: record.id } : undefined;
};

/** The records that a context is about; what else it says tells no two enrolments apart. */
const recordsOf = ({ caseId, alertId }: EnrolmentContext = {}): EnrolmentContext => ({
  ...(caseId !== undefined && { caseId }),
  ...(alertId !== undefined && { alertId }),
});

/**
 * The id of the one enrolment that somebody may have in a workflow; undefined for one that may be
 * many.
 */
export const onlyEnrolmentId = (
  { key, value }: Pick<Enrollable, 'key' | 'value'>,
  { contactId, context }: { contactId: string; context?: EnrolmentContext | undefined },
): string | undefined =>
  value.repeat === 'once' ? enrolmentId({ workflow: key, contactId, context: recordsOf(context) }) : undefined;

interface Beginning extends Omit<ContactToEnrol, 'context'> {
  context?: EnrolmentContext | undefined;
  /** What tells it from another one of the same person, where there may be many. */
  occasion: string;
}

/**
 * What enrolling somebody writes: the enrolment, its moment, and the event that begins its first
 * steps.
 */
export const beginIn = (published: Enrollable, beginning: Beginning): { enrolment: Enrolment; writes: Write[] } => {
  const { key: workflow, version } = published;
  const { contactId, context, occasion, by, cause, event, at, newId } = beginning;
  const id = onlyEnrolmentId(published, beginning) ?? enrolmentId({ workflow, contactId, context, occasion });
  const begun = beginEnrolment({ id, workflow, workflowVersion: version, contactId, context, by, cause, event, at });
  const { after, writes } = enrolmentWrites({ after: begun, at });
  return { enrolment: after, writes: [...writes, enrolmentEvent('Workflow Started', after, { eventId: newId(), at })] };
};

/**
 * Enrols a contact in a workflow.
 * @throws `unknown-reference` (422), `not-published`, `disabled`, `already-enrolled`
 */
export const enrolContact = (
  workflow: string,
  enrolling: Enrolling | undefined,
  { context: record, newId, ...rest }: ContactToEnrol,
): Enrolled => {
  if (!enrolling) throw unknownReference('/workflow', 'workflow', workflow);
  const { version, isEnabled, repeat } = enrolling;
  if (version === undefined) throw new Refusal('not-published');
  if (!isEnabled) throw disabled('workflow', workflow);
  if (enrolling.isEnrolled) throw new Refusal('already-enrolled');
  // It is committed with whatever makes it happen once, so its own name may be any.
  const { enrolment, writes } = beginIn(
    { key: workflow, version, value: { repeat } },
    {
      ...rest,
      context: contextOfRecord(record),
      newId,
      occasion: newId(),
    },
  );
  return { enrollmentId: enrolment.id, decisions: [], writes, places: [] };
};
