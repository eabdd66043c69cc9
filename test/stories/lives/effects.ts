import { type Client, clientFor } from '#local/demo/client.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { EnrolmentAnswer } from '#shared/automation/workflows/enrolment.schema.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import { putOver } from '#test/stories/configuring.ts';
import type { Place } from './life.ts';

// One event of a SIS sets off each kind of effect that there is: signal, alert, observation,
// segment, rules, workflows, mails, webhooks, task steps. What there is in the end is counted.

const is = (field: string, value: unknown) => ({ field, op: 'is', value });
const day = { amount: 1, unit: 'days', time: 'calendar' };
const types = ['raised', 'by-rule', 'by-workflow'].map((name) => `effect-${name}`);

/** Everything that a step of a workflow can do. */
const steps = [
  { do: 'add-label', label: 'in-flow' },
  { do: 'remove-label', label: 'before' },
  { do: 'set-property', property: 'attributes.flow', value: 'through' },
  { do: 'send-mail', template: 'effect-by-workflow', to: { contact: true } },
  { do: 'create-alert', alert: { type: 'effect-by-workflow', priority: 'low' } },
  { do: 'create-case', case: { type: 'effect-flow', subject: 'By a workflow' } },
  { do: 'wait', for: 'PT1H' },
  { do: 'branch', if: is('contact.attributes.flow', 'through'), then: [{ do: 'call-webhook', webhook: 'effects' }] },
  { do: 'create-task', task: { title: 'By a workflow' } },
  { do: 'enroll', workflow: 'effect-second' },
  { do: 'finish' },
];

/** Rules that between them do everything that a rule can. */
const rules = [
  {
    title: 'on the alert',
    for: 'alert',
    trigger: { event: 'alert-created' },
    condition: is('alert.type', 'effect-raised'),
    actions: [
      { do: 'update-priority', priority: 'critical' },
      { do: 'update-reviewer', assign: { behaviour: 'rotational', pool: [{ group: 'tutors' }] } },
      { do: 'update-due', in: day },
      { do: 'add-tag', tag: 'rule' },
      { do: 'add-note', note: { text: 'By a rule' } },
      { do: 'send-mail', template: 'effect-by-rule', to: [{ reviewer: true }] },
      { do: 'create-alert', alert: { type: 'effect-by-rule', priority: 'low' } },
      { do: 'escalate', join: 'open-case', case: { type: 'effect-case', subject: 'By a rule' } },
    ],
  },
  {
    title: 'on the case',
    for: 'case',
    trigger: { event: 'case-created' },
    condition: is('case.type', 'effect-case'),
    actions: [
      { do: 'update-assignee', assign: { behaviour: 'balanced', pool: [{ group: 'advisers' }] } },
      { do: 'update-priority', priority: 'high' },
      { do: 'update-status', status: 'open' },
      { do: 'update-stage', stage: 'second' },
      { do: 'update-target', clock: 'completion', extend: day },
      { do: 'add-tag', tag: 'rule' },
      { do: 'remove-tag', tag: 'rule' },
      { do: 'add-note', note: { text: 'By a rule', public: true } },
      { do: 'add-subscriber', user: 'grace' },
      { do: 'remove-subscriber', user: 'grace' },
      { do: 'create-task', task: { type: 'look', title: 'By a rule' } },
      { do: 'escalate', reason: 'no-answer' },
      { do: 'enroll', workflow: 'effect-second' },
    ],
  },
  {
    title: 'on the signal',
    for: 'contact',
    trigger: { event: 'signal', mapping: 'effects' },
    actions: [
      { do: 'add-label', label: 'signal' },
      { do: 'set-property', property: 'attributes.signal', value: true },
    ],
  },
  {
    title: 'an hour later',
    for: 'case',
    trigger: { event: 'case-created' },
    condition: is('case.type', 'effect-case'),
    after: 'PT1H',
    actions: [{ do: 'add-tag', tag: 'later' }],
  },
];

