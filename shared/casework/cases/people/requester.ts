import type { Case } from '#shared/casework/cases/case.ts';

type Raised = Pick<Case, 'contactId' | 'onBehalfOf' | 'anonymous'>;

/**
 * The contact that a case is about to those outside: its own, else the one it was raised for. Of a
 * hidden requester none: that contact would be shown who raised the case.
 */
export const contactIdOf = ({ contactId, onBehalfOf, anonymous }: Raised): string | undefined => {
  if (anonymous) return undefined;
  return contactId ?? (onBehalfOf && 'contactId' in onBehalfOf ? onBehalfOf.contactId : undefined);
};

/**
 * Every contact whom a case concerns: the one it is about, the one it was raised for, and its
 * clients.
 */
export const contactsOf = (record: Pick<Case, 'contactId' | 'onBehalfOf' | 'clients'>): string[] => {
  const { contactId, onBehalfOf, clients } = record;
  const behalf = onBehalfOf && 'contactId' in onBehalfOf ? [onBehalfOf.contactId] : [];
  return [...new Set([...(contactId === undefined ? [] : [contactId]), ...behalf, ...clients])];
};

/**
 * Who the requester of a case is: that contact. Where it has none, and its requester is known by a
 * name or not at all, its own id stands for them.
 */
export const requesterIdOf = (record: Raised & Pick<Case, 'id'>): string => contactIdOf(record) ?? record.id;
