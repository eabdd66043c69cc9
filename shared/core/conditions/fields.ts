import { weekdays } from '#shared/core/calendars/weekdays.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { type ConditionResult, earliest } from '#shared/core/conditions/answers.ts';
import { isMissing } from '#shared/core/conditions/compare.ts';
import type { CountedKind, Operator, QuantifiedKind } from '#shared/core/conditions/condition.ts';
import { fixedMoment, NOW, whenReached } from '#shared/core/conditions/moments.ts';
import { follow, stepsOf } from '#shared/core/conditions/path.ts';

const equality = ['is', 'is-not', 'in', 'not-in'] as const;
const presence = ['exists', 'not-exists'] as const;
const pieces = ['contains', 'not-contains', 'starts-with', 'ends-with'] as const;
const order = ['lt', 'lte', 'gt', 'gte', 'between'] as const;
const time = ['is', 'is-not', 'before', 'after', ...order, 'within', ...presence] as const;

/**
 * The kinds of fields, and the one table of the operators that each has. An `open` field holds any
 * value that its source wrote, so it has them all.
 */
export const operatorsByKind = {
  text: [...equality, ...pieces, ...presence],
  keyword: [...equality, ...presence],
  keywords: ['contains', 'not-contains', 'in', 'not-in', ...presence],
  number: [...equality, ...order, ...presence],
  money: ['is', 'is-not', ...order, ...presence],
  boolean: ['is', 'is-not', ...presence],
  instant: time,
  date: time,
  person: [...equality, ...presence],
  location: ['near', ...presence],
  open: [...equality, ...pieces, 'before', 'after', ...order, 'within', 'near', ...presence],
} as const satisfies Record<string, readonly Operator[]>;
export type FieldKind = keyof typeof operatorsByKind;

/**
 * What a condition is about. Records as the API answers them; what the story at hand has nothing of
 * is left out.
 */
export interface Subject {
  alert?: object;
  case?: object;
  contact?: object;
  task?: object;
  /** The event that is being looked at, as the bus carries it. */
  event?: { source?: string; detailType?: string; detail?: unknown };
  /** What the contact has, and what happened to it; what no condition asks for is left out. */
  related?: Related;
  /** By key: those that conditions ask for by `{"now": "working"}`. */
  calendars?: ReadonlyMap<string, CompiledCalendar>;
  /** Whether the contact is in a segment at an instant; without it `contact.segments` are asked. */
  inSegment?: (segment: string, at: number) => ConditionResult;
}

/** One of the things that a contact has. */
export interface RelatedRecord {
  id: string;
  createdAt: string;
  /** What conditions about it are asked of: itself, its case, and what belongs to that. */
  subject: Subject;
}
export type Related = { [K in QuantifiedKind | CountedKind]?: readonly RelatedRecord[] };

/** A value, and until when (epoch ms) it stays so if nothing but time changes. */
interface FoundValue {
  value: unknown;
  until?: number;
}
type Find = (subject: Subject, at: number) => FoundValue;

export interface ConditionField {
  name: string;
  kind: FieldKind;
  label: string;
  find: Find;
  /** The only values there are, where they are known. */
  choices?: readonly string[];
}

/**
 * The value at a path of the subject; an element of a list by its index. Only what the record
 * itself has, nothing inherited.
 */
export const valueAt = (subject: Subject, path: string): unknown => {
  const steps = path.includes('[') ? stepsOf(path) : path.split('.');
  return steps && follow(subject, steps);
};

const found =
  (path: string, read: (value: unknown) => unknown = (value) => value): Find =>
  (subject) => ({ value: read(valueAt(subject, path)) });

const isThere =
  (path: string): Find =>
  (subject) => ({ value: !isMissing(valueAt(subject, path)) });

const count = (value: unknown): unknown => (Array.isArray(value) ? value.length : value);

const isCounted =
  (path: string): Find =>
  (subject) => {
    const counted = count(valueAt(subject, path));
    return { value: typeof counted === 'number' && counted > 0 };
  };

const codesOf = (courses: unknown): unknown =>
  Array.isArray(courses) ? courses.map((course) => follow(course, ['code'])) : undefined;

