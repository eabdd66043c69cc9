import type { Case } from '#shared/cases/case.ts';

/** The contact that a case is about to those outside: its own, else the one that it was raised for. */
export const contactIdOf = ({ contactId, onBehalfOf }: Pick<Case, 'contactId' | 'onBehalfOf'>): string | undefined =>
  contactId ?? (onBehalfOf && 'contactId' in onBehalfOf ? onBehalfOf.contactId : undefined);

/** Every contact whom a case concerns: the one it is about, the one it was raised for, and its clients. */
export const contactsOf = (record: Pick<Case, 'contactId' | 'onBehalfOf' | 'clients'>): string[] => {
  const { contactId, onBehalfOf, clients } = record;
  const behalf = onBehalfOf && 'contactId' in onBehalfOf ? [onBehalfOf.contactId] : [];
  return [...new Set([...(contactId === undefined ? [] : [contactId]), ...behalf, ...clients])];
};

/** Who the requester of a case is: that contact. Where it has none, and its requester is known by a name or not at all, its own id stands for them. */
export const requesterIdOf = (record: Pick<Case, 'id' | 'contactId' | 'onBehalfOf'>): string =>
  contactIdOf(record) ?? record.id;
