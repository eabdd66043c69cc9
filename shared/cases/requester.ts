import type { Case } from '#shared/cases/case.ts';

/** The contact that a case is about to those outside: its own, else the one that it was raised for. */
export const contactIdOf = ({ contactId, onBehalfOf }: Pick<Case, 'contactId' | 'onBehalfOf'>): string | undefined =>
  contactId ?? (onBehalfOf && 'contactId' in onBehalfOf ? onBehalfOf.contactId : undefined);

/** Who the requester of a case is: that contact. Where it has none, and its requester is known by a name or not at all, its own id stands for them. */
export const requesterIdOf = (record: Pick<Case, 'id' | 'contactId' | 'onBehalfOf'>): string =>
  contactIdOf(record) ?? record.id;