/** Overdue from the very instant it was due, as long as it is open. */
const overdue =
  (dueAt: string, status: { path: string; open: readonly string[] }): Find =>
  (subject, at) => {
    const due = fixedMoment(valueAt(subject, dueAt))?.fixed;
    if (due === undefined || !status.open.some((open) => open === valueAt(subject, status.path)))
      return { value: false };
    return due <= at
      ? { value: true }
      : { value: false, until: earliest([whenReached(NOW, 'first', { target: due, now: at })]) };
  };

interface SeenClock {
  key?: unknown;
  state?: unknown;
  dueAt?: unknown;
  reminders?: readonly { at?: unknown }[];
}

const clocksOf = (subject: Subject): readonly SeenClock[] => {
  const clocks = valueAt(subject, 'case.clocks');
  return Array.isArray(clocks) ? clocks : [];
};

const inState =
  (state: string): Find =>
  (subject) => ({ value: clocksOf(subject).flatMap((clock) => (clock.state === state ? [clock.key] : [])) });

/** A target is at risk from its first reminder until it is due, as long as its clock runs. */
const atRisk: Find = (subject, at) => {
  const running = clocksOf(subject).flatMap(({ key, state, dueAt, reminders }) => {
    const [from, to] = [fixedMoment(reminders?.[0]?.at)?.fixed, fixedMoment(dueAt)?.fixed];
    return state === 'running' && from !== undefined && to !== undefined && from < to ? [{ key, from, to }] : [];
  });
  const ahead = running.flatMap(({ from, to }) => [from, to]).filter((instant) => instant > at);
  return {
    value: running.filter(({ from, to }) => from <= at && at < to).map(({ key }) => key),
    until: earliest(ahead.map((target) => whenReached(NOW, 'first', { target, now: at }))),
  };
};

/** The keys of what a case has spent time in and left; closing it ends its last stage. */
const left =
  (of: 'Stage' | 'Status'): Find =>
  (subject) => {
    const times = valueAt(subject, `case.timeIn${of}`);
    const keys = typeof times === 'object' && times !== null ? Object.keys(times) : [];
    const stage = valueAt(subject, 'case.stage');
    const hasEnded = of === 'Stage' && stage !== undefined && !isMissing(valueAt(subject, 'case.closedAt'));
    return {
      value: [...new Set(hasEnded && !isMissing(valueAt(subject, 'case.stageSince')) ? [...keys, stage] : keys)],
    };
  };

/** The people who follow a case: as it is answered, or as it is kept. */
const followers: Find = (subject) => {
  const kept = valueAt(subject, 'case.subscriptions');
  const confirmed = Array.isArray(kept) ? kept.filter((one) => follow(one, ['confirmed']) !== false) : undefined;
  return { value: confirmed?.map((one) => follow(one, ['id'])) ?? valueAt(subject, 'case.subscribers') };
};

const alertStatuses = ['triage', 'in-progress', 'resolved', 'dismissed', 'escalated', 'cancelled'];
const caseCategories = ['to-do', 'in-progress', 'resolved', 'cancelled'];
const taskStatuses = ['to-do', 'in-progress', 'completed', 'cancelled'];
const openWork = ['to-do', 'in-progress'];

type FieldOptions = { path?: string; find?: Find; choices?: readonly string[] };
const field = (
  [name, kind, label]: [string, FieldKind, string],
  { path = name, find = found(path), choices }: FieldOptions = {},
): ConditionField => ({ name, kind, label, find, choices });

