import { describe, expect, test } from 'vitest';
import { replayRun } from '#functions/automation/replay-run.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import { runPrefix } from '#shared/core/table/automation-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { aRule, changeRule, is, note, type RuleAnswer } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aWorkflow, label } from './workflow-making.ts';
import { aCaseType, aContact, act, anAlertType, here, likeness, put, signIn, unique } from './world.ts';

// Random lives of records that rules of every kind work on, while the configuration, the teams and
// who is there change: at their end each run is decided again on what it keeps.

/** A source of chance that begins with a seed (Marsaglia's xorshift, 2003). */
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

interface Life {
  pick: (below: number) => number;
  caseTypes: string[];
  alertType: string;
  team: string;
  segment: string;
  rules: RuleAnswer[];
  contacts: string[];
  alerts: string[];
  cases: string[];
}

const assign = (behaviour: string, team: string) => ({
  behaviour,
  pool: [{ network: 'adviser' }, { group: team }],
});
const hasOpen = { some: 'cases', where: { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] } };
const calendar = 'campus';

/** Rules of every kind: by what each asks, and by what it does. */
const rulesOf = ({ caseTypes: [type, other], alertType, team, segment }: Life, workflow: string): object[] => {
  const about = { all: [is('alert.type', alertType), { field: 'alert.priority', op: 'not-in', value: ['low'] }] };
  const ofCase = (event: string, more: object) => ({ for: 'case', trigger: { event }, ...more });
  const ofAlert = (event: string, more: object) => ({ for: 'alert', trigger: { event }, ...more });
  const ofContact = (event: string, more: object) => ({ for: 'contact', trigger: { event }, ...more });
  return [
    ofAlert('alert-created', {
      condition: about,
      actions: [
        { do: 'update-reviewer', assign: assign('balanced', team) },
        { do: 'create-case', join: 'open-case', case: { type, assignee: { network: 'adviser' } } },
        { do: 'send-mail', template: 'closed-solved', to: [{ reviewer: true }, { contact: true }] },
      ],
    }),
    ofAlert('alert-created', {
      condition: { all: [is('alert.type', alertType), { count: 'alerts', within: 'P3D', op: 'gte', value: 2 }] },
      actions: [
        { do: 'enroll', workflow },
        { do: 'update-due', in: { amount: 1, unit: 'days', time: 'calendar' } },
      ],
      limits: { perHour: 1 },
    }),
    ofAlert('alert-status-changed', {
      condition: { any: [hasOpen, { field: 'contact.segments', op: 'contains', value: segment }] },
      actions: [{ do: 'add-tag', tag: 'seen' }, note('Was looked at')],
    }),
    ofCase('case-created', {
      condition: { all: [is('case.type', type), { not: { now: 'working', calendar } }] },
      actions: [{ do: 'update-due', in: { amount: 2, unit: 'hours', time: 'calendar' } }],
    }),
    ofCase('case-created', {
      condition: is('case.type', type),
      actions: [
        { do: 'update-assignee', assign: assign('rotational', team) },
        { do: 'create-task', task: { title: 'Ring them', assignee: { assignee: true } } },
        { do: 'create-alert', alert: { type: alertType, priority: 'low' } },
        { do: 'add-subscriber', raiser: true },
      ],
    }),
    ofCase('case-priority-changed', {
      actions: [
        { do: 'update-type', type: other, targets: 'keep' },
        { do: 'close', reason: 'solved' },
      ],
      condition: { all: [is('case.type', type), is('case.priority', 'critical')] },
    }),
    ofCase('task-created', { actions: [{ do: 'update-priority', priority: 'high' }], after: 'PT2H' }),
    ofCase('no-activity', {
      trigger: { event: 'no-activity', for: 'PT6H' },
      actions: [note('Nothing happens'), { do: 'update-assignee', assign: assign('balanced', team) }],
    }),
    ofContact('contact-updated', {
      condition: { field: 'alert.priority', op: 'in', value: ['high', 'critical'] },
      actions: [
        { do: 'set-property', property: 'attributes.worry', value: 1 },
        { do: 'create-case', join: 'open-case', case: { type, subject: 'Worry' } },
      ],
    }),
    ofContact('contact-updated', {
      trigger: {
        event: 'schedule',
        at: '07:00',
        timeZone: 'UTC',
        over: { field: 'contact.labels', op: 'contains', value: 'a' },
      },
      actions: [{ do: 'add-label', label: 'morning' }],
    }),
  ];
};

const oneOf = <T>({ pick }: Life, list: readonly T[]): T | undefined => list[pick(list.length || 1)];
const admin = () => signIn('ada', 'admins');
const changed = async (path: string, body: object): Promise<void> => {
  const by = await admin();
  const { headers } = await by.send('GET', path);
  await by.send('PATCH', path, { body, headers: { 'if-match': headers.get('etag') ?? '' } });
};
const made = async (path: string, body: object): Promise<string[]> => {
  const answer = await (await admin()).send<{ id?: string }>('POST', path, { body });
  return answer.status === 201 && answer.body.id ? [answer.body.id] : [];
};
const priorities = ['low', 'medium', 'high', 'critical'];
const staff = ['amara', 'ben', 'dev'];

