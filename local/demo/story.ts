import assert from 'node:assert/strict';
import type { Client, LocalControls, Mail } from './client.ts';

// The main job, end to end: from a signal to an escalation and its end. The demo prints it and the first end-to-end test holds it, so each step checks what
// it tells. What one step learns the next ones find in the story's memory, which survives a stack that is killed in between.

interface CaseAnswer {
  id: string;
  version: number;
  reference: string;
  status: { key: string; category: string };
  assignee?: { user?: string; group?: string };
  escalated: number;
  dueAt: string;
  closedAt?: string;
  clocks: { key: string; state: string; dueAt: string; nextReminderAt?: string }[];
}

export interface Memory {
  alertId: string;
  caseId: string;
  adviser: string;
}

export interface World {
  local: LocalControls;
  memory: Partial<Memory>;
}

export interface Step {
  title: string;
  /** Does it, checks it, and says what came of it. */
  tell: (world: World) => Promise<string>;
}

const student = { id: 'S101', email: 'sofia.marin@students.example.edu', name: 'Sofia Marin' };
const advisers = ['amara', 'ben', 'chloe'];
const mailOf: Record<string, string> = {
  amara: 'amara.obi@staff.example.edu',
  ben: 'ben.ruiz@staff.example.edu',
  chloe: 'chloe.martin@staff.example.edu',
  farah: 'farah.haddad@staff.example.edu',
};

const as = {
  admin: (local: LocalControls) => local.as({ sub: 'admin', groups: ['admins'] }),
  adviser: (local: LocalControls, id: string) => local.as({ sub: id, email: mailOf[id] ?? '', groups: ['advisers'] }),
};

const remembered = <K extends keyof Memory>(memory: Partial<Memory>, key: K): Memory[K] => {
  const value = memory[key];
  assert.ok(value !== undefined, `the story has not got as far as ${key}`);
  return value;
};

const theCase = async ({ local, memory }: World): Promise<CaseAnswer> => {
  const admin = await as.admin(local);
  return admin.get<CaseAnswer>(`/v1/cases/${remembered(memory, 'caseId')}`);
};

const notificationOf = (mail: Mail): string | undefined => mail.headers?.['x-caseward-notification'];

/** Mails of one kind to one person. */
const mailsOf = async (local: LocalControls, notification: string, to: string): Promise<Mail[]> =>
  (await local.mails(to)).filter((mail) => notificationOf(mail) === notification);

const once = async (local: LocalControls, notification: string, to: string): Promise<Mail> => {
  const mails = await mailsOf(local, notification, to);
  assert.equal(mails.length, 1, `${to} gets ${notification} once and got it ${mails.length} times`);
  return mails[0] as Mail;
};

const institutionIsThere: Step = {
  title: 'The sample institution is there',
  tell: async ({ local }) => {
    const admin = await as.admin(local);
    await admin.get('/v1/calendars/campus');
    await admin.get('/v1/alert-types/attendance');
    await admin.get('/v1/case-types/academic-concern');
    await admin.get('/v1/case-types/hazard-report');
    const rules = await admin.get<{ items: unknown[] }>('/v1/rules');
    const templates = await admin.get<{ items: unknown[] }>('/v1/templates?limit=200');
    assert.equal(rules.items.length, 2);
    await admin.get('/v1/contacts/S130');
    return `a calendar, an alert type, two case types, ${rules.items.length} rules, ${templates.items.length} templates, thirty contacts`;
  },
};

const missedClasses = {
  Source: 'lms.example.edu',
  DetailType: 'Classes Missed',
  Detail: { contactId: student.id, course: 'MATH-101', week: '2026-W47', missed: 3 },
};

const signalBecomesAlert: Step = {
  title: 'The LMS says five times that a student missed three classes',
  tell: async ({ local, memory }) => {
    for (let time = 0; time < 5; time++) await local.putEvents([missedClasses]);
    await local.idle();
    const admin = await as.admin(local);
    const alerts = await admin.get<{ items: { id: string; priority: string }[] }>(`/v1/alerts?contactId=${student.id}`);
    assert.equal(alerts.items.length, 1, 'five events make one alert');
    memory.alertId = alerts.items[0]?.id;
    return `one ${alerts.items[0]?.priority} alert about ${student.name}: ${memory.alertId}`;
  },
};

