import type { RecordIds } from '#shared/automation/segments/watch.ts';
import { contactIdOf } from '#shared/casework/cases/people/requester.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

// Which segments an event can move, by what they read: what it cannot is not asked.

type ConcerningEvent = Pick<DomainEvent, 'type' | 'subject' | 'changed' | 'before' | 'after' | 'record' | 'contactId'>;

/** Edits that say member by member what changed; any other event may have to do with all of it. */
const plainEdits = new Set(['Alert Updated', 'Case Updated', 'Contact Updated']);

/** The members of a record that a field is read from, where it is not the one of its name. */
const membersOf = new Map<string, readonly string[]>(
  Object.entries({
    'alert.group': ['reviewer'],
    'alert.overdue': ['dueAt', 'category', 'status'],
    'alert.hasCase': ['caseId'],
    'alert.caseType': ['caseId'],
    'alert.caseStatus': ['caseId'],
    'case.category': ['status'],
    'case.group': ['assignee'],
    'case.overdue': ['dueAt', 'status'],
    'case.closureReason': ['closure'],
  }),
);
/** Every change moves these. */
const alwaysMoved = new Set(['alert.updatedAt', 'case.updatedAt', 'case.lastActivityAt', 'contact.updatedAt']);
/** What is counted below a record is asked again whatever changed. */
const isCount = (field: string): boolean => /^\w+\.(has[A-Z]\w*|\w+Count|openTasks)$/.test(field);

const isMoved = (field: string, root: string, changed: ReadonlySet<string>): boolean => {
  if (!field.startsWith(`${root}.`)) return false;
  if (alwaysMoved.has(field) || (isCount(field) && !membersOf.has(field))) return true;
  const [, name = ''] = field.split('.');
  return (membersOf.get(field) ?? [name.replace(/\[.*/, '')]).some((member) => changed.has(member));
};

const hasRoot = ({ fields }: ConditionReads, root: string): boolean =>
  [...fields].some((field) => field.startsWith(`${root}.`));

const readsCaseOfAlert = ({ fields }: ConditionReads): boolean =>
  fields.has('alert.caseType') || fields.has('alert.caseStatus');

const readsAny = (reads: ConditionReads, kind: 'alert' | 'case'): boolean => {
  if (kind === 'alert') return hasRoot(reads, 'alert') || reads.related.has('alerts') || reads.related.has('mails');
  return (
    hasRoot(reads, 'case') ||
    hasRoot(reads, 'task') ||
    readsCaseOfAlert(reads) ||
    [...reads.related].some((kept) => kept !== 'alerts' && kept !== 'signals')
  );
};

/** Whether a condition that reads this may answer otherwise after an event. */
export const concernedBy = (event: ConcerningEvent): ((reads: ConditionReads) => boolean) => {
  const { type, subject } = event;
  const changed = new Set(event.changed);
  if (type === 'Contact Created' || type === 'Contact Erased') return () => true;
  if (type === 'Signal Received') return ({ related }) => related.has('signals');
  if (type === 'Notification Sent') return ({ related }) => related.has('mails');
  const { kind } = subject;
  if (kind === 'contact') {
    // Mails to the contact are known by its address.
    const mails = changed.has('email');
    return (reads) =>
      (mails && reads.related.has('mails')) || [...reads.fields].some((field) => isMoved(field, 'contact', changed));
  }
  if (kind !== 'alert' && kind !== 'case') return () => false;
  const movesWhole = changed.has('contactId') || changed.has('caseId') || changed.has('onBehalfOf');
  if (!plainEdits.has(type) || movesWhole) return (reads) => readsAny(reads, kind);
  return ({ fields }) => [...fields].some((field) => isMoved(field, kind, changed));
};

const idIn = (values: Record<string, unknown>): string[] => {
  const { contactId, onBehalfOf } = values as { contactId?: unknown; onBehalfOf?: { contactId?: unknown } };
  return [contactId, onBehalfOf?.contactId].filter((id) => typeof id === 'string');
};

/** The contacts whom an event is about: also the one that a record was about before it. */
export const contactsOfEvent = (event: ConcerningEvent): string[] => {
  const { subject, contactId, record, before, after } = event;
  const own = subject.kind === 'contact' ? [subject.id] : [];
  const requester = subject.kind === 'case' && record ? contactIdOf(record as never) : undefined;
  return [...new Set([...own, contactId, requester, ...idIn(before), ...idIn(after)].filter((id) => id !== undefined))];
};

const namesIn = (values: Record<string, unknown>, name: 'alertId' | 'caseId'): string[] => {
  const found = [values[name], values[`${name}s`]].flat();
  return found.filter((id) => typeof id === 'string');
};

/** The alerts and cases that an event is about, and those that it joins to them or parts. */
export const touchedBy = ({ subject, record, before, after }: ConcerningEvent): RecordIds => {
  if (subject.kind !== 'alert' && subject.kind !== 'case') return { alerts: [], cases: [] };
  const all = [(record ?? {}) as Record<string, unknown>, before, after];
  return {
    alerts: [...(subject.kind === 'alert' ? [subject.id] : []), ...all.flatMap((one) => namesIn(one, 'alertId'))],
    cases: [...(subject.kind === 'case' ? [subject.id] : []), ...all.flatMap((one) => namesIn(one, 'caseId'))],
  };
};

/** Whether a segment asks alerts for what their cases are. */
export const asksCasesOfAlerts = (reads: ConditionReads): boolean =>
  readsCaseOfAlert(reads) || (reads.related.has('alerts') && (hasRoot(reads, 'case') || hasRoot(reads, 'task')));