/** What may happen; what the state of a record refuses does not. */
const happenings: readonly ((life: Life) => Promise<unknown>)[] = [
  async (life) => {
    const { alertType: type } = life;
    const body = { type, contactId: oneOf(life, life.contacts), priority: oneOf(life, priorities) };
    life.alerts.push(...(await made('/v1/alerts', body)));
  },
  async (life) => {
    const body = { type: oneOf(life, life.caseTypes), subject: 'X', contactId: oneOf(life, life.contacts) };
    life.cases.push(...(await made('/v1/cases', body)));
  },
  async (life) => act(await admin(), `/v1/alerts/${oneOf(life, life.alerts)}/start`),
  async (life) => act(await admin(), `/v1/cases/${oneOf(life, life.cases)}/tasks`, { title: 'Look' }),
  async (life) => changed(`/v1/cases/${oneOf(life, life.cases)}`, { priority: oneOf(life, priorities) }),
  async (life) =>
    changed(`/v1/contacts/${oneOf(life, life.contacts)}`, {
      labels: life.pick(2) ? ['a'] : [],
      attributes: { n: life.pick(9) },
    }),
  async (life) => {
    const members = staff.filter(() => life.pick(3) > 0).map((id) => ({ id, name: id, email: `${id}@x.example.edu` }));
    await put(`/v1/groups/${life.team}`, { name: 'Team', members: members.map((one) => ({ ...one, capacity: 3 })) });
  },
  async (life) => {
    const them = await signIn(oneOf(life, staff) ?? '', 'tutors');
    if (life.pick(2)) await them.send('DELETE', '/v1/me/absence');
    const now = Date.parse(await here().local.now());
    const day = (days: number) => new Date(now + days * 86_400_000).toISOString();
    await them.send('PUT', '/v1/me/absence', { body: { from: day(-1), to: day(2), substitute: { user: 'amara' } } });
  },
  async (life) => {
    const rule = oneOf(life, life.rules);
    const admins = await admin();
    const now = rule && (await admins.get<RuleAnswer>(`/v1/rules/${rule.id}`));
    if (now) await changeRule(now, { title: unique('Changed ') });
  },
  async (life) => {
    const key = oneOf(life, life.caseTypes);
    await put(`/v1/case-types/${key}`, await likeness(`/v1/case-types/${key}`, { name: unique('Type ') }));
  },
  async (life) => here().local.advance(`PT${1 + life.pick(6)}H`),
];

interface KeptItem {
  kind: TargetKind;
  run: RuleRun;
  inputs?: string;
}

/** Every run of the institution, as it lies in the table. */
const everyRun = async (): Promise<KeptItem[]> => {
  const events = await here().local.busEvents();
  const subjects = new Map(
    events.map(({ detail }) => {
      const { kind, id } = (detail as { subject: { kind: TargetKind; id: string } }).subject;
      return [`${kind} ${id}`, { kind, id }] as const;
    }),
  );
  const ofRecords = [...subjects.values()].filter(({ kind }) => ['alert', 'case', 'contact'].includes(kind));
  const all = await Promise.all(
    ofRecords.map(async ({ kind, id }) => {
      const items = await here().table.queryAll({ pk: partitionOf({ kind, id }), prefix: runPrefix });
      return items.flatMap(({ run, inputs }) => (run ? [{ kind, run, inputs } as KeptItem] : []));
    }),
  );
  return all.flat();
};

describe('[AU-7] [AU-8] random lives', () => {
  test.each([1, 2])(
    '[AU-7] [AU-8] each run is decided again on what it keeps, to the last action, whatever has changed since (%i)',
    async (seed) => {
      const caseTypes = [await aCaseType(), await aCaseType()];
      const alertType = await anAlertType({ repeatWindow: 'P1D' });
      const team = unique('team-');
      await put(`/v1/groups/${team}`, {
        name: 'Team',
        members: [{ id: 'amara', name: 'A', email: 'a@x.example.edu' }],
      });
      const contacts = [];
      for (const adviser of ['ben', 'dev', undefined])
        contacts.push((await aContact({ ...(adviser && { network: { adviser: { user: adviser } } }) })).id);
      const segment = await aSegment({ field: 'contact.labels', op: 'contains', value: 'a' });
      const { id: workflow } = await aWorkflow({ repeat: 'always', steps: [label('enrolled')] });
      const pick = chance(seed * 7919);
      const life: Life = { pick, caseTypes, alertType, team, segment, rules: [], contacts, alerts: [], cases: [] };
      for (const rule of rulesOf(life, workflow)) life.rules.push(await aRule(rule));
      for (let n = 1; n <= 36; n++) {
        await happenings[life.pick(happenings.length)]?.(life);
        if (n % 3 === 0) await here().local.idle();
      }
      await here().local.advance('PT8H');
      const runs = await everyRun();
      const { table } = here();
      const reading = { table, definitions: new Definitions(table) };
      const differ: unknown[] = [];
      for (const kept of runs) {
        const again = await replayRun(reading, kept.kind, kept);
        if (JSON.stringify(again) !== JSON.stringify(kept.run)) differ.push({ was: kept.run, again });
      }
      expect(differ).toEqual([]);
      const done = new Set(runs.flatMap(({ run }) => run.actions.map((action) => action.do)));
      expect(done.size).toBeGreaterThan(8);
    },
  );
});