const configure = async (admin: Client, webhook: string): Promise<void> => {
  const put = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await admin.send('PUT', `/v1/${path}`, { body });
    if (status !== 201) throw new Error(`PUT ${path}: ${status} ${JSON.stringify(answer)}`);
  };
  for (const name of ['rule', 'workflow', 'task'])
    await put(`templates/effect-by-${name}`, { name, subject: `Effect of a ${name}`, text: 'Once.' });
  const groups = { raisers: ['faculty'], reviewers: ['advisers'] };
  for (const type of types) await put(`alert-types/${type}`, { name: type, groups });
  const concern = await admin.get<object>('/v1/case-types/academic-concern');
  const {
    key: _k,
    version: _v,
    createdAt: _c,
    createdBy: _b,
    updatedAt: _u,
    ...base
  } = concern as Record<string, unknown>;
  const work = [
    { do: 'mail', template: 'effect-by-task' },
    { do: 'ask', question: { text: 'When was it?' } },
    { do: 'collect', fields: [{ key: 'finding', name: 'Finding', type: 'text' }] },
  ];
  const stages = ['first', 'second'].map((key) => ({ key, name: key }));
  const taskTypes = [{ key: 'look', name: 'Look', groups: ['advisers'], steps: work }];
  for (const key of ['effect-case', 'effect-flow'])
    await put(`case-types/${key}`, { ...base, name: key, stages, taskTypes, routines: [] });
  await putOver(admin, '/v1/case-types/effect-case', (type) => ({
    ...type,
    routines: [
      {
        title: 'of the type',
        trigger: { event: 'case-priority-changed' },
        actions: [{ do: 'add-tag', tag: 'routine' }],
      },
    ],
  }));
  const open = { all: [is('alert.type', 'effect-raised'), is('alert.category', 'open')] };
  await put('segments/effects', { name: 'Effects', condition: { some: 'alerts', where: open } });
  await put('webhooks/effects', { name: 'Effects', url: webhook, events: ['Segment Joined', 'Alert Escalated'] });
  const flows = [
    ['effect-second', { trigger: { event: 'by-hand' }, steps: [{ do: 'add-label', label: 'second' }] }],
    ['effect-first', { trigger: { event: 'segment-joined', segment: 'effects' }, steps }],
  ] as const;
  for (const [key, workflow] of flows) {
    await put(`workflows/${key}`, { title: key, ...workflow });
    const { token } = await admin.post<{ token: string }>(`/v1/workflows/${key}/publish`);
    await admin.post(`/v1/workflows/${key}/publish`, { token });
  }
  await put('signal-mappings/effects', {
    name: 'Effects',
    match: is('event.detailType', 'Effects'),
    contactId: '{{ event.detail.contactId }}',
    dedupeKey: '{{ event.detail.id }}',
    alert: { type: 'effect-raised', priority: 'low' },
    observe: { grade: { value: '{{ event.detail.value }}' } },
  });
  for (const rule of rules) await admin.post('/v1/rules', rule);
};

/** How often each of some names is there: `{name: 2}`. */
const counted = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy([...names].sort(), (name) => name)].map(([name, { length }]) => [name, length]));

const done = ({ actions }: RuleRun): string =>
  actions.every((action) => action.done) ? 'all done' : JSON.stringify(actions.filter((action) => !action.done));

const contact = { id: 'EFFECT-1', email: 'effect@students.example.edu' };

/** What there is in the end. */
export const effectsOf = async ({ local }: Place) => {
  const admin = await local.as({ sub: 'ada', groups: ['admins'] });
  const list = async <T>(path: string) => (await admin.get<{ items: T[] }>(path)).items;
  const cases = await list<{ id: string; type: string; tags: string[] }>(`/v1/contacts/${contact.id}/cases`);
  const alerts = await list<{ id: string; type: string }>(`/v1/contacts/${contact.id}/alerts`);
  const own = new Set([contact.id, ...cases.map(({ id }) => id), ...alerts.map(({ id }) => id)]);
  const carried = (await local.busEvents()).filter(({ detail }) => own.has(detail.subject?.id ?? ''));
  // The bus carries each twice.
  const events = new Map(carried.map((event) => [String(event.detail.eventId), event['detail-type']]));
  const runs = (await Promise.all([...own].map((id) => list<RuleRun>(`/v1/rule-runs?recordId=${id}`)))).flat();
  const enrolments = await Promise.all(
    ['effect-first', 'effect-second'].map((key) =>
      list<EnrolmentAnswer>(`/v1/workflows/${key}/enrollments?contactId=${contact.id}`),
    ),
  );
  const { labels, attributes } = await admin.get<{ labels: string[]; attributes: object }>(
    `/v1/contacts/${contact.id}`,
  );
  const observed = await admin.get<{ grades: unknown[] }>(`/v1/insight/activity?contactId=${contact.id}`);
  return {
    records: counted([...cases, ...alerts].map(({ type }) => type)),
    tags: cases.map(({ type, tags }) => `${type}: ${[...tags].sort().join(' ')}`).sort(),
    // What is forgotten is looked for when configuration changes, whenever that is.
    events: counted([...events.values()].filter((type) => type !== 'Record Forgotten')),
    runs: counted(runs.filter(({ matched }) => matched).map(done)),
    enrolments: enrolments
      .flat()
      .map(({ workflow, log }) => `${workflow}: ${log.map((one) => one.outcome).join(' ')}`)
      .sort(),
    labels: [...labels].sort(),
    attributes,
    grades: observed.grades.length,
    mails: counted((await local.mails()).map(({ subject }) => subject).filter((one) => one.startsWith('Effect of'))),
    notes: counted(
      (await Promise.all(cases.map(({ id }) => list<{ text: string }>(`/v1/cases/${id}/notes`))))
        .flat()
        .flatMap(({ text }) => (text === 'By a rule' ? [text] : [])),
    ),
  };
};

