import type { KnownValues } from './generate-values.ts';

// What is there in the sample institution, and what configuration has to look like to be taken. The
// rest chance brings about.

export const contacts = ['S101', 'S102', 'S103'];

const statuses = [
  { key: 'new', name: 'New', category: 'to-do' },
  { key: 'open', name: 'Open', category: 'in-progress' },
  { key: 'resolved', name: 'Resolved', category: 'resolved' },
];
const course = { key: 'course', name: 'Course', type: 'text' };
const kind = {
  key: 'kind',
  name: 'Kind',
  type: 'choice',
  required: true,
  options: [{ key: 'lighting', name: 'Light' }],
};
const working = { amount: 2, unit: 'days', time: 'working' };
const completion = { key: 'completion', target: working, calendar: 'campus', reminders: [{ before: working }] };
const welcome = { key: 'welcome', activity: 'email', offset: { amount: 2, unit: 'weeks', time: 'calendar' } };
const isHigh = { field: 'case.priority', op: 'is', value: 'high' };

export const known: KnownValues = {
  // Records.
  contactId: contacts,
  type: ['academic-concern', 'hazard-report', 'attendance'],
  priority: ['critical', 'high', 'low'],
  subtype: ['grades'],
  status: ['open', 'waiting', 'inspecting', 'triage'],
  reason: ['solved', 'made-safe', 'knows-student', 'no-answer', 'danger-to-life'],
  outcome: ['contacted', 'excused'],
  course: [{ code: 'MATH-101' }],
  fields: [{}, { course: 'MATH-101' }, { kind: 'lighting' }, { kind: 'lighting', course: 'x' }],
  group: ['advisers', 'tutors', 'estates'],
  user: ['amara', 'dev', 'nobody'],
  personId: ['amara', 'dev', 'S101'],
  assignee: [{ user: 'dev' }, { group: 'tutors' }],
  reviewer: [{ user: 'amara' }, { group: 'advisers' }],
  field: ['alert.priority', 'case.priority', 'contact.labels', 'case.subject', 'event.source', 'case.dueAt'],

  'NewFile.contentType': ['image/png', 'text/csv', 'application/x-sh'],
  'NewFile.size': [1, 70, 200_000_000],

  // Configuration.
  key: [
    ...['completion', 'first-response', 'academic-concern', 'attendance', 'campus', 'medium', 'advisers'],
    ...['closed-solved', 'global', 'advising', 'new', 'made-up', 'hazard-report'],
  ],
  calendar: ['campus'],
  instance: ['advising'],
  template: ['closed-solved'],
  timeZone: ['Europe/London', 'America/New_York', 'Asia/Kathmandu'],
  week: [{ monday: [['09:00', '17:00']] }, { friday: [['00:00', '24:00']], sunday: [] }],
  holidays: [[], [{ date: '2026-12-25' }]],
  defaultPriority: ['medium'],
  defaultStatus: ['new'],
  condition: [isHigh, { not: isHigh }],
  match: [{ field: 'event.source', op: 'is', value: 'lms' }],
  'CaseType.statuses': [statuses],
  'CaseType.transitions': [{ new: ['open'] }],
  'CaseType.priorities': [['critical', 'high', 'medium', 'low']],
  'CaseType.fields': [[], [course], [course, kind]],
  'CaseType.sections': [[], [{ key: 'finances', name: 'Finances', fields: [course] }]],
  'CaseType.groups': [{}, { managers: ['advisers'], starters: ['faculty', 'students'] }],
  'CaseType.targets': [[], [completion]],
  'CaseType.closureReasons': [[], [{ key: 'solved', name: 'Solved' }]],
  'CaseType.timelines': [[], [{ key: 'standard', steps: [welcome] }]],
  'CaseType.sequences': [[], [{ key: 'review', steps: [{ key: 'read', activity: 'reading' }] }]],
  'CaseType.questions': [{}, { closeAfter: working, reason: 'solved' }],
  'CaseType.files': [{}, { requester: { maxSize: 1000, maxCount: 3, types: ['image/*'] }, scan: true }],
  'AlertType.fields': [[], [course]],
  'AlertType.groups': [{}, { reviewers: ['advisers'], raisers: ['faculty'] }],
  'AlertType.due': [working],

  'Rule.actions': [
    [{ do: 'update-priority', priority: 'high' }],
    [{ do: 'add-note', note: { text: 'Look at this' } }],
    [{ do: 'create-case', case: { type: 'academic-concern' } }],
  ],

  'Webhook.events': [['Case Created'], ['Case Created', 'Alert Created']],
  // Where nobody listens.
  'Webhook.url': ['http://127.0.0.1:1/hook'],

  // Queries.
  limit: ['1', '25', '200'],
  cursor: ['bWFkZSB1cA.bWFkZSB1cA'],
  after: ['bWFkZSB1cA.bWFkZSB1cA'],
  types: ['Case Created', 'Case Created,Alert Created'],
  wait: ['0', '2'],
  dryRun: ['true', 'false'],
};
