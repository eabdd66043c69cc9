import { describe, expect, it } from 'vitest';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { aCase, anAlert, rule, ruleForCases, run } from './sample-rules.ts';

const contact = {
  id: 'S1',
  name: 'Sam Student',
  network: { adviser: { user: 'u7' } },
} as unknown as Contact;
const assign = (...pool: object[]) => ({ assign: { behaviour: 'selected', pool } });
const adviserFirst = assign({ network: 'adviser' }, { group: 'advisers' });

describe('the actions of a rule', () => {
  it.each([
    ['a person', { user: 'u9' }, { user: 'u9' }],
    ['a team', { group: 'advisers' }, { group: 'advisers' }],
    ['somebody of the contact’s network', adviserFirst, { user: 'u7' }],
    ['the next in the pool where the network has nobody', assign({ network: 'tutor' }, { user: 'u8' }), { user: 'u8' }],
  ])('[AU-4] set the reviewer of an alert to %s', (_whom, to, reviewer) => {
    const told = run(rule({ actions: [{ do: 'update-reviewer', ...to }] }), { around: { contact } });
    expect(told.decisions).toMatchObject([{ after: { reviewer } }]);
    expect(told.run.actions).toEqual([{ do: 'update-reviewer', done: true, changed: { reviewer } }]);
  });

  const hour = { amount: 1, unit: 'hours', time: 'calendar' };
  it.each([
    [{ extend: hour }, '2026-11-23T14:00:00.000Z'],
    [{ extend: { by: hour } }, '2026-11-23T14:00:00.000Z'],
    [{ set: '2026-11-23T15:00:00.000Z' }, '2026-11-23T15:00:00.000Z'],
    [{ set: { to: '2026-11-23T15:00:00.000Z' } }, '2026-11-23T15:00:00.000Z'],
    [{ set: { in: hour } }, '2026-11-23T13:01:00.000Z'],
  ])('[AU-4] [SLA-7] move a target of a case: %j', (command, dueAt) => {
    const told = run(ruleForCases({ actions: [{ do: 'update-target', clock: 'completion', ...command }] }), {
      target: aCase(),
    });
    expect(told.decisions).toMatchObject([{ after: { dueAt } }]);
  });

  it('[AU-4] [SLA-7] pause, resume, clear and restore a target', () => {
    const doing = (...commands: string[]) =>
      commands.map((command) => ({ do: 'update-target', clock: 'completion', [command]: true }));
    const actions = doing('pause', 'pause', 'resume', 'clear', 'restore', 'resume');
    const told = run(ruleForCases({ actions }), { target: aCase() });
    expect(told.run.actions.map(({ done, reason }) => reason ?? done)).toEqual([
      true,
      'already-paused',
      true,
      true,
      true,
      'not-paused',
    ]);
  });

  it('[AU-4] set the assignee of a case', () => {
    const told = run(ruleForCases({ actions: [{ do: 'update-assignee', ...adviserFirst }] }), {
      target: aCase(),
      around: { contact },
    });
    expect(told.decisions).toMatchObject([{ after: { assignee: { user: 'u7' } } }]);
  });

  it('[AU-7] say so where the pool yields nobody', () => {
    const told = run(rule({ actions: [{ do: 'update-reviewer', ...assign({ network: 'adviser' }) }] }));
    expect(told).toMatchObject({
      decisions: [],
      run: { matched: true, actions: [{ do: 'update-reviewer', done: false, reason: 'nobody-in-pool' }] },
    });
  });

  it('[AU-4] work each on what the ones before left', () => {
    const told = run(
      rule({
        actions: [
          { do: 'update-priority', priority: 'critical' },
          { do: 'update-priority', priority: 'critical' },
          { do: 'add-note', note: { text: 'seen' } },
          { do: 'update-priority', priority: 'medium' },
        ],
      }),
    );
    expect(told.run.actions.map(({ done, reason }) => reason ?? done)).toEqual([true, 'unchanged', true, true]);
    expect(told.decisions.map(({ after }) => after.version)).toEqual([5, 6, 7]);
    expect(told.decisions.at(-1)?.after).toMatchObject({ priority: 'medium', noteCount: 1 });
  });

  it('[AU-7] say why one was refused, and the others go on', () => {
    const told = run(
      rule({
        actions: [
          { do: 'update-priority', priority: 'gone' },
          { do: 'create-case', case: { type: 'no-such-type' } },
          { do: 'update-reviewer', user: 'u9' },
        ],
      }),
    );
    expect(told.run.actions).toEqual([
      { do: 'update-priority', done: false, reason: 'unknown-priority' },
      { do: 'create-case', done: false, reason: 'unknown-reference' },
      { do: 'update-reviewer', done: true, changed: { reviewer: { user: 'u9' } } },
    ]);
  });

  it('[AU-7] say that a closed case takes no assignee', () => {
    const closed = aCase({ status: { key: 'resolved', category: 'resolved' } });
    const told = run(ruleForCases({ actions: [{ do: 'update-assignee', user: 'u9' }] }), { target: closed });
    expect(told.run.actions).toEqual([{ do: 'update-assignee', done: false, reason: 'already-closed' }]);
  });

  it('[NO-1] add a note, private unless it says otherwise, below the record', () => {
    const actions = [{ do: 'add-note', note: { text: 'Look at this' } }];
    const [decision] = run(ruleForCases({ actions }), { target: aCase() }).decisions;
    expect(decision?.items).toMatchObject([
      { put: { note: { text: 'Look at this', public: false, createdBy: { kind: 'rule' } } } },
    ]);
  });
});

