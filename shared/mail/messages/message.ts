import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { foldAddress, isSameAddress } from '#shared/core/records/address.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { messageKey } from '#shared/core/table/mail-keys.ts';
import type { deliveryStates, messageSchema } from '#shared/mail/messages/message.schema.ts';
import type { Recipient } from '#shared/mail/notifications/context.ts';
import type { Directory } from '#shared/mail/notifications/directory.ts';
import type { MailState } from '#shared/mail/notifications/outbox.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

export type MessageAnswer = z.infer<typeof messageSchema>;
type DeliveryState = (typeof deliveryStates)[number];

/** A message as it is kept: as it was written, to whom. What became of it stands in the outbox. */
export interface Message {
  id: string;
  createdAt: string;
  createdBy: Actor;
  template?: string | undefined;
  content: Rendered;
  to: Recipient[];
}

/** What the outbox says of a mail, in the words of the API. */
export const deliveryStateOf = (state: MailState | undefined): DeliveryState | 'held' | 'digest' => {
  switch (state) {
    case undefined:
    case 'sending':
    case 'waiting':
      return 'queued';
    case 'refused':
      return 'failed';
    default:
      return state;
  }
};

interface People {
  record: Case;
  directory: Directory;
  requester: readonly Recipient[];
  /** Clients and followers of the case, and contacts who hold a role of it. */
  contacts: readonly Contact[];
  /** Whether one of them may get mail of the case. */
  mayReceive: (recipient: Recipient) => boolean;
}

/**
 * Everybody who has to do with a case and has an address: the requester, its clients and followers,
 * and staff who hold it, a role of it or follow it.
 */
const peopleOf = ({ record, directory, requester, contacts }: People): Recipient[] => {
  const { assignee, roles, subscriptions } = record;
  const holding = assignee && 'user' in assignee ? [assignee.user] : [];
  const inRoles = roles.filter(({ to }) => to === undefined).map(({ id }) => id);
  const staff = [...holding, ...inRoles, ...subscriptions.map(({ id }) => id)];
  return [
    ...requester,
    ...staff
      .flatMap((id) => directory.people.get(id) ?? [])
      .map(({ id, email, name }): Recipient => ({ id, address: email, name, audience: 'staff' })),
    ...contacts.flatMap(({ id, email, name }): Recipient[] =>
      email ? [{ id, address: email, name, audience: 'follower' }] : [],
    ),
  ];
};

/**
 * Whom a message goes to. @throws `no-address` where the requester has none, `not-allowed` where
 * they are kept out; 400 for an address of nobody of the case or of one who may get no mail
 */
export const recipientsOf = (to: readonly string[], people: People): { recipients: Recipient[]; unknown: number[] } => {
  const known = peopleOf(people).filter(people.mayReceive);
  const [requester] = people.requester;
  if (to.includes('requester') && requester && !people.mayReceive(requester))
    throw new Refusal('not-allowed', 'The requester is kept out of this case');
  const found = to.map((one) =>
    one === 'requester' ? people.requester[0] : known.find(({ address }) => isSameAddress(address, one.trim())),
  );
  if (to.some((one, index) => one === 'requester' && !found[index])) throw new Refusal('no-address');
  const byAddress = new Map(found.flatMap((one) => (one ? [[foldAddress(one.address), one] as const] : [])));
  return {
    recipients: [...byAddress.values()],
    unknown: found.flatMap((one, index) => (one ? [] : [index])),
  };
};

/**
 * Sends a message from a case: it is kept with it, and is mailed by its event. It answers the
 * requester, as a public note does.
 */
export const sendMessage = (
  current: Case,
  { message, at }: { message: Message; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  const { id, template, content, to } = message;
  const sent = { id, template, subject: content.subject, to: to.map(({ address }) => address) };
  return changeCase(current, current, {
    type: 'Message Sent',
    at,
    definition,
    detail: { message: sent },
    items: [{ put: { ...messageKey({ kind: 'case', id: current.id }, id), message }, when: 'new' }],
  });
};

/** A message as the API answers it, with what the outbox knows of each of its mails. */
export const answerMessage = (
  { id, createdAt, createdBy, template, content, to }: Message,
  mailTo: (address: string) => { state: MailState; at?: number | undefined } | undefined,
): MessageAnswer => ({
  id,
  createdAt,
  createdBy,
  ...(template !== undefined && { template }),
  subject: content.subject,
  text: content.text,
  to: to.map(({ address, name }) => {
    const mail = mailTo(address);
    return {
      address,
      ...(name !== undefined && { name }),
      // A message is never held or put into a digest.
      state: deliveryStateOf(mail?.state) as DeliveryState,
      ...(mail?.at !== undefined && { at: iso(mail.at) }),
    };
  }),
});
