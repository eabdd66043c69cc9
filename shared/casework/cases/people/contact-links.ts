import type { Case } from '#shared/casework/cases/case.ts';
import { contactIdOf, contactsOf } from '#shared/casework/cases/people/requester.ts';
import { saysNothing } from '#shared/core/records/anonymised.ts';
import { clientLinkKey, contactLinkKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { formerItem } from '#shared/core/table/view-keys.ts';

/**
 * The item by which a case is found at each contact whom it concerns. That of its requester is of a
 * kind of its own: the portal and the mails read no other.
 */
export const contactLinksOf = (record: Case): { contactId: string; key: Key; isRequester: boolean }[] => {
  const { id, createdAt } = record;
  const requester = contactIdOf(record);
  return contactsOf(record).map((contactId) => {
    const isRequester = contactId === requester;
    const key = isRequester
      ? contactLinkKey(contactId, 'case', createdAt, id)
      : clientLinkKey(contactId, createdAt, id);
    return { contactId, key, isRequester };
  });
};

/** What a change of whom a case concerns writes. */
export const contactLinkWrites = (before: Case | undefined, after: Case): Write[] => {
  const [was, is] = [before ? contactLinksOf(before) : [], contactLinksOf(after)];
  const missing = (some: typeof is, others: typeof is) =>
    some.filter(({ key }) => !others.some((other) => other.key.pk === key.pk && other.key.sk === key.sk));
  const gone = missing(was, is).filter(({ contactId }) => !is.some((one) => one.contactId === contactId));
  return [
    ...missing(was, is).map(({ key }) => ({ delete: key })),
    // Its history says who they were, and what was sent to them.
    ...(saysNothing(after) ? [] : gone).map(({ contactId }) => ({
      put: formerItem('case', after, contactId),
    })),
    ...missing(is, was).map(({ key }) => ({ put: { ...key, caseId: after.id } })),
  ];
};
