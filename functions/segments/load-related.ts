import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { CountedKind, QuantifiedKind } from '#shared/core/conditions/condition.ts';
import type { Related, RelatedRecord, Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { Item } from '#shared/core/table/decision.ts';
import {
  childPrefix,
  contactLinkPrefix,
  eventBesidePrefix,
  mailPrefix,
  notePrefix,
  partitionOf,
  recordKey,
} from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// Everything that conditions about a contact ask for, read once: each list only where some
// condition reads it.

/** Which records somebody may see; everybody's for what runs by itself. */
export interface Sight {
  alert: (record: Alert) => boolean;
  case: (record: Case) => boolean;
}
export const seesAll: Sight = { alert: () => true, case: () => true };

const readsRoot = ({ fields }: ConditionReads, root: string): boolean =>
  [...fields].some((field) => field.startsWith(`${root}.`));

const readsCaseOfAlert = ({ fields }: ConditionReads): boolean =>
  fields.has('alert.caseType') || fields.has('alert.caseStatus');

const recordsAt = async <R>(table: Table, kind: 'alert' | 'case', ids: readonly string[]): Promise<R[]> => {
  const items = await table.getMany(
    [...new Set(ids)].map((id) => recordKey({ kind, id })),
    { consistent: true },
  );
  return items.map(({ record }) => record as R);
};

const linked = async (table: Table, contactId: string, kind: 'alert' | 'case'): Promise<string[]> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const items = await table.queryAll({ pk, prefix: contactLinkPrefix(kind), consistent: true });
  return items.map((item) => String(item[`${kind}Id`]));
};

interface Loaded {
  alerts: Alert[];
  /** Of the contact. */
  cases: Case[];
  /** Those, and those of its alerts. */
  byId: ReadonlyMap<string, Case>;
}

type ItemsBelowCases = readonly { record: Case; items: readonly Item[] }[];

/** What lies below each of some cases. */
const below = (table: Table, cases: readonly Case[], prefix: string): Promise<ItemsBelowCases> =>
  Promise.all(
    cases.map(async (record) => {
      const pk = partitionOf({ kind: 'case', id: record.id });
      return { record, items: await table.queryAll({ pk, prefix, consistent: true }) };
    }),
  );

const caseSubject = (record: Case, related: Related = {}): Subject => ({ case: record, related });

const happenedTo = (found: ItemsBelowCases, read: (item: Item) => { id: string; createdAt: string } | undefined) =>
  found.flatMap(({ record, items }): RelatedRecord[] =>
    items.flatMap((item) => {
      const one = read(item);
      return one ? [{ ...one, subject: caseSubject(record) }] : [];
    }),
  );

const kept = (item: Item) => item.record as { id: string; createdAt: string };

/** A mail that went to the contact about one of its cases or alerts. */
const mailTo = (contact: Contact) => (item: Item) => {
  const mail = item.mail as { address?: string; at?: string } | undefined;
  const isTheirs = item.state === 'sent' && mail?.at !== undefined && isSameAddress(mail.address, contact.email);
  return isTheirs ? { id: item.sk, createdAt: String(mail.at) } : undefined;
};

const mailsOf = async (table: Table, contact: Contact, { alerts, cases }: Loaded): Promise<RelatedRecord[]> => {
  const ofCases = happenedTo(await below(table, cases, mailPrefix), mailTo(contact));
  const ofAlerts = await Promise.all(
    alerts.map(async (alert) => {
      const pk = partitionOf({ kind: 'alert', id: alert.id });
      const items = await table.queryAll({ pk, prefix: mailPrefix, consistent: true });
      return items.flatMap((item): RelatedRecord[] => {
        const one = mailTo(contact)(item);
        return one ? [{ ...one, subject: { alert, case: undefined, related: {} } }] : [];
      });
    }),
  );
  return [...ofCases, ...ofAlerts.flat()];
};

const signalsOf = async (table: Table, contact: Contact): Promise<RelatedRecord[]> => {
  const pk = partitionOf({ kind: 'contact', id: contact.id });
  const items = await table.queryAll({ pk, prefix: eventBesidePrefix, consistent: true });
  return items.flatMap((item): RelatedRecord[] => {
    const { type, eventId, occurredAt, after } = item.event as DomainEvent;
    if (type !== 'Signal Received') return [];
    const { source, detailType } = after as { source?: string; detailType?: string };
    const event = { ...(source && { source }), ...(detailType && { detailType }), detail: after };
    return [{ id: eventId, createdAt: occurredAt, subject: { event, case: undefined, related: {} } }];
  });
};

