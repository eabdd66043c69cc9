import type { Alert } from '#shared/casework/alerts/alert.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { type Staying, stayingFields } from '#shared/insight/retention/anonymise-case.ts';
import { impersonalActor } from '#shared/insight/retention/impersonal.ts';

/** An alert without its texts, its contact and its tags. */
export const anonymisedAlert = (record: Alert, staying: Staying): Alert => {
  const { description: _description, contactId: _contact, ...rest } = record;
  return {
    ...rest,
    createdBy: impersonalActor(record.createdBy),
    fields: stayingFields(record.fields, staying),
    tags: [],
  };
};

/** The record goes over into what may stay of it, by one event that says nothing else. */
export const anonymiseAlert = (current: Alert, { at, ...staying }: Staying & { at: number }): Decision<Alert> => ({
  kind: 'alert',
  before: current,
  after: {
    ...anonymisedAlert(current, staying),
    anonymisedAt: iso(at),
    version: current.version + 1,
    updatedAt: iso(at),
  },
  events: [{ type: 'Alert Anonymised', changed: ['anonymisedAt'], before: {}, after: { anonymisedAt: iso(at) } }],
});

/**
 * Deletes an alert for good, with the items that lead to it. What lies below it is purged
 * afterwards; one event stays, without a word of what it said.
 */
export const deleteAlert = (current: Alert, at: number): Decision<Alert> => {
  const { contactId: _contact, reviewer: _reviewer, dueSoon: _dueSoon, ...rest } = current;
  return {
    kind: 'alert',
    before: current,
    // As such it leads nowhere: its layout deletes the items that did.
    after: { ...rest, category: 'closed', version: current.version + 1, updatedAt: iso(at) },
    events: [{ type: 'Alert Deleted', changed: [], before: {}, after: {} }],
    removes: 'everything',
  };
};
