import { webhookRequested } from '#shared/automation/webhooks/request-webhook.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { eventBesideVersions, type SubjectRef } from '#shared/core/table/keys.ts';

/** The event by which a step of a workflow calls a webhook about the contact. */
export const webhookCall = (
  { id, workflow, workflowVersion, context, step, cause }: Enrolment,
  contact: Contact,
  { webhook, eventId, at }: { webhook: string; eventId: string; at: number },
): Write => {
  const subject: SubjectRef = { kind: 'contact', id: contact.id };
  const data = { enrollmentId: id, workflow, workflowVersion, step, ...(context && { context }) };
  const event: DomainEvent = {
    ...webhookRequested(webhook, data),
    eventId,
    schemaVersion: 1,
    occurredAt: iso(at),
    subject,
    contactId: contact.id,
    actor: { kind: 'workflow', id: workflow },
    cause,
    record: { ...contact },
  };
  return { put: { ...eventBesideVersions(subject, eventId), event }, when: 'new' };
};