describe('a case that a rule creates', () => {
  const create = (members: object = {}, target = anAlert({ description: 'three in a row' })) =>
    run(rule({ actions: [{ do: 'create-case', case: { type: 'academic-concern', ...members } }] }), {
      target,
      around: { contact },
    });

  it('[AU-4] is linked to its alert in one go, and has its contact, priority, text and privacy', () => {
    const { decisions, run: told } = create({}, anAlert({ description: 'three in a row', private: true }));
    const [alert, made] = decisions;
    expect(alert?.after).toMatchObject({ status: 'escalated', caseId: made?.after.id });
    expect(made?.after).toMatchObject({
      subject: 'Attendance: Sam Student',
      description: 'three in a row',
      contactId: 'S1',
      priority: 'medium',
      alertIds: [alert?.after.id],
      private: true,
      createdBy: { kind: 'rule' },
    });
    expect(told.actions).toMatchObject([{ do: 'create-case', done: true, changed: { caseId: made?.after.id } }]);
  });

  it('[AU-4] has what the rule says of it', () => {
    const given = { subject: 'See them', description: 'soon', priority: 'critical', assignee: { group: 'tutors' } };
    expect(create(given).decisions[1]?.after).toMatchObject(given);
  });

  it('[AU-4] has the default priority where its type does not know that of the alert', () => {
    expect(create({}, anAlert({ priority: 'odd' })).decisions[1]?.after).toMatchObject({ priority: 'medium' });
  });

  it('[AU-4] has a subject that is text, also where a long name is cut within a character', () => {
    const around = { contact: { ...contact, name: `x${'🦉'.repeat(100)}` } };
    const actions = [{ do: 'create-case', case: { type: 'academic-concern' } }];
    const [, made] = run(rule({ actions }), { around }).decisions;
    expect(made?.after).toMatchObject({ subject: `Attendance: x${'🦉'.repeat(93)}\ufffd` });
  });

  it('[AU-7] is refused where the alert has a case already', () => {
    const linked = anAlert({ status: 'escalated', caseId: '01KAG0000000000000000000C1' });
    expect(create({}, linked)).toMatchObject({
      decisions: [],
      run: { actions: [{ do: 'create-case', done: false, reason: 'has-case' }] },
    });
  });
});

describe('an action that deals', () => {
  const rotational = { do: 'update-assignee', assign: { behaviour: 'rotational', pool: [{ group: 'advisers' }] } };
  const move = { put: { pk: 'ROTATION#r', sk: '0', turn: 5 }, when: { holds: { turn: 4 } } } as const;
  const dealing = (one: ReturnType<typeof rule>, to: PersonOrGroup) => ({
    dealt: new Map(one.value.actions.map((action) => [action, { to, moves: [move] }])),
  });

  it('[AU-5] gives the case to whose turn it is, with the move that makes it count', () => {
    const one = ruleForCases({ actions: [rotational] });
    const told = run(one, { target: aCase(), around: dealing(one, { user: 'u4' }) });
    expect(told.decisions).toMatchObject([{ after: { assignee: { user: 'u4' } } }]);
    expect(told.writes).toEqual([move]);
  });

  it('[AU-5] leaves the turn to whoever had the case already, and where it is refused', () => {
    const one = ruleForCases({ actions: [rotational] });
    const had = run(one, { target: aCase({ assignee: { user: 'u4' } }), around: dealing(one, { user: 'u4' }) });
    expect([had.writes, had.run.actions[0]?.reason]).toEqual([[], 'unchanged']);
    const closed = aCase({ status: { key: 'resolved', category: 'resolved' } });
    const refused = run(one, { target: closed, around: dealing(one, { user: 'u4' }) });
    expect([refused.writes, refused.run.actions[0]?.reason]).toEqual([[], 'already-closed']);
  });

  it('[AU-5] moves an item once, since a transaction takes one write of it', () => {
    const one = ruleForCases({ actions: [rotational, { do: 'update-assignee', group: 'advisers' }, rotational] });
    const told = run(one, { target: aCase(), around: dealing(one, { user: 'u4' }) });
    expect(told.decisions).toHaveLength(3);
    expect(told.writes).toEqual([move]);
  });

  it('[AU-7] says so where nobody was found', () => {
    const told = run(ruleForCases({ actions: [rotational] }), { target: aCase() });
    expect(told.run.actions).toEqual([{ do: 'update-assignee', done: false, reason: 'nobody-in-pool' }]);
  });

  it('[CA-12] selects nobody who is locked out of the case', () => {
    const actions = [{ do: 'update-assignee', ...assign({ user: 'u8' }, { user: 'u9' }) }];
    const told = run(ruleForCases({ actions }), { target: aCase({ locks: ['u8'] }) });
    expect(told.decisions).toMatchObject([{ after: { assignee: { user: 'u9' } } }]);
  });
});
