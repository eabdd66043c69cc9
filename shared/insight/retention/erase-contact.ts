import type { Contact } from '#shared/casework/contacts/contact.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * The contact goes for good, and the address that it is found by. One event stays, which says that
 * somebody of this id was erased, so that others who have something of them erase it too.
 */
export const eraseContact = (current: Contact, at: number): Decision<Contact> => {
  const { email: _email, unconfirmed: _unconfirmed, ...rest } = current;
  return {
    kind: 'contact',
    before: current,
    after: { ...rest, labels: [], version: current.version + 1, updatedAt: iso(at) },
    events: [{ type: 'Contact Erased', changed: [], before: {}, after: {} }],
    removes: 'everything',
  };
};
