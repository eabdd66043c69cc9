import type { OwnContact, OwnContactChanges } from '#shared/casework/contacts/contact.ts';
import { type IfMatch, requireVersion } from '#shared/core/records/read.ts';
import { hiddenRequesterKey } from '#shared/core/table/casework-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import type { Table } from '#shared/core/table/table.ts';

// Where the type hides its requester from staff, what was said of them lies in an item beside the
// case, of which nothing is made. Mails have a placeholder until they are sent.

/**
 * The placeholder of their address wherever mails are written, kept and listed. RFC 2606 gives
 * `.invalid` to nobody.
 */
export const hiddenAddress = 'requester@anonymous.invalid';

/** Who raised a case, kept from staff. */
export interface HiddenRequester extends Pick<OwnContact, 'name' | 'email' | 'phone'> {
  version: number;
}

export const hiddenRequesterItem = (caseId: string, hidden: HiddenRequester): Item => ({
  ...hiddenRequesterKey(caseId),
  version: hidden.version,
  hidden,
});

export const readHiddenRequester = async (table: Table, caseId: string): Promise<HiddenRequester | undefined> =>
  (await table.get(hiddenRequesterKey(caseId)))?.hidden as HiddenRequester | undefined;

/** Who they are in their own eyes. In the case they are called by its id. */
export const answerHiddenRequester = (
  caseId: string,
  { version, name, email, phone }: HiddenRequester,
): OwnContact => ({
  id: caseId,
  version,
  name,
  email,
  phone,
  kind: 'person',
});

/** Changes what they stated; without a mail, and without an event. @throws `stale` */
export const editHiddenRequester = (
  caseId: string,
  current: HiddenRequester,
  { changes, ifMatch }: { changes: OwnContactChanges; ifMatch: IfMatch | undefined },
): { after: HiddenRequester; write: Write } => {
  requireVersion(current, ifMatch);
  const { name = current.name, email = current.email, phone = current.phone } = changes;
  const after = { name, email: email ?? undefined, phone: phone ?? undefined, version: current.version + 1 };
  return {
    after,
    write: { put: hiddenRequesterItem(caseId, after), when: { holds: { version: current.version } } },
  };
};