interface Run {
  matched: boolean;
  explanation: { all?: { field?: string; wanted?: unknown; value?: unknown; held: boolean }[] };
  actions: { do: string; done: boolean }[];
}

const ruleCreatesCase: Step = {
  title: 'A rule finds it critical and the student a first-year, sets the reviewer and creates a case',
  tell: async ({ local, memory }) => {
    await local.idle();
    const admin = await as.admin(local);
    const alert = await admin.get<{ caseId?: string; reviewer?: { user?: string }; status: string }>(
      `/v1/alerts/${remembered(memory, 'alertId')}`,
    );
    assert.deepEqual(alert.reviewer, { user: 'amara' });
    assert.equal(alert.status, 'escalated');
    assert.ok(alert.caseId);
    memory.caseId = alert.caseId;
    const runs = await admin.get<{ items: Run[] }>(`/v1/rule-runs?recordId=${memory.alertId}`);
    const matched = runs.items.filter((run) => run.matched);
    assert.equal(matched.length, 1, 'one rule matched, once');
    assert.deepEqual(
      matched[0]?.actions.map((action) => [action.do, action.done]),
      [
        ['update-reviewer', true],
        ['create-case', true],
      ],
    );
    const why = (matched[0]?.explanation.all ?? []).map((leaf) =>
      leaf.field ? `${leaf.field} was ${JSON.stringify(leaf.value)}` : 'it had no case',
    );
    const record = await theCase({ local, memory });
    return `case ${record.reference}, because ${why.join(', ')}`;
  },
};

const groupIsToldAndOneClaims: Step = {
  title: 'The group gets a mail; of twenty who press at once one adviser gets the case',
  tell: async ({ local, memory }) => {
    await local.idle();
    for (const id of advisers) await once(local, 'case-raised-group', mailOf[id] ?? '');
    const clients = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const id = advisers[index] ?? `adviser-${index}`;
        return { id, client: await as.adviser(local, id) };
      }),
    );
    const path = `/v1/cases/${remembered(memory, 'caseId')}/claim`;
    const answers = await Promise.all(
      clients.map(async ({ id, client }) => ({ id, answer: await client.send('POST', path) })),
    );
    const winners = answers.filter(({ answer }) => answer.status === 200);
    assert.equal(winners.length, 1, 'exactly one wins');
    assert.ok(
      answers.every(({ answer }) => answer.status === 200 || answer.status === 409),
      `the others get 409, and got ${answers.map(({ answer }) => answer.status)}`,
    );
    // The story goes on with an adviser who is in the directory, so that there is an address to write to.
    const winner = winners[0]?.id ?? '';
    const known = advisers.includes(winner) ? winner : 'amara';
    if (known !== winner) await (await as.admin(local)).post(`/v1/cases/${memory.caseId}/assign`, { user: known });
    memory.adviser = known;
    await local.idle();
    const mail = await once(local, 'case-assigned-person', mailOf[known] ?? '');
    return `${winner} has it, the other nineteen were told 409; ${known} got "${mail.subject}"`;
  },
};

const targetIsExtended: Step = {
  title: 'The target is extended by two working days before it passes: reminder and target move',
  tell: async (world) => {
    const { local, memory } = world;
    const before = await theCase(world);
    const clock = before.clocks.find(({ key }) => key === 'completion');
    assert.ok(clock?.nextReminderAt);
    const adviser = await as.adviser(local, remembered(memory, 'adviser'));
    const after = await adviser.post<CaseAnswer>(`/v1/cases/${before.id}/clocks/completion/extend`, {
      by: { amount: 2, unit: 'days', time: 'working' },
    });
    assert.ok(after.dueAt > before.dueAt);
    await local.idle();
    await local.advanceTo(new Date(Date.parse(clock.nextReminderAt) + 60_000).toISOString());
    assert.equal(
      (await mailsOf(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '')).length,
      0,
      'nothing comes at the old time',
    );
    return `due ${after.dueAt} instead of ${before.dueAt}; nothing came at ${clock.nextReminderAt}`;
  },
};

const adviserOf = (memory: Partial<Memory>): string => remembered(memory, 'adviser');

