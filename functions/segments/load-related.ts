import { type HappenedBelow, type RelatedSources, relatedFrom } from '#shared/automation/segments/related-sources.ts';
import type { RecordIds } from '#shared/automation/segments/watch.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { contactIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { CountedKind, QuantifiedKind } from '#shared/core/conditions/condition.ts';
import type { Related, Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, eventBesidePrefix, notePrefix, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';
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

type ItemsBelowCases = readonly { record: Case; items: readonly Item[] }[];

/** What lies below each of some cases. */
const below = (table: Table, cases: readonly Case[], prefix: string): Promise<ItemsBelowCases> =>
  Promise.all(
    cases.map(async (record) => {
      const pk = partitionOf({ kind: 'case', id: record.id });
      return { record, items: await table.queryAll({ pk, prefix, consistent: true }) };
    }),
  );

type Happened = Pick<HappenedBelow, 'id' | 'createdAt'>;

const happenedTo = (found: ItemsBelowCases, read: (item: Item) => Happened | undefined): HappenedBelow[] =>
  found.flatMap(({ record, items }) =>
    items.flatMap((item) => {
      const one = read(item);
      return one ? [{ id: one.id, createdAt: one.createdAt, caseId: record.id }] : [];
    }),
  );

const kept = (item: Item) => item.record as Happened;

/** A mail that went to the contact about one of its cases or alerts. */
const mailTo = (contact: Contact) => (item: Item) => {
  const mail = item.mail as { address?: string; at?: string } | undefined;
  const isTheirs = item.state === 'sent' && mail?.at !== undefined && isSameAddress(mail.address, contact.email);
  return isTheirs ? { id: item.sk, createdAt: String(mail.at) } : undefined;
};

const mailsOf = async (
  table: Table,
  contact: Contact,
  { alerts, cases }: { alerts: readonly Alert[]; cases: readonly Case[] },
): Promise<HappenedBelow[]> => {
  const ofCases = happenedTo(await below(table, cases, mailPrefix), mailTo(contact));
  const ofAlerts = await Promise.all(
    alerts.map(async ({ id: alertId }) => {
      const pk = partitionOf({ kind: 'alert', id: alertId });
      const items = await table.queryAll({ pk, prefix: mailPrefix, consistent: true });
      return items.flatMap((item) => {
        const one = mailTo(contact)(item);
        return one ? [{ ...one, alertId }] : [];
      });
    }),
  );
  return [...ofCases, ...ofAlerts.flat()];
};

const signalsOf = async (table: Table, contact: Contact): Promise<NonNullable<RelatedSources['signals']>> => {
  const pk = partitionOf({ kind: 'contact', id: contact.id });
  const items = await table.queryAll({ pk, prefix: eventBesidePrefix, consistent: true });
  return items.flatMap((item) => {
    const { type, eventId, occurredAt, after } = item.event as DomainEvent;
    if (type !== 'Signal Received') return [];
    const { source, detailType } = after as { source?: string; detailType?: string };
    const event = { ...(source && { source }), ...(detailType && { detailType }), detail: after };
    return [{ id: eventId, createdAt: occurredAt, event }];
  });
};

/** What conditions ask for, who asks, and of which records alone where others change nothing. */
interface RelatedQuery {
  reads: ConditionReads;
  sight?: Sight;
  only?: RecordIds | undefined;
}

interface WantedRecords {
  needsAlerts: boolean;
  needsCases: boolean;
  withCasesOfAlerts: boolean;
  only: RecordIds | undefined;
  sight: Sight;
}

/** The alerts and cases of a contact, and the cases of its alerts. */
const recordsOf = async (
  table: Table,
  contactId: string,
  { needsAlerts, needsCases, withCasesOfAlerts, only, sight }: WantedRecords,
): Promise<{ alerts: readonly Alert[]; caseIds: readonly string[]; cases: readonly Case[] }> => {
  const idsOf = (kind: 'alert' | 'case') => only?.[`${kind}s`] ?? linked(table, contactId, kind);
  const [alertIds, named] = await Promise.all([needsAlerts ? idsOf('alert') : [], needsCases ? idsOf('case') : []]);
  const theirs = only
    ? (await recordsAt<Case>(table, 'case', named)).filter((record) => contactIdOf(record) === contactId)
    : undefined;
  // What is asked of a case may be asked of its alerts.
  const beside = needsAlerts && theirs ? theirs.flatMap((record) => record.alertIds) : [];
  const found = await recordsAt<Alert>(table, 'alert', [...alertIds, ...beside]);
  const alerts = found.filter((record) => record.contactId === contactId && sight.alert(record));
  const caseIds = theirs?.map(({ id }) => id) ?? named;
  const ofAlerts = withCasesOfAlerts ? alerts.flatMap(({ caseId }) => caseId ?? []) : [];
  const known = new Set(theirs?.map(({ id }) => id));
  const others = await recordsAt<Case>(
    table,
    'case',
    [...(theirs ? [] : caseIds), ...ofAlerts].filter((id) => !known.has(id)),
  );
  return { alerts, caseIds, cases: [...(theirs ?? []), ...others] };
};

/** Reads what a contact has and what happened to it, as far as conditions ask for it. */
export const readRelated = async (
  table: Table,
  contact: Contact,
  { reads, sight = seesAll, only }: RelatedQuery,
): Promise<RelatedSources> => {
  const asks = (kind: QuantifiedKind | CountedKind): boolean => reads.related.has(kind);
  const needsTasks = asks('tasks') || readsRoot(reads, 'task');
  const belowCases = needsTasks || asks('notes') || asks('appointments') || asks('mails');
  const needsAlerts = asks('alerts') || asks('mails') || readsRoot(reads, 'alert');
  const needsCases = asks('cases') || belowCases || readsRoot(reads, 'case');
  const wanted = { needsAlerts, needsCases, withCasesOfAlerts: needsCases || readsCaseOfAlert(reads) };
  const { alerts, caseIds, cases } = await recordsOf(table, contact.id, { ...wanted, only, sight });
  const seen = cases.filter((record) => !record.trashedAt && sight.case(record));
  const own = caseIds.flatMap((id) => seen.find((record) => record.id === id) ?? []);
  const tasks = needsTasks ? await below(table, seen.filter(hasTasks), childPrefix('task')) : [];
  return {
    alerts,
    cases: seen,
    caseIds: own.map(({ id }) => id),
    tasks: Object.fromEntries(tasks.map(({ record, items }) => [record.id, items.map(kept)])),
    ...(asks('notes') && {
      notes: happenedTo(await below(table, own.filter(hasNotes), notePrefix), ({ note }) => note as Happened),
    }),
    ...(asks('appointments') && {
      appointments: happenedTo(await below(table, own, childPrefix('appointment')), kept),
    }),
    ...(asks('mails') && { mails: await mailsOf(table, contact, { alerts, cases: own }) }),
    ...(asks('signals') && { signals: await signalsOf(table, contact) }),
  };
};

/** What a contact has and what happened to it, as conditions ask about it. */
const loadRelated = async (table: Table, contact: Contact, asked: RelatedQuery): Promise<Related> =>
  relatedFrom(await readRelated(table, contact, asked));

const hasTasks = ({ taskCount }: Case): boolean => taskCount > 0;
const hasNotes = ({ noteCount }: Case): boolean => noteCount > 0;

/** A contact with what it has, as conditions ask about it. */
export const contactSubject = async (table: Table, contact: Contact, about: RelatedQuery): Promise<Subject> => ({
  contact,
  related: await loadRelated(table, contact, about),
});
