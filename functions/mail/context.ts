import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { afterMerges, definitionOf } from '#shared/casework/cases/cases.ts';
import { asItGoesOn, definitionAsItGoesOn, keptOutAsIn } from '#shared/casework/cases/links/merged.ts';
import { mergedCases } from '#shared/casework/cases/links/merged-cases.ts';
import { contactIdOf, requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { partitionOf, type RecordKind, recordKey } from '#shared/core/table/keys.ts';
import type {
  AlertMailContext,
  AlertStanding,
  CaseMailContext,
  CaseStanding,
  ContactMailContext,
  MailContext,
} from '#shared/mail/notifications/context.ts';
import { type Directory, directoryOf } from '#shared/mail/notifications/directory.ts';
import type { HeardEvent } from '#shared/mail/notifications/mail-due.events.ts';
import { readFollowRequest } from '#shared/portal/follow-request.ts';

// All that a mail depends on, brought together for the decisions of shared/mail/notifications.

/** The contact that a case or an alert is about: its own, else the one it was raised for. */
export const contactNamedBy = async ({ table }: Services, record: Case | Alert): Promise<Contact | undefined> => {
  const id = contactIdOf(record);
  return id === undefined ? undefined : readRecord<Contact>(table, 'contact', id);
};

/**
 * The recipients follow the record's type as it is now, as every access does: a person who may no
 * longer open it gets no mail about it.
 */
const withGroupsOf = <D extends { type: { groups: object } }>(
  current: { value: { groups: object } } | undefined,
  definition: D,
): D => (current ? { ...definition, type: { ...definition.type, groups: current.value.groups } } : definition);

export const contactsBy = async ({ table }: Services, ids: string[]): Promise<Contact[]> =>
  (await table.getMany(ids.map((id) => recordKey({ kind: 'contact', id })))).map((item) => item.record as Contact);

/** The addresses of everybody who is kept out of a case. */
export const lockedAddressesOf = async (
  services: Services,
  { locks }: Pick<Case, 'locks'>,
  directory: Directory,
): Promise<ReadonlySet<string> | undefined> => {
  if (locks.length === 0) return undefined;
  const contacts = await contactsBy(services, locks);
  const people = [...contacts, ...locks.flatMap((id) => directory.people.get(id) ?? [])];
  return new Set(people.flatMap(({ email }) => (email === undefined ? [] : [foldAddress(email)])));
};

/** The case that a merged one goes on in, as it is now. */
const homeOf = async ({ table }: Services, { id, mergedInto }: Case): Promise<Case | undefined> => {
  const home = mergedInto === undefined ? undefined : await afterMerges(table, id);
  return home?.id === id ? undefined : home;
};

/**
 * A case with all by which it is decided who may know of it. Who is kept out of the one that it was
 * merged into is kept out of it too.
 */
export const caseStanding = async (services: Services, own: Case): Promise<CaseStanding> => {
  const { definitions } = services;
  const home = await homeOf(services, own);
  const record = home ? keptOutAsIn(own, home) : own;
  const directory = directoryOf(await definitions.all('groups'));
  return {
    kind: 'case',
    directory,
    record,
    definition: withGroupsOf(await definitions.one('case-types', record.type), await definitionOf(definitions, record)),
    lockedAddresses: await lockedAddressesOf(services, record, directory),
  };
};

/** Who asks by an event to follow a case, while that waits for an answer. */
const whoAsks = async ({ table, now }: Services, event: CaseMailContext['event'], { id }: Case) =>
  event.type === 'Case Subscriber Changed' && event.after.asked !== undefined
    ? readFollowRequest(table, { caseId: id, id: event.after.asked }, now())
    : undefined;

/** What an event of a case means for its mails. */
export const caseMailContext = async (
  services: Services,
  event: CaseMailContext['event'],
  record: Case,
): Promise<CaseMailContext> => {
  const [standing, contact] = await Promise.all([caseStanding(services, record), contactNamedBy(services, record)]);
  const outsiders = record.subscriptions.map(({ id }) => id).filter((id) => !standing.directory.people.has(id));
  return {
    ...standing,
    event,
    contact,
    followers: await contactsBy(services, outsiders),
    asking: await whoAsks(services, event, record),
  };
};

export const alertStanding = async ({ definitions }: Services, record: Alert): Promise<AlertStanding> => ({
  kind: 'alert',
  directory: directoryOf(await definitions.all('groups')),
  record,
  definition: withGroupsOf(
    await definitions.one('alert-types', record.type),
    await alertDefinitionOf(definitions, record),
  ),
});

/** What an event of an alert means for its mails. */
export const alertMailContext = async (
  services: Services,
  event: AlertMailContext['event'],
  record: Alert,
): Promise<AlertMailContext> => {
  const [standing, contact] = await Promise.all([alertStanding(services, record), contactNamedBy(services, record)]);
  return { ...standing, event, contact };
};

/** The open cases of a contact, however many closed ones there are. */
const openCasesAbout = async ({ table }: Services, contactId: string): Promise<Case[]> => {
  const links = await table.queryAll({
    pk: partitionOf({ kind: 'contact', id: contactId }),
    prefix: contactLinkPrefix('case'),
  });
  const found = await table.getMany(links.map((item) => recordKey({ kind: 'case', id: String(item.caseId) })));
  return found
    .map((item) => item.record as Case)
    .filter((one) => isOpen(one) && !one.trashedAt && contactIdOf(one) === contactId);
};

/** What an event of a contact means for the mails to that contact. */
export const contactMailContext = async (
  { definitions }: Services,
  event: ContactMailContext['event'],
  { record, cases }: Pick<ContactMailContext, 'record' | 'cases'>,
): Promise<ContactMailContext> => ({
  kind: 'contact',
  event,
  directory: directoryOf(await definitions.all('groups')),
  record,
  contact: record,
  cases,
});

const asItGoesOnIn = (own: CaseMailContext, into: Pick<CaseMailContext, 'record' | 'definition'>): CaseMailContext => ({
  ...own,
  record: asItGoesOn(own.record, into.record),
  definition: definitionAsItGoesOn(own.definition, into.definition),
});

/**
 * What an event means to the requester of a case: to that of a merged one, as it goes on in the
 * other by now.
 */
export const contextForRequester = async (
  services: Services,
  event: CaseMailContext['event'],
  record: Case,
): Promise<CaseMailContext> => {
  const own = await caseMailContext(services, event, record);
  const home = await homeOf(services, record);
  if (!home) return own;
  return asItGoesOnIn(own, { record: home, definition: await definitionOf(services.definitions, home) });
};

/**
 * What an event of a case means for the requesters of those that were merged into it: each is
 * mailed of their own, as it goes on in this one.
 */
const contextsOfMerged = async (services: Services, context: CaseMailContext): Promise<CaseMailContext[]> => {
  const { event, record, definition } = context;
  const merged = (await mergedCases(services.table, record)).filter(
    (one) => requesterIdOf(one) !== requesterIdOf(record),
  );
  const mailed = merged.filter((one) => !record.trashedAt && !record.locks.includes(requesterIdOf(one)));
  return Promise.all(
    mailed.map(async (one) => {
      const own = await caseMailContext(services, event, one);
      return { ...asItGoesOnIn(own, { record, definition }), isOfMerged: true as const };
    }),
  );
};

/**
 * The record as the event carries it; one that was too large to travel is read, as it is by now.
 */
const recordOf = async <R extends Case | Alert | Contact>(
  { table }: Services,
  kind: RecordKind,
  event: DomainEvent,
): Promise<R | undefined> => (event.record as R | undefined) ?? (await readRecord<R>(table, kind, event.subject.id));

/** What an event means to those whom its own record concerns, and nobody beside them. */
export const contextOf = async (services: Services, event: HeardEvent): Promise<MailContext | undefined> => {
  switch (event.subject.kind) {
    case 'case': {
      const record = await recordOf<Case>(services, 'case', event);
      return record && caseMailContext(services, event, record);
    }
    case 'alert': {
      const record = await recordOf<Alert>(services, 'alert', event);
      return record && alertMailContext(services, event, record);
    }
    case 'contact': {
      const record = await recordOf<Contact>(services, 'contact', event);
      return record && contactMailContext(services, event, { record, cases: [] });
    }
    default:
      return undefined;
  }
};

/**
 * What an event means for mails: of a case or an alert one context, of a contact its own and one
 * for each open case about them.
 */
export const contextsOf = async (services: Services, event: HeardEvent): Promise<MailContext[]> => {
  switch (event.subject.kind) {
    case 'case': {
      const record = await recordOf<Case>(services, 'case', event);
      if (!record) return [];
      const context = await caseMailContext(services, event, record);
      return [context, ...(await contextsOfMerged(services, context))];
    }
    case 'alert': {
      const record = await recordOf<Alert>(services, 'alert', event);
      return record ? [await alertMailContext(services, event, record)] : [];
    }
    case 'contact': {
      const record = await recordOf<Contact>(services, 'contact', event);
      const open = await openCasesAbout(services, event.subject.id);
      const cases = await Promise.all(open.map((one) => caseMailContext(services, event, one)));
      return record ? [await contactMailContext(services, event, { record, cases }), ...cases] : cases;
    }
    default:
      return [];
  }
};