const alertFields: readonly ConditionField[] = [
  field(['alert.id', 'keyword', 'Alert']),
  field(['alert.type', 'keyword', 'Alert type']),
  field(['alert.status', 'keyword', 'Alert status'], { choices: alertStatuses }),
  field(['alert.category', 'keyword', 'Alert open or closed'], { choices: ['open', 'closed'] }),
  field(['alert.priority', 'keyword', 'Alert priority']),
  field(['alert.reviewer', 'person', 'Alert reviewer']),
  field(['alert.group', 'keyword', 'Alert reviewer group'], { path: 'alert.reviewer.group' }),
  field(['alert.contactId', 'keyword', 'Contact of the alert']),
  field(['alert.subscribers', 'keywords', 'Alert subscribers']),
  field(['alert.createdAt', 'instant', 'Alert created']),
  field(['alert.createdBy', 'person', 'Alert created by']),
  field(['alert.updatedAt', 'instant', 'Alert updated']),
  field(['alert.dueAt', 'instant', 'Alert due']),
  field(['alert.reviewedAt', 'instant', 'Alert reviewed']),
  field(['alert.escalatedAt', 'instant', 'Alert escalated']),
  field(['alert.resolvedAt', 'instant', 'Alert resolved']),
  field(['alert.dismissedAt', 'instant', 'Alert dismissed']),
  field(['alert.overdue', 'boolean', 'Alert overdue'], {
    find: overdue('alert.dueAt', { path: 'alert.category', open: ['open'] }),
  }),
  field(['alert.hasCase', 'boolean', 'Alert has a case'], { find: isThere('alert.caseId') }),
  field(['alert.caseType', 'keyword', "Type of the alert's case"], { path: 'case.type' }),
  field(['alert.caseStatus', 'keyword', "Status of the alert's case"], { path: 'case.status.key' }),
  field(['alert.outcome', 'keyword', 'Alert outcome']),
  field(['alert.repeats', 'number', 'Alert repeats']),
  field(['alert.source', 'text', 'Alert source']),
  field(['alert.course', 'keyword', 'Alert course'], { path: 'alert.course.code' }),
  field(['alert.tags', 'keywords', 'Alert tags']),
  field(['alert.description', 'text', 'Alert description']),
  field(['alert.private', 'boolean', 'Alert private']),
];

const caseFields: readonly ConditionField[] = [
  field(['case.id', 'keyword', 'Case']),
  field(['case.reference', 'text', 'Case reference']),
  field(['case.type', 'keyword', 'Case type']),
  field(['case.instance', 'keyword', 'Case instance']),
  field(['case.status', 'keyword', 'Case status'], { path: 'case.status.key' }),
  field(['case.category', 'keyword', 'Case status category'], {
    path: 'case.status.category',
    choices: caseCategories,
  }),
  field(['case.stage', 'keyword', 'Case stage']),
  field(['case.subtype', 'keyword', 'Case subtype']),
  field(['case.priority', 'keyword', 'Case priority']),
  field(['case.assignee', 'person', 'Case assignee']),
  field(['case.group', 'keyword', 'Case group'], { path: 'case.assignee.group' }),
  field(['case.contactId', 'keyword', 'Contact of the case']),
  field(['case.clients', 'keywords', 'Case clients']),
  field(['case.subscribers', 'keywords', 'Case subscribers'], { find: followers }),
  field(['case.subject', 'text', 'Case subject']),
  field(['case.description', 'text', 'Case description']),
  field(['case.createdAt', 'instant', 'Case created']),
  field(['case.createdBy', 'person', 'Case created by']),
  field(['case.updatedAt', 'instant', 'Case updated']),
  field(['case.dueAt', 'instant', 'Case due']),
  field(['case.escalatedAt', 'instant', 'Case escalated at']),
  field(['case.closedAt', 'instant', 'Case closed']),
  field(['case.lastActivityAt', 'instant', 'Last activity on the case'], { path: 'case.updatedAt' }),
  field(['case.closureReason', 'keyword', 'Reason of closing'], { path: 'case.closure.reason' }),
  field(['case.overdue', 'boolean', 'Case overdue'], {
    find: overdue('case.dueAt', { path: 'case.status.category', open: openWork }),
  }),
  field(['case.targetsMet', 'keywords', 'Targets met'], { find: inState('met') }),
  field(['case.targetsBreached', 'keywords', 'Targets missed'], { find: inState('breached') }),
  field(['case.targetsAtRisk', 'keywords', 'Targets at risk'], { find: atRisk }),
  field(['case.statusesLeft', 'keywords', 'Statuses that the case has left'], { find: left('Status') }),
  field(['case.stagesLeft', 'keywords', 'Stages that the case has left'], { find: left('Stage') }),
  field(['case.escalated', 'number', 'Case escalation level']),
  field(['case.private', 'boolean', 'Case private']),
  field(['case.tags', 'keywords', 'Case tags']),
  field(['case.location', 'location', 'Case location']),
  field(['case.taskCount', 'number', 'Number of tasks']),
  field(['case.openTasks', 'number', 'Number of open tasks']),
  field(['case.alertCount', 'number', 'Number of alerts'], { find: found('case.alertIds', count) }),
  field(['case.hasAlerts', 'boolean', 'Case has alerts'], { find: isCounted('case.alertIds') }),
  field(['case.hasNotes', 'boolean', 'Case has notes'], { find: isCounted('case.noteCount') }),
  field(['case.hasFiles', 'boolean', 'Case has files'], { find: isCounted('case.fileCount') }),
  field(['case.hasQuestions', 'boolean', 'Case has questions'], { find: isCounted('case.questionCount') }),
];

