import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/alerts/alerts.ts';
import type { Case } from '#shared/cases/case.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { contactIdOf } from '#shared/cases/requester.ts';
import { isOpen } from '#shared/cases/status.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { directoryOf } from '#shared/notifications/directory.ts';
import type { AlertSituation, CaseSituation, Situation } from '#shared/notifications/recipients.ts';
import { readRecord } from '#shared/records/read.ts';
import { contactLinkPrefix, partitionOf, type RecordKind, recordKey } from '#shared/table/keys.ts';

// All that a mail depends on, brought together for the decisions of shared/notifications.

/** The contact that a case or an alert is about: its own, else the one it was raised for. */
export const contactNamedBy = async ({ table }: Services, record: Case | Alert): Promise<Contact | undefined> => {
  const id = contactIdOf(record);
  return id === undefined ? undefined : readRecord<Contact>(table, 'contact', id);
};

/** Who hears of a record is asked of its type as it is now, as every access to it is: who may not open it any more is not mailed about it. */
const withGroupsOf = <D extends { type: { groups: object } }>(
  current: { value: { groups: object } } | undefined,
  definition: D,
): D => (current ? { ...definition, type: { ...definition.type, groups: current.value.groups } } : definition);

export const contactsBy = async ({ table }: Services, ids: string[]): Promise<Contact[]> =>
  (await table.getMany(ids.map((id) => recordKey({ kind: 'contact', id })))).map((item) => item.record as Contact);

/** What an event of a case means for its mails. */
export const caseSituation = async (
  services: Services,
  event: CaseSituation['event'],
  record: Case,
): Promise<CaseSituation> => {
  const { definitions } = services;
  const directory = directoryOf(await definitions.all('groups'));
  const outsiders = record.subscriptions.map(({ id }) => id).filter((id) => !directory.people.has(id));
  return {
    kind: 'case',
    event,
    directory,
    record,
    definition: withGroupsOf(await definitions.one('case-types', record.type), await definitionOf(definitions, record)),
    contact: await contactNamedBy(services, record),
    followers: await contactsBy(services, outsiders),
  };
};

/** What an event of an alert means for its mails. */
export const alertSituation = async (
  services: Services,
  event: AlertSituation['event'],
  record: Alert,
): Promise<AlertSituation> => {
  const { definitions } = services;
  return {
    kind: 'alert',
    event,
    directory: directoryOf(await definitions.all('groups')),
    record,
    definition: withGroupsOf(
      await definitions.one('alert-types', record.type),
      await alertDefinitionOf(definitions, record),
    ),
    contact: await contactNamedBy(services, record),
  };
};

// More open cases than anybody has; whoever has more is not told of the oldest.
const mostCases = 50;

const openCasesAbout = async ({ table }: Services, contactId: string): Promise<Case[]> => {
  const { items } = await table.query({
    pk: partitionOf({ kind: 'contact', id: contactId }),
    prefix: contactLinkPrefix('case'),
    descending: true,
    limit: mostCases,
  });
  const found = await table.getMany(items.map((item) => recordKey({ kind: 'case', id: String(item.caseId) })));
  return found.map((item) => item.record as Case).filter((one) => isOpen(one) && !one.trashedAt);
};

/** The record as the event carries it; one that was too large to travel is read, as it is by now. */
const recordOf = async <R extends Case | Alert>(
  { table }: Services,
  kind: RecordKind,
  event: DomainEvent,
): Promise<R | undefined> => (event.record as R | undefined) ?? (await readRecord<R>(table, kind, event.subject.id));

/** What an event means for mails: of a case or an alert one situation, of a contact one for each open case about them. */
export const situationsOf = async (services: Services, event: DomainEvent): Promise<Situation[]> => {
  switch (event.subject.kind) {
    case 'case': {
      const record = await recordOf<Case>(services, 'case', event);
      return record ? [await caseSituation(services, event, record)] : [];
    }
    case 'alert': {
      const record = await recordOf<Alert>(services, 'alert', event);
      return record ? [await alertSituation(services, event, record)] : [];
    }
    case 'contact': {
      const records = await openCasesAbout(services, event.subject.id);
      return Promise.all(records.map((record) => caseSituation(services, event, record)));
    }
    default:
      return [];
  }
};
