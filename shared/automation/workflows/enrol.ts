import { unknownReference } from '#shared/core/errors.ts';
import type { Cause } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place, SubjectRef } from '#shared/core/table/keys.ts';

/** What is read of a workflow and a contact before the contact is enrolled. */
export interface Enrolling {
  workflow: string;
}

interface NewEnrolment {
  contactId: string;
  /** The alert or case that it is about, where it is about one. */
  context?: SubjectRef | undefined;
  by: Actor;
  cause: Cause;
  /** Epoch milliseconds. */
  at: number;
  newId: () => string;
}

/** A contact in a workflow: what is committed, and what waits behind the commit. */
export interface Enrolled {
  enrollmentId: string;
  decisions: Decision[];
  writes: Write[];
  places: Place[];
}

/**
 * Enrols a contact in a workflow, purely.
 * @throws `unknown-reference` (422) where there is no such workflow
 */
export const enrolContact = (
  workflow: string,
  _enrolling: Enrolling | undefined,
  _enrolment: NewEnrolment,
): Enrolled => {
  throw unknownReference('/workflow', 'workflow', workflow);
};