const taskFields: readonly ConditionField[] = [
  field(['task.type', 'keyword', 'Task type']),
  field(['task.title', 'text', 'Task title']),
  field(['task.description', 'text', 'Task description']),
  field(['task.status', 'keyword', 'Task status'], { choices: taskStatuses }),
  field(['task.assignee', 'person', 'Task assignee']),
  field(['task.group', 'keyword', 'Task group'], { path: 'task.assignee.group' }),
  field(['task.outcome', 'keyword', 'Task outcome']),
  field(['task.createdAt', 'instant', 'Task created']),
  field(['task.createdBy', 'person', 'Task created by']),
  field(['task.updatedAt', 'instant', 'Task updated']),
  field(['task.dueAt', 'instant', 'Task due']),
  field(['task.completedAt', 'instant', 'Task completed']),
  field(['task.overdue', 'boolean', 'Task overdue'], {
    find: overdue('task.dueAt', { path: 'task.status', open: openWork }),
  }),
];

const contactFields: readonly ConditionField[] = [
  field(['contact.id', 'keyword', 'Contact']),
  field(['contact.name', 'text', 'Contact name']),
  field(['contact.email', 'text', 'Contact mail']),
  field(['contact.phone', 'text', 'Contact phone']),
  field(['contact.kind', 'keyword', 'Person or organisation'], { choices: ['person', 'organisation'] }),
  field(['contact.labels', 'keywords', 'Contact labels']),
  field(['contact.segments', 'keywords', 'Contact segments']),
  field(['contact.courses', 'keywords', 'Courses of the contact'], { find: found('contact.courses', codesOf) }),
  field(['contact.language', 'keyword', 'Contact language']),
  field(['contact.timeZone', 'keyword', 'Contact time zone']),
  field(['contact.createdAt', 'instant', 'Contact created']),
  field(['contact.updatedAt', 'instant', 'Contact updated']),
];

const eventFields: readonly ConditionField[] = [
  field(['event.source', 'text', 'Event source']),
  field(['event.detailType', 'text', 'Event type']),
];

/** Of the instant at which a condition is asked; read in the zone of the comparison. */
const nowFields: readonly ConditionField[] = [
  field(['now.dayOfWeek', 'keyword', 'Day of the week'], { choices: weekdays }),
  field(['now.hour', 'number', 'Hour of the day (0 to 23)']),
  field(['now.date', 'date', 'Date']),
];

/** Fields that every deployment has. */
export const standardFields: readonly ConditionField[] = [
  ...alertFields,
  ...caseFields,
  ...taskFields,
  ...contactFields,
  ...eventFields,
  ...nowFields,
];
const standardByName = new Map(standardFields.map((one) => [one.name, one]));

/**
 * Below these a condition may name any path: `<x>` stands for one step or several with dots
 * between, odd names in brackets and quotes.
 */
export const openFields: readonly (Omit<ConditionField, 'find'> & { prefix: string })[] = [
  { prefix: 'contact.attributes.', name: 'contact.attributes.<x>', kind: 'open', label: 'Attribute of the contact' },
  {
    prefix: 'contact.network.',
    name: 'contact.network.<x>',
    kind: 'person',
    label: 'Person in the network of the contact',
  },
  { prefix: 'event.detail.', name: 'event.detail.<x>', kind: 'open', label: 'Detail of the event' },
];

export const fieldAt = (
  name: string,
  kind: FieldKind,
  { label, choices }: { label: string; choices?: readonly string[] },
): ConditionField => field([name, kind, label], { choices });

/**
 * The value of a field in a subject at an instant (epoch ms). Open paths and custom fields are
 * found where their names say.
 */
export const findValue = (name: string, subject: Subject, at: number): FoundValue =>
  standardByName.get(name)?.find(subject, at) ?? { value: valueAt(subject, name) };
