import { actorOf, type Person } from '#shared/access/person.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';
import type { AlertMailContext, CaseMailContext } from '#shared/mail/notifications/context.ts';

// What somebody asks to be written about a record as it is, with no event that it would be about: a
// preview, a message by hand.

export interface PreviewRequest {
  caller: Person;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * An event that nothing happened by: what only an event says is shown from the record where it has
 * it.
 */
const previewEvent = (subject: SubjectRef, { caller, now }: PreviewRequest) => ({
  eventId: subject.id,
  occurredAt: iso(now),
  actor: actorOf(caller),
  cause: byHand,
  changed: [],
  subject,
});

export const previewEventOfCase = (
  { id, closure }: Case,
  asked: PreviewRequest,
  target: { clock?: string; dueAt?: string } = {},
): CaseMailContext['event'] => ({
  ...previewEvent({ kind: 'case', id }, asked),
  type: closure ? 'Case Closed' : 'Case Updated',
  after: target,
});

export const previewEventOfAlert = ({ id }: Alert, asked: PreviewRequest): AlertMailContext['event'] => ({
  ...previewEvent({ kind: 'alert', id }, asked),
  type: 'Alert Updated',
  after: {},
});
