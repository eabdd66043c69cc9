import { actorOf, type Person } from '#shared/access/person.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

// What somebody asks to be written about a record as it is, with no event that it would be about: a preview, a message by hand.

export interface PreviewRequest {
  caller: Person;
  /** Epoch milliseconds. */
  now: number;
}

/** An event that nothing happened by: what only an event says is shown from the record where it has it. */
const previewEvent = (
  { type, subject }: { type: string; subject: SubjectRef },
  { caller, now }: PreviewRequest,
  after: Record<string, unknown>,
) => ({
  eventId: subject.id,
  type,
  occurredAt: iso(now),
  actor: actorOf(caller),
  cause: byHand,
  changed: [],
  after,
  subject,
});

export const previewEventOfCase = ({ id, closure }: Case, asked: PreviewRequest, after: Record<string, unknown> = {}) =>
  previewEvent({ type: closure ? 'Case Closed' : 'Case Updated', subject: { kind: 'case', id } }, asked, after);

export const previewEventOfAlert = ({ id }: Alert, asked: PreviewRequest) =>
  previewEvent({ type: 'Alert Updated', subject: { kind: 'alert', id } }, asked, {});