/** What a contact has and what happened to it, as far as conditions read it. */
export const loadRelated = async (
  table: Table,
  contact: Contact,
  { reads, sight = seesAll }: { reads: ConditionReads; sight?: Sight },
): Promise<Related> => {
  const asks = (kind: QuantifiedKind | CountedKind): boolean => reads.related.has(kind);
  const needsTasks = asks('tasks') || readsRoot(reads, 'task');
  const belowCases = needsTasks || asks('notes') || asks('appointments') || asks('mails');
  const needsAlerts = asks('alerts') || asks('mails') || readsRoot(reads, 'alert');
  const needsCases = asks('cases') || belowCases || readsRoot(reads, 'case');
  const [alertIds, caseIds] = await Promise.all([
    needsAlerts ? linked(table, contact.id, 'alert') : [],
    needsCases ? linked(table, contact.id, 'case') : [],
  ]);
  const alerts = (await recordsAt<Alert>(table, 'alert', alertIds)).filter(sight.alert);
  const ofAlerts = needsCases || readsCaseOfAlert(reads) ? alerts.flatMap(({ caseId }) => caseId ?? []) : [];
  const all = await recordsAt<Case>(table, 'case', [...caseIds, ...ofAlerts]);
  const byId = new Map(
    all.filter((record) => !record.trashedAt && sight.case(record)).map((record) => [record.id, record]),
  );
  const cases = caseIds.flatMap((id) => byId.get(id) ?? []);
  const loaded: Loaded = { alerts, cases, byId };

  const tasks = needsTasks ? await below(table, [...byId.values()].filter(hasTasks), childPrefix('task')) : [];
  const tasksOf = new Map(
    tasks.map(({ record, items }) => [
      record.id,
      items.map(
        (item): RelatedRecord => ({
          ...kept(item),
          subject: { task: kept(item), case: record, related: {} },
        }),
      ),
    ]),
  );
  const alertRecords = alerts.map((alert): RelatedRecord => {
    const itsCase = alert.caseId === undefined ? undefined : byId.get(alert.caseId);
    const related = { cases: itsCase ? [caseRecord(itsCase, {})] : [], tasks: tasksOf.get(itsCase?.id ?? '') ?? [] };
    const subject = { alert, case: itsCase, related };
    return { id: alert.id, createdAt: alert.createdAt, subject };
  });
  const ofCase = (record: Case): Related => ({
    tasks: tasksOf.get(record.id) ?? [],
    alerts: alertRecords.filter(({ subject }) => (subject.alert as Alert).caseId === record.id),
  });
  const inCase = (one: RelatedRecord, record: Case): RelatedRecord => ({
    ...one,
    subject: { ...one.subject, related: { alerts: ofCase(record).alerts ?? [] } },
  });
  return {
    alerts: alertRecords,
    cases: cases.map((record) => caseRecord(record, ofCase(record))),
    tasks: cases.flatMap((record) => (tasksOf.get(record.id) ?? []).map((one) => inCase(one, record))),
    ...(asks('notes') && {
      notes: happenedTo(
        await below(table, cases.filter(hasNotes), notePrefix),
        ({ note }) => note as { id: string; createdAt: string },
      ),
    }),
    ...(asks('appointments') && {
      appointments: happenedTo(await below(table, cases, childPrefix('appointment')), kept),
    }),
    ...(asks('mails') && { mails: await mailsOf(table, contact, loaded) }),
    ...(asks('signals') && { signals: await signalsOf(table, contact) }),
  };
};

const hasTasks = ({ taskCount }: Case): boolean => taskCount > 0;
const hasNotes = ({ noteCount }: Case): boolean => noteCount > 0;
const caseRecord = (record: Case, related: Related): RelatedRecord => ({
  id: record.id,
  createdAt: record.createdAt,
  subject: caseSubject(record, related),
});

/** A contact with what it has, as conditions ask about it. */
export const contactSubject = async (
  table: Table,
  contact: Contact,
  about: { reads: ConditionReads; sight?: Sight },
): Promise<Subject> => ({ contact, related: await loadRelated(table, contact, about) });
