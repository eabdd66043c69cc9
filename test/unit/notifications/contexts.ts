import { groupSchema } from '#shared/access/group.schema.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { type AlertType, alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { type Contact, contactSchema } from '#shared/casework/contacts/contact.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { AlertMailContext, CaseMailContext, ContactMailContext } from '#shared/mail/notifications/context.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';
import { alertThatIs } from '#test/unit/alerts/sample-alerts.ts';
import { openCase as sampleCase } from '#test/unit/cases/sample-cases.ts';

// One institution: two advisers who manage, one tutor (the team that cases are passed to), one
// lead, a lecturer who raises alerts, and a student.

const at = '2026-11-20T09:00:00.000Z';
const member = (id: string) => ({ id, email: `${id}@campus.example`, name: id.charAt(0).toUpperCase() + id.slice(1) });

const groups = {
  advisers: { name: 'Advisers', members: [member('anna'), member('ben')] },
  tutors: { name: 'Tutors', members: [member('tom'), member('anna')] },
  'advising-leads': { name: 'Advising leads', members: [member('lea')] },
  faculty: { name: 'Faculty', members: [member('fay')] },
};

export const directory = directoryOf(
  new Map(
    Object.entries(groups).map(([key, value]) => {
      const record = {
        id: `groups/${key}`,
        kind: 'groups',
        key,
        version: 1,
        createdAt: at,
        createdBy: { kind: 'system' as const, id: 'x' },
        updatedAt: at,
        value,
      };
      return [key, { key, version: 1, value: groupSchema.parse(value), record }];
    }),
  ),
);

export const student: Contact = contactSchema.parse({
  id: 'S1',
  version: 1,
  createdAt: at,
  createdBy: { kind: 'user', id: 'sis' },
  updatedAt: at,
  name: 'Stella Student',
  email: 'stella@students.example',
  labels: ['at-risk'],
  attributes: { debt: 'high' },
});

/** Somebody who follows the case of another. */
export const neighbour: Contact = { ...student, id: 'S2', name: 'Ned Neighbour', email: 'ned@students.example' };

const caseTypeInput = {
  name: 'Academic concern',
  statuses: [
    { key: 'new', name: 'New', category: 'to-do' },
    { key: 'open', name: 'Being looked at', category: 'in-progress' },
    { key: 'done', name: 'Done', category: 'resolved' },
  ],
  defaultStatus: 'new',
  stages: [{ key: 'secret-stage', name: 'Secret stage' }],
  defaultPriority: 'medium',
  fields: [
    { key: 'course', name: 'Course', type: 'text', visibleToRequester: true },
    { key: 'suspicion', name: 'Suspicion', type: 'text' },
  ],
  groups: { managers: ['advisers'], reassignment: ['tutors'], escalation: ['advising-leads'] },
  targets: [{ key: 'completion', name: 'Help within a week', target: { amount: 5, unit: 'days', time: 'calendar' } }],
  closureReasons: [
    { key: 'solved', name: 'Solved', template: 'closed-solved' },
    { key: 'gone', name: 'No longer here' },
  ],
  reassignReasons: [{ key: 'workload', name: 'Too much to do' }],
  escalationReasons: [{ key: 'urgent', name: 'Cannot wait' }],
};

const openCase: Case = sampleCase({
  createdBy: { kind: 'rule', id: 'rule-1' },
  description: 'Three in a row.',
  contactId: 'S1',
  stage: 'secret-stage',
  priority: 'high',
  fields: { course: 'MATH-101', suspicion: 'a private suspicion' },
  tags: ['secret-tag'],
  escalated: 3,
  dueAt: '2026-11-26T14:00:00.000Z',
  clocks: [],
});

const openAlert: Alert = alertThatIs('triage', {
  createdBy: { kind: 'user', id: 'fay' },
  priority: 'high',
  description: 'Not seen for a week.',
});

