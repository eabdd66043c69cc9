import { mayOnCase } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { foldAddress, isSameAddress } from '#shared/core/records/address.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Directory } from '#shared/mail/notifications/directory.ts';
import type { MailHead } from '#shared/mail/replies/mail-head.ts';

// The reply address of a case may have been passed on, so it is not enough to have it: a mail has
// to come from somebody of the case, and SES has to confirm that it does.

/** By what the requester of a case is known. */
interface RequesterOfCase {
  record: Case;
  /** Whom the case is about. */
  contact?: Contact | undefined;
  /** The address of a requester whom staff are not to know. */
  hiddenEmail?: string | undefined;
}

/** Who mails of a case may be from. */
export interface PeopleOfCase extends RequesterOfCase {
  type: CaseType;
  directory: Directory;
  /** The requesters of the cases that were merged into it: they go on, each on their own side. */
  ofMerged?: readonly RequesterOfCase[] | undefined;
  /** Other contacts of the case: its clients and followers. */
  others: readonly Contact[];
  /**
   * The addresses, folded, of everybody who is kept out of the case: one person may be known by
   * several ids.
   */
  lockedAddresses?: ReadonlySet<string> | undefined;
}

/** Who a mail on a case is by, and whether the requester sees it. */
export interface Writer {
  by: Actor;
  public: boolean;
  /** Nobody confirms that it is from whom it says. */
  isUnverified?: true;
}

/** The requester of a case, if they have an address. */
const requesterWith = (address: string, { record, contact, hiddenEmail }: RequesterOfCase): Actor | undefined => {
  if (contact && isSameAddress(contact.email, address)) return { kind: 'requester', id: contact.id };
  if (isSameAddress(hiddenEmail, address)) return { kind: 'requester', id: record.id };
  const { onBehalfOf } = record;
  const isNamed = onBehalfOf && 'name' in onBehalfOf && isSameAddress(onBehalfOf.email, address);
  return isNamed ? { kind: 'requester', id: record.mergedInto ? record.id : 'by-mail' } : undefined;
};

/**
 * Who of a case has an address; undefined for others and for one who is locked out by any id with
 * it. For a hidden requester only their own id counts, or locks would show whose address it is.
 */
const personWith = (address: string, people: PeopleOfCase): Writer | undefined => {
  const { record, type, directory, others, ofMerged = [], lockedAddresses } = people;
  const isLocked = lockedAddresses?.has(foldAddress(address)) ?? false;
  const mayBe = ({ hiddenEmail }: RequesterOfCase) => !isLocked || isSameAddress(hiddenEmail, address);
  const own = mayBe(people) ? requesterWith(address, people) : undefined;
  if (own && !record.locks.includes(own.id)) return { by: own, public: true };
  const [merged] = ofMerged.filter(mayBe).flatMap((one) => requesterWith(address, one) ?? []);
  if (merged && !record.locks.includes(merged.id)) return { by: merged, public: true };
  if (isLocked) return undefined;
  const colleague = [...directory.people.values()].find(({ email }) => isSameAddress(email, address));
  if (colleague && mayOnCase(colleague, 'work', type, record))
    return { by: { kind: 'user', id: colleague.id }, public: false };
  const other = others.find(({ id, email }) => isSameAddress(email, address) && !record.locks.includes(id));
  return other && { by: { kind: 'requester', id: other.id }, public: false };
};

/** Whom what came by mail is by, where that is nobody who is known. */
export const mailItself = { kind: 'system', id: 'mail' } as const satisfies Actor;

/**
 * Who wrote a mail to a case; undefined where no sender is of it. Where SES does not confirm its
 * one sender it is by nobody, and stays among staff: docs/decisions/0041.
 */
export const writerOf = (
  { from, isVerified }: Pick<MailHead, 'from' | 'isVerified'>,
  people: PeopleOfCase,
): Writer | undefined => {
  const [writer] = from.flatMap((address) => personWith(address, people) ?? []);
  if (!writer || (isVerified && from.length === 1)) return writer;
  return { by: mailItself, public: false, isUnverified: true };
};
