import { createHash } from 'node:crypto';
import type { EnrolmentAnswer, EnrolmentContext } from '#shared/automation/workflows/enrolment.schema.ts';
import type { Cause } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { encodeCrockford } from '#shared/core/records/ulid.ts';

/** An event as an enrolment keeps it for conditions and texts. */
export interface KeptEvent {
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
}

/** A person in a workflow. */
export interface Enrolment extends EnrolmentAnswer {
  /** Counts every change: of two at once one is refused. */
  version: number;
  /** Of the newest moment: older wake-ups end. */
  generation: number;
  cause: Cause;
  /** What began it, or what it waited for last. */
  event?: KeptEvent | undefined;
}

export const answerEnrolment = ({
  version: _v,
  generation: _g,
  cause: _c,
  event: _e,
  ...answer
}: Enrolment): EnrolmentAnswer => answer;

/** What names an enrolment: twice is once. */
interface EnrolmentName {
  workflow: string;
  contactId: string;
  context?: EnrolmentContext | undefined;
  /** Which time it is, where a person may be enrolled again: an event, or a request. */
  occasion?: string | undefined;
}

/** The id that follows from what names an enrolment, in the form of a ULID. */
export const enrolmentId = ({ workflow, contactId: contact, context = {}, occasion = '' }: EnrolmentName): string => {
  const sorted = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  const name = JSON.stringify([workflow, contact, sorted, occasion]);
  return encodeCrockford(createHash('sha256').update(name).digest());
};

interface NewEnrolment extends Pick<Enrolment, 'workflow' | 'workflowVersion' | 'contactId' | 'context'> {
  id: string;
  by: Enrolment['enrolledBy'];
  cause: Enrolment['cause'];
  event?: KeptEvent | undefined;
  /** Epoch milliseconds. */
  at: number;
}

/** Somebody at the first step of a workflow. */
export const beginEnrolment = ({ by, cause, event, at, context, ...rest }: NewEnrolment): Enrolment => ({
  ...rest,
  ...(context && { context }),
  status: 'running',
  step: '/0',
  since: iso(at),
  enrolledAt: iso(at),
  enrolledBy: by,
  log: [],
  version: 1,
  generation: 0,
  cause,
  ...(event && { event }),
});