const reminderComes: Step = {
  title: 'One working day before the target the adviser is reminded',
  tell: async (world) => {
    const { local, memory } = world;
    const { clocks } = await theCase(world);
    const at = clocks.find(({ key }) => key === 'completion')?.nextReminderAt;
    assert.ok(at);
    const to = mailOf[adviserOf(memory)] ?? '';
    await local.advanceTo(new Date(Date.parse(at) - 1000).toISOString());
    assert.equal((await mailsOf(local, 'target-reminder', to)).length, 0, 'a second before, nothing has come');
    await local.advanceTo(new Date(Date.parse(at) + 1000).toISOString());
    await local.idle();
    const mail = await once(local, 'target-reminder', to);
    return `at ${at}: "${mail.subject}"`;
  },
};

const targetPasses: Step = {
  title: 'At the target the case is escalated; the adviser and the escalation group are told',
  tell: async (world) => {
    const { local, memory } = world;
    const { dueAt } = await theCase(world);
    await local.advanceTo(new Date(Date.parse(dueAt) - 1000).toISOString());
    assert.equal((await theCase(world)).escalated, 0, 'a second before, it is not');
    await local.advanceTo(new Date(Date.parse(dueAt) + 1000).toISOString());
    await local.idle();
    const record = await theCase(world);
    assert.equal(record.escalated, 1);
    assert.equal(record.clocks.find(({ key }) => key === 'completion')?.state, 'breached');
    await once(local, 'target-breached-manager', mailOf[adviserOf(memory)] ?? '');
    await once(local, 'target-breached-escalation', mailOf.farah ?? '');
    await once(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '');
    return `escalated at ${dueAt}; mails to ${adviserOf(memory)} and farah`;
  },
};

const caseIsClosed: Step = {
  title: 'The adviser adds a note and closes the case with a reason; the student is told',
  tell: async (world) => {
    const { local, memory } = world;
    const adviser: Client = await as.adviser(local, adviserOf(memory));
    const path = `/v1/cases/${remembered(memory, 'caseId')}`;
    await adviser.post(`${path}/notes`, { text: 'Spoke with Sofia: back in class from Monday.', public: false });
    const closed = await adviser.post<CaseAnswer>(`${path}/close`, {
      reason: 'solved',
      details: 'We agreed on a plan for the rest of the term.',
    });
    assert.equal(closed.status.category, 'resolved');
    await local.idle();
    const mail = await once(local, 'case-closed-requester', student.email);
    assert.ok(!mail.text.includes('Spoke with Sofia'), 'a private note stays inside');
    const mailsBefore = (await local.mails()).length;
    await local.advance('P30D');
    await local.idle();
    assert.equal((await local.mails()).length, mailsBefore, 'nothing fires later');
    return `"${mail.subject}"; thirty days later nothing more has come`;
  },
};

const told = [
  'Case Created',
  'Case Assigned',
  'Target Changed',
  'Target Reminder Due',
  'Target Breached',
  'Case Escalated',
  'Note Added',
  'Case Closed',
];

const historyTellsAll: Step = {
  title: 'The history tells all of it, and the same events went over the bus',
  tell: async ({ local, memory }) => {
    const admin = await as.admin(local);
    const caseId = remembered(memory, 'caseId');
    const history = await admin.get<{
      items: { eventId: string; type: string; actor: { kind: string; id: string }; occurredAt: string }[];
    }>(`/v1/cases/${caseId}/history?limit=200`);
    const types = history.items.map((event) => event.type);
    const distinct = types.filter((type, index) => types.indexOf(type) === index);
    assert.deepEqual(distinct, told);
    for (const type of told.filter((one) => one !== 'Case Assigned'))
      assert.equal(types.filter((one) => one === type).length, 1, `${type} happened once`);
    const onBus = new Set(
      (await local.busEvents())
        .filter((event) => event.detail.subject?.id === caseId)
        .map((event) => event.detail.eventId),
    );
    assert.deepEqual(
      history.items.filter((event) => !onBus.has(event.eventId)),
      [],
      'every event of the history went over the bus',
    );
    const line = (event: (typeof history.items)[number]) =>
      `    ${event.occurredAt}  ${event.type.padEnd(20)}  ${event.actor.kind} ${event.actor.id}`;
    return `${history.items.length} events:\n${history.items.map(line).join('\n')}`;
  },
};

/** The story, step by step. */
export const story: Step[] = [
  institutionIsThere,
  signalBecomesAlert,
  ruleCreatesCase,
  groupIsToldAndOneClaims,
  targetIsExtended,
  reminderComes,
  targetPasses,
  caseIsClosed,
  historyTellsAll,
];
