import assert from 'node:assert/strict';
import type { Client } from '#local/demo/client.ts';
import {
  adviserOf,
  advisers,
  after,
  as,
  completionOf,
  type DemoCase,
  mailOf,
  mailsOf,
  once,
  remembered,
  student,
  theCase,
  type World,
} from '#local/demo/world.ts';

// The main job, from a signal to an escalation and its end, which the demo prints and a test holds.
// What a step learns lies in the story's memory, which outlives a killed stack.

/**
 * A step is done, and then looked at. Between the two, and between steps, the stack may be killed:
 * what was answered still counts.
 */
interface StoryStep {
  title: string;
  act?: (world: World) => Promise<unknown>;
  /** Checks the outcome, and prints it. */
  check: (world: World) => Promise<string>;
}

const institutionIsThere: StoryStep = {
  title: 'The sample institution is there',
  check: async ({ local }) => {
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

const signalBecomesAlert: StoryStep = {
  title: 'The LMS says five times that a student missed three classes',
  act: async ({ local }) => {
    for (let time = 0; time < 5; time++) await local.putEvents([missedClasses]);
  },
  check: async ({ local, memory }) => {
    await local.idle();
    const admin = await as.admin(local);
    const alerts = await admin.get<{ items: { id: string; priority: string }[] }>(`/v1/alerts?contactId=${student.id}`);
    assert.equal(alerts.items.length, 1, 'five events make one alert');
    memory.alertId = alerts.items[0]?.id;
    return `one ${alerts.items[0]?.priority} alert about ${student.name}: ${memory.alertId}`;
  },
};

interface RuleRunAnswer {
  matched: boolean;
  explanation: { all?: { field?: string; wanted?: unknown; value?: unknown; held: boolean }[] };
  actions: { do: string; done: boolean }[];
}

const ruleCreatesCase: StoryStep = {
  title: 'A rule finds it critical and the student a first-year, sets the reviewer and creates a case',
  check: async ({ local, memory }) => {
    await local.idle();
    const admin = await as.admin(local);
    const alert = await admin.get<{ caseId?: string; reviewer?: { user?: string }; status: string }>(
      `/v1/alerts/${remembered(memory, 'alertId')}`,
    );
    assert.deepEqual(alert.reviewer, { user: 'amara' });
    assert.equal(alert.status, 'escalated');
    assert.ok(alert.caseId);
    memory.caseId = alert.caseId;
    const runs = await admin.get<{ items: RuleRunAnswer[] }>(`/v1/rule-runs?recordId=${memory.alertId}`);
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

const groupIsTold: StoryStep = {
  title: 'The group gets a mail',
  check: async ({ local }) => {
    await local.idle();
    const mails = await Promise.all(advisers.map((id) => once(local, 'case-raised-group', mailOf[id] ?? '')));
    return `"${mails[0]?.subject}" to ${advisers.join(', ')}`;
  },
};

const oneClaims: StoryStep = {
  title: 'Of twenty advisers who press at once exactly one gets the case, and a mail',
  act: async ({ local, memory }) => {
    const clients = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const id = advisers[index] ?? `adviser-${index}`;
        return { id, client: await as.adviser(local, id) };
      }),
    );
    const path = `/v1/cases/${remembered(memory, 'caseId')}/claim`;
    const answers = await Promise.all(
      clients.map(async ({ id, client }) => ({ id, status: (await client.send('POST', path)).status })),
    );
    const winners = answers.filter(({ status }) => status === 200);
    assert.equal(winners.length, 1, `exactly one wins; they got ${answers.map(({ status }) => status)}`);
    assert.equal(answers.filter(({ status }) => status === 409).length, 19, 'the others are told that it is taken');
    // The story goes on with an adviser who is in the directory, so that there is an address to
    // write to.
    const winner = winners[0]?.id ?? '';
    memory.adviser = advisers.includes(winner) ? winner : 'amara';
    if (memory.adviser !== winner)
      await (await as.admin(local)).post(`/v1/cases/${memory.caseId}/assign`, { user: memory.adviser });
  },
  check: async ({ local, memory }) => {
    await local.idle();
    const mail = await once(local, 'case-assigned-person', mailOf[adviserOf(memory)] ?? '');
    return `one got it, the other nineteen were told 409; ${adviserOf(memory)} got "${mail.subject}"`;
  },
};

const targetIsExtended: StoryStep = {
  title: 'The target is extended by two working days before it passes: reminder and target move',
  act: async (world) => {
    const { local, memory } = world;
    const before = await theCase(world);
    memory.firstReminderAt = completionOf(before).nextReminderAt ?? '';
    const adviser = await as.adviser(local, adviserOf(memory));
    const by = { amount: 2, unit: 'days', time: 'working' };
    const after = await adviser.post<DemoCase>(`/v1/cases/${before.id}/clocks/completion/extend`, { by });
    assert.ok(after.dueAt > before.dueAt);
    assert.ok((completionOf(after).nextReminderAt ?? '') > memory.firstReminderAt);
  },
  check: async (world) => {
    const { local, memory } = world;
    const old = remembered(memory, 'firstReminderAt');
    await local.advanceTo(after(old, 60));
    await local.idle();
    const mails = await mailsOf(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '');
    assert.equal(mails.length, 0, 'nothing comes at the old time');
    const { dueAt } = await theCase(world);
    return `due ${dueAt}; nothing came at ${old}, when the reminder was to come before`;
  },
};

const reminderComes: StoryStep = {
  title: 'One working day before the target the adviser is reminded',
  act: async (world) => {
    const { local, memory } = world;
    const at = completionOf(await theCase(world)).nextReminderAt ?? '';
    memory.reminderAt = at;
    await local.advanceTo(after(at, -1));
    const early = await mailsOf(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '');
    assert.equal(early.length, 0, 'a second before, nothing has come');
    await local.advanceTo(after(at, 1));
  },
  check: async ({ local, memory }) => {
    await local.idle();
    const mail = await once(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '');
    return `at ${remembered(memory, 'reminderAt')}: "${mail.subject}"`;
  },
};

const targetPasses: StoryStep = {
  title: 'At the target the case is escalated; the adviser and the escalation group are told',
  act: async (world) => {
    const { local } = world;
    const { dueAt } = await theCase(world);
    await local.advanceTo(after(dueAt, -1));
    assert.equal((await theCase(world)).escalated, 0, 'a second before, it is not');
    await local.advanceTo(after(dueAt, 1));
  },
  check: async (world) => {
    const { local, memory } = world;
    await local.idle();
    const record = await theCase(world);
    assert.equal(record.escalated, 1);
    assert.equal(completionOf(record).state, 'breached');
    await once(local, 'target-breached-manager', mailOf[adviserOf(memory)] ?? '');
    await once(local, 'target-breached-escalation', mailOf.farah ?? '');
    await once(local, 'target-reminder', mailOf[adviserOf(memory)] ?? '');
    return `escalated at ${record.dueAt}; mails to ${adviserOf(memory)} and farah`;
  },
};

const caseIsClosed: StoryStep = {
  title: 'The adviser adds a note and closes the case with a reason; the student is told',
  act: async ({ local, memory }) => {
    const adviser: Client = await as.adviser(local, adviserOf(memory));
    const path = `/v1/cases/${remembered(memory, 'caseId')}`;
    await adviser.post(`${path}/notes`, { text: 'Spoke with Sofia: back in class from Monday.', public: false });
    const details = 'We agreed on a plan for the rest of the term.';
    const closed = await adviser.post<DemoCase>(`${path}/close`, { reason: 'solved', details });
    assert.equal(closed.status.category, 'resolved');
  },
  check: async ({ local }) => {
    await local.idle();
    const mail = await once(local, 'case-closed-requester', student.email);
    assert.ok(!mail.text.includes('Spoke with Sofia'), 'a private note stays inside');
    return `"${mail.subject}" to ${student.name}`;
  },
};

const nothingComesLater: StoryStep = {
  title: 'A week later nothing more has come',
  check: async ({ local }) => {
    const before = (await local.mails()).length;
    await local.advance('P7D');
    await local.idle();
    const after = (await local.mails()).length;
    assert.equal(after, before, 'nothing fires later');
    return `${after} mails, as before`;
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

const historyTellsAll: StoryStep = {
  title: 'The history tells all of it, and the same events went over the bus',
  check: async ({ local, memory }) => {
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
export const story: StoryStep[] = [
  institutionIsThere,
  signalBecomesAlert,
  ruleCreatesCase,
  groupIsTold,
  oneClaims,
  targetIsExtended,
  reminderComes,
  targetPasses,
  caseIsClosed,
  nothingComesLater,
  historyTellsAll,
];
