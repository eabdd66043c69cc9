import { mayOnCase } from '#shared/access/policy.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseType } from '#shared/cases/case-type.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import type { Directory } from '#shared/notifications/directory.ts';
import { isSameAddress } from '#shared/records/address.ts';
import type { Actor } from '#shared/records/primitives.ts';
import type { Reply } from '#shared/replies/read-reply.ts';

// Whoever knows the reply address of a case may have been forwarded it, so it is not enough: a mail has to come from somebody of the case.

/** Why a mail that came in is put on no case. */
export type Aside = 'nothing-of-ours' | 'automatic' | 'suspicious' | 'no-such-case' | 'not-of-the-case' | 'empty';

interface Around {
  record: Case;
  type: CaseType;
  directory: Directory;
  /** Whom the case is about. */
  contact?: Contact | undefined;
  /** The address of whoever raised it unknown to staff. */
  hiddenEmail?: string | undefined;
  /** Other contacts of the case: its clients and whoever follows it. */
  others: readonly Contact[];
}

/** Who a mail on a case is by, and whether the requester sees it. */
export interface Writer {
  by: Actor;
  public: boolean;
}

/**
 * Who wrote a mail to a case: its requester, whose words they see themselves; staff who may work on it, whose words stay among staff, since an answer to a mail
 * of ours may have been meant for a colleague; or another contact of the case. Undefined for anybody else, and for whoever is kept out of it.
 */
export const writerOf = ({ from }: Pick<Reply, 'from'>, around: Around): Writer | undefined => {
  const { record, type, directory, contact, hiddenEmail, others } = around;
  if (contact && isSameAddress(contact.email, from) && !record.locks.includes(contact.id))
    return { by: { kind: 'requester', id: contact.id }, public: true };
  if (isSameAddress(hiddenEmail, from)) return { by: { kind: 'requester', id: record.id }, public: true };
  const { onBehalfOf } = record;
  if (onBehalfOf && 'name' in onBehalfOf && isSameAddress(onBehalfOf.email, from))
    return { by: { kind: 'requester', id: 'by-mail' }, public: true };
  const colleague = [...directory.people.values()].find(({ email }) => isSameAddress(email, from));
  if (colleague && mayOnCase(colleague, 'work', type, record))
    return { by: { kind: 'user', id: colleague.id }, public: false };
  const other = others.find(({ id, email }) => isSameAddress(email, from) && !record.locks.includes(id));
  return other && { by: { kind: 'requester', id: other.id }, public: false };
};

/** Why a mail is put aside before any case is looked at. */
export const setAside = ({ isAutomatic, isSuspicious, text, attachments }: Reply): Aside | undefined => {
  if (isAutomatic) return 'automatic';
  if (isSuspicious) return 'suspicious';
  return text === '' && attachments.length === 0 ? 'empty' : undefined;
};
