import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Directory } from '#shared/mail/notifications/directory.ts';
import type { HeardEvent } from '#shared/mail/notifications/mail-due.events.ts';

// What a mail is written from: its reader, and the event with the record that it is about.

/**
 * For whom a mail is written, which decides what it may say and where it links. A follower
 * subscribes to a case that is not about them; the raiser of an alert may be kept from its outcome.
 */
export type Audience = 'staff' | 'requester' | 'follower' | 'raiser';

/** To whom a mail goes. */
export interface Recipient {
  address: string;
  name?: string | undefined;
  /** Of the person or the contact; they get no mail of their own actions. */
  id?: string | undefined;
  audience: Audience;
  /** In which language and zone they are written to, where they are known to have one. */
  language?: string | undefined;
  timeZone?: string | undefined;
  /**
   * Something is taken back from them, such as an invitation: they hear that also where the case is
   * not theirs to see any more.
   */
  isFormer?: true | undefined;
  /**
   * Nobody has shown that they read this address: somebody may have written that of somebody else.
   */
  isUnconfirmed?: true | undefined;
  /** Somebody asks from outside to follow the case, and is no follower yet. */
  isAsking?: true | undefined;
}

/** An event as mails are written of it; one that nothing happened by has no before. */
type MailedEvent<E extends HeardEvent = HeardEvent> = E extends E
  ? Pick<E, 'eventId' | 'type' | 'occurredAt' | 'actor' | 'after' | 'subject' | 'changed' | 'cause'> &
      Partial<Pick<E, 'before'>>
  : never;

interface ContextInput {
  event: MailedEvent;
  directory: Directory;
  /** Whom the record is about. */
  contact?: Contact | undefined;
  /** Contacts who subscribe to the case. */
  followers?: readonly Contact[] | undefined;
  /**
   * It is for the requester of a case that was merged into the one of the event: `record` is
   * theirs, as it goes on.
   */
  isOfMerged?: true;
  /** Who asks to follow it by this event. */
  asking?: { id: string; name: string; email: string } | undefined;
}
/** A case with all by which it is decided who may know of it. */
export interface CaseStanding {
  kind: 'case';
  record: Case;
  definition: CaseDefinition;
  directory: Directory;
  /**
   * The addresses, folded, of everybody who is kept out of the case: one person may be known by
   * several ids.
   */
  lockedAddresses?: ReadonlySet<string> | undefined;
}
export interface AlertStanding {
  kind: 'alert';
  record: Alert;
  definition: AlertDefinition;
  directory: Directory;
}
/**
 * An event of a case with all that its mails depend on. The record is the one of the event: as it
 * was then.
 */
export type CaseMailContext = CaseStanding & ContextInput;
export type AlertMailContext = AlertStanding & ContextInput;
/** Mail to a contact about itself, in all its cases. */
export type ContactMailContext = ContextInput & { kind: 'contact'; record: Contact; cases: readonly CaseMailContext[] };
/** An event of a record that has a type. */
export type TypedMailContext = CaseMailContext | AlertMailContext;
export type MailContext = TypedMailContext | ContactMailContext;
export type Standing = CaseStanding | AlertStanding | Pick<ContactMailContext, 'kind'>;