/**
 * Has the event happen.
 * @param webhook an endpoint that takes everything
 */
export const begin = async ({ local }: Place, webhook: string): Promise<void> => {
  const admin = await local.as({ sub: 'ada', groups: ['admins'] });
  await configure(admin, webhook);
  await admin.send('PUT', `/v1/contacts/${contact.id}`, {
    body: { name: 'Effie', email: contact.email, labels: ['before'] },
  });
  await local.idle();
  await local.putEvents([{ Source: 'sis', DetailType: 'Effects', Detail: { contactId: contact.id, id: 1, value: 4 } }]);
  await local.idle();
};

/** Works through the task that it leads to. */
export const workThrough = async ({ local, url, fetch }: Place): Promise<void> => {
  const manager = await local.as({ sub: 'amara', groups: ['advisers'] });
  const { items } = await manager.get<{ items: { id: string; type: string }[] }>(`/v1/contacts/${contact.id}/cases`);
  const id = items.find(({ type }) => type === 'effect-case')?.id;
  const { items: tasks } = await manager.get<{ items: TaskAnswer[] }>(`/v1/cases/${id}/tasks`);
  const task = `/v1/cases/${id}/tasks/${tasks[0]?.id}`;
  const started = await manager.post<TaskAnswer>(`${task}/start`);
  const requester = clientFor(url, await local.token({ sub: contact.id, groups: ['students'] }), fetch);
  const question = started.steps?.[1]?.questionId;
  await requester.post(`/v1/me/cases/${id}/questions/${question}/answer`, { text: 'Monday' });
  await local.idle();
  await manager.post(`${task}/steps/2/complete`, { fields: { finding: 'Nothing' } });
  await local.idle();
  await local.advance('PT61M');
  await local.idle();
};

/** The model: what there is in the end, each thing once for what it follows from. */
export const eachOnce = {
  records: { 'effect-by-rule': 1, 'effect-by-workflow': 1, 'effect-case': 1, 'effect-flow': 1, 'effect-raised': 1 },
  tags: ['effect-case: later routine', 'effect-flow: '],
  events: {
    'Alert Created': 3,
    'Alert Escalated': 1,
    'Alert Reviewer Changed': 1,
    'Alert Updated': 3,
    'Case Assigned': 1,
    'Case Created': 2,
    'Case Escalated': 1,
    'Case Status Changed': 1,
    'Case Subscriber Changed': 2,
    'Case Updated': 6,
    'Contact Created': 1,
    'Contact Updated': 6,
    'Mail Requested': 3,
    'Note Added': 2,
    'Notification Sent': 20,
    'Question Answered': 1,
    'Question Asked': 1,
    'Segment Joined': 1,
    'Signal Received': 1,
    'Target Changed': 1,
    'Task Created': 2,
    'Task Started': 1,
    'Task Updated': 3,
    'Webhook Requested': 1,
    'Workflow Finished': 3,
    'Workflow Started': 3,
  },
  runs: { 'all done': 5 },
  enrolments: [
    'effect-first: done done done done done done waited then done done done finished',
    'effect-second: done',
    'effect-second: unchanged',
  ],
  labels: ['in-flow', 'second', 'signal'],
  attributes: { signal: true, flow: 'through' },
  grades: 1,
  mails: { 'Effect of a rule': 1, 'Effect of a task': 1, 'Effect of a workflow': 1 },
  notes: { 'By a rule': 1 },
};

/** What the webhook was sent. */
export const messagesOnce = ['Alert Escalated', 'Segment Joined', 'Webhook Requested'];