interface Happening<R> {
  lockedAddresses?: string[];
  record?: Partial<R>;
  after?: Record<string, unknown>;
  actor?: Actor;
  contact?: Contact | undefined;
  followers?: Contact[];
  asking?: CaseMailContext['asking'];
  changed?: string[];
  /** Members of the type that differ. */
  type?: Record<string, unknown>;
}

/** An event of any type that says just what a test is about. */
const eventOf = (
  type: string,
  kind: 'case' | 'alert' | 'contact',
  {
    id,
    after = {},
    actor = { kind: 'rule', id: 'rule-1' } as Actor,
    changed = [],
  }: {
    id: string;
    after?: Record<string, unknown> | undefined;
    actor?: Actor | undefined;
    changed?: string[] | undefined;
  },
) =>
  ({
    eventId: '01K0000000000000000000EVNT',
    type,
    occurredAt: '2026-11-21T09:00:00.000Z',
    actor,
    after,
    changed,
    cause: { depth: 0 },
    subject: { kind, id },
  }) as CaseMailContext['event'];

export const caseMailContext = (
  event: string,
  { record, after, actor, type, changed, followers, asking, lockedAddresses = [], ...rest }: Happening<Case> = {},
): CaseMailContext => {
  const subject = { ...openCase, ...record };
  return {
    kind: 'case',
    event: eventOf(event, 'case', { id: subject.id, after, actor, changed }),
    directory,
    record: subject,
    contact: 'contact' in rest ? rest.contact : student,
    followers,
    asking,
    lockedAddresses: new Set(lockedAddresses),
    definition: {
      key: 'academic-concern',
      version: 1,
      type: caseTypeSchema.parse({ ...caseTypeInput, ...type }),
      priorities: ['high'],
      disabledPriorities: new Set(),
      counting: { typeVersion: 1, calendars: {} },
      policies: new Map(),
      taskPolicies: new Map(),
    },
  };
};

export const alertMailContext = (
  event: string,
  { record, after, actor, type }: Happening<Alert> = {},
): AlertMailContext => {
  const subject = { ...openAlert, ...record };
  const alertType: AlertType = alertTypeSchema.parse({
    name: 'Attendance',
    groups: { raisers: ['faculty'], reviewers: ['advisers'] },
    outcomes: [{ key: 'contacted', name: 'Contacted' }],
    ...type,
  });
  return {
    kind: 'alert',
    event: eventOf(event, 'alert', { id: subject.id, after, actor }),
    directory,
    record: subject,
    contact: student,
    definition: { key: 'attendance', version: 1, type: alertType, priorities: ['high'], disabledPriorities: new Set() },
  };
};

/** The contact's own details changed. */
export const contactMailContext = ({
  record,
  before,
  cases = [],
  ...event
}: {
  record?: Partial<Contact>;
  before?: Record<string, unknown>;
  cases?: CaseMailContext[];
  changed?: string[];
  actor?: Actor;
} = {}): ContactMailContext => ({
  kind: 'contact',
  event: {
    ...eventOf('Contact Updated', 'contact', { id: 'S1', ...event }),
    ...(before && { before }),
  } as CaseMailContext['event'],
  directory,
  record: { ...student, ...record },
  cases,
});

export const note = (by: Actor, isPublic: boolean) => ({
  id: '01K0000000000000000000NOTE',
  createdAt: at,
  createdBy: by,
  text: 'Please come and see me.',
  public: isPublic,
});

export const task: Task = {
  id: '01K0000000000000000000TASK',
  version: 1,
  createdAt: at,
  createdBy: { kind: 'user', id: 'ben' },
  updatedAt: at,
  caseId: '01KAG0000000000000000000C1',
  title: 'Call the student',
  description: 'At noon.',
  status: 'to-do',
  assignee: { user: 'tom' },
  dueAt: '2026-11-26T14:00:00.000Z',
  order: 0,
};
