import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Related, RelatedRecord, Subject } from '#shared/core/conditions/fields.ts';
import { own } from '#shared/core/records/own.ts';

/** Something that happened to a contact, with the case or alert that it was about. */
export interface HappenedBelow {
  id: string;
  createdAt: string;
  caseId?: string;
  alertId?: string;
}

/**
 * What conditions ask of what a contact has, as it is read: each record once, and plain data, so
 * that it can be kept and asked again.
 */
export interface RelatedSources {
  alerts: readonly Alert[];
  /** Of the contact, and of its alerts. */
  cases: readonly Case[];
  /** Those of the contact. */
  caseIds: readonly string[];
  /** By case. */
  tasks: Readonly<Record<string, readonly Pick<HappenedBelow, 'id' | 'createdAt'>[]>>;
  notes?: readonly HappenedBelow[];
  appointments?: readonly HappenedBelow[];
  mails?: readonly HappenedBelow[];
  signals?: readonly { id: string; createdAt: string; event: NonNullable<Subject['event']> }[];
}

export const noSources: RelatedSources = { alerts: [], cases: [], caseIds: [], tasks: {} };

const caseSubject = (record: Case, related: Related = {}): Subject => ({ case: record, related });

const caseRecord = (record: Case, related: Related): RelatedRecord => ({
  id: record.id,
  createdAt: record.createdAt,
  subject: caseSubject(record, related),
});

/** What a contact has and what happened to it, each bound to what conditions about it ask. */
export const relatedFrom = ({ alerts, cases, caseIds, tasks, ...happened }: RelatedSources): Related => {
  const byId = new Map(cases.map((record) => [record.id, record]));
  const theirs = caseIds.flatMap((id) => byId.get(id) ?? []);
  const tasksOf = (record: Case | undefined): RelatedRecord[] =>
    ((record && own(tasks, record.id)) ?? []).map((task) => ({
      id: task.id,
      createdAt: task.createdAt,
      subject: { task, case: record, related: {} },
    }));
  const alertRecords = alerts.map((alert): RelatedRecord => {
    const itsCase = alert.caseId === undefined ? undefined : byId.get(alert.caseId);
    const related = { cases: itsCase ? [caseRecord(itsCase, {})] : [], tasks: tasksOf(itsCase) };
    return { id: alert.id, createdAt: alert.createdAt, subject: { alert, case: itsCase, related } };
  });
  const ofCase = (record: Case): Related => ({
    tasks: tasksOf(record),
    alerts: alertRecords.filter(({ subject }) => (subject.alert as Alert).caseId === record.id),
  });
  const inCase = (one: RelatedRecord, record: Case): RelatedRecord => ({
    ...one,
    subject: { ...one.subject, related: { alerts: ofCase(record).alerts ?? [] } },
  });
  const subjectOf = ({ caseId, alertId }: HappenedBelow): Subject => {
    const record = byId.get(caseId ?? '');
    if (record) return caseSubject(record);
    const alert = alerts.find(({ id }) => id === alertId);
    return { ...(alert && { alert }), case: undefined, related: {} };
  };
  const bound = (found: readonly HappenedBelow[] | undefined): RelatedRecord[] | undefined =>
    found?.map((one) => ({ id: one.id, createdAt: one.createdAt, subject: subjectOf(one) }));
  const { notes, appointments, mails, signals } = happened;
  return {
    alerts: alertRecords,
    cases: theirs.map((record) => caseRecord(record, ofCase(record))),
    tasks: theirs.flatMap((record) => tasksOf(record).map((one) => inCase(one, record))),
    ...(notes && { notes: bound(notes) }),
    ...(appointments && { appointments: bound(appointments) }),
    ...(mails && { mails: bound(mails) }),
    ...(signals && {
      signals: signals.map(({ id, createdAt, event }) => ({
        id,
        createdAt,
        subject: { event, case: undefined, related: {} },
      })),
    }),
  } as Related;
};
