import { describe, expect, it } from 'vitest';
import { createActivity, editActivity } from '#shared/casework/activities/change-activity.ts';
import { addTimeline } from '#shared/casework/activities/timeline.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { mergeCases } from '#shared/casework/cases/links/merge.ts';
import { assignCase, claimCase } from '#shared/casework/cases/people/assign.ts';
import { lock, unlock } from '#shared/casework/cases/people/locks.ts';
import { addClient, giveRole, subscribe } from '#shared/casework/cases/people/people.ts';
import { editTask } from '#shared/casework/tasks/change-task.ts';
import { createTask } from '#shared/casework/tasks/create-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { Refusal } from '#shared/core/errors.ts';
import { aCase, ruleForCases, run } from '../rules/sample-rules.ts';
import { adviser, at, caseDefinition, openCase, taskIds } from './sample-cases.ts';

// Dev is kept out of the case. Nobody gives them anything of it, and what they had of it is theirs
// no more.

const definition = caseDefinition({
  roles: [{ key: 'mentor', name: 'Mentor' }],
  taskTypes: [{ key: 'audit', name: 'Audit', users: ['dev', 'elin'] }],
  timelines: [{ key: 'plan', steps: [{ key: 'a', activity: 'call', assignee: { user: 'dev' } }] }],
});
const record = openCase({ locks: ['dev'] }, definition);
const within = { record, definition, tasks: [] };
const ids = taskIds();
const by = adviser;
const doing = { id: ids(), by, at: at(1) };
const dev = { user: 'dev' };
const activity = { type: 'call', subject: 'Call', status: 'scheduled' as const };
const { activity: planned } = createActivity(within, { ...doing, input: activity });
const { task, decision: withTask } = createTask(within, { ...doing, input: { title: 'Ring' } });

const faultsOf = (decide: () => unknown): string[] => {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ pointer, code }) => `${error.status} ${pointer} ${code}`);
    throw error;
  }
  return [];
};

describe('[CA-12] somebody who is kept out of a case', () => {
  it.each<[what: string, pointer: string, () => unknown]>([
    ['the case', '/user', () => assignCase(record, { to: dev, at: at(1) }, definition)],
    ['the case, by claiming it', '', () => claimCase(record, { user: 'dev', at: at(1) }, definition)],
    ['a role', '/path/personId', () => giveRole(record, { role: 'mentor', id: 'dev', at: at(1) }, definition)],
    ['a subscription', '/path/personId', () => subscribe(record, { id: 'dev', at: at(1) })],
    ['a place among the clients', '/path/contactId', () => addClient(record, { id: 'dev', at: at(1) })],
    [
      'the place of its contact',
      '/contactId',
      () => editCase(record, { changes: { contactId: 'dev' }, at: at(1) }, definition),
    ],
    ['a new task', '/assignee/user', () => createTask(within, { ...doing, input: { title: 'Ring', assignee: dev } })],
    [
      'a task',
      '/assignee/user',
      () =>
        editTask({ ...within, record: withTask.after, tasks: [task] }, task, { changes: { assignee: dev }, at: at(2) }),
    ],
    [
      'a new activity',
      '/assignee/user',
      () => createActivity(within, { ...doing, input: { ...activity, assignee: dev } }),
    ],
    [
      'a part in one',
      '/people/1',
      () => createActivity(within, { ...doing, input: { ...activity, people: ['elin', 'dev'] } }),
    ],
    [
      'an activity',
      '/assignee/user',
      () => editActivity(within, { activity: planned }, { changes: { assignee: dev }, at: at(2) }),
    ],
  ])('[CA-12] is not given %s', (_what, pointer, give) => {
    expect(faultsOf(give)).toEqual([`409 ${pointer} locked-out`]);
  });

  it('[CA-12] [TA-2] [TA-6] is passed over where a type says who has a task or an activity', () => {
    expect(createTask(within, { ...doing, input: { type: 'audit' } }).task.assignee).toEqual({ user: 'elin' });
    const added = addTimeline(within, { key: 'plan', newId: ids, by, at: at(1) }, undefined);
    expect(added.activities.map(({ assignee }) => assignee)).toEqual([undefined]);
  });

  it('[CA-12] [AU-7] is given nothing by a rule, and its run says why', () => {
    const actions = [
      { do: 'update-assignee', user: 'dev' },
      { do: 'update-assignee', assign: { behaviour: 'selected', pool: [{ user: 'dev' }, { network: 'adviser' }] } },
      { do: 'add-subscriber', user: 'dev' },
      { do: 'create-task', task: { title: 'Ring', assignee: dev } },
    ];
    const target = { ...aCase({ locks: ['dev'] }), tasks: [] };
    const contact = { id: 'S1', name: 'Sam', network: { adviser: dev } } as never;
    const told = run(ruleForCases({ actions }), { target, around: { contact } });
    expect(told.decisions.flatMap(({ events }) => events)).toMatchObject([
      { type: 'Assignment Failed', changed: [], after: { leftOut: [{ user: 'dev', reason: 'kept-out' }] } },
      { type: 'Assignment Failed', changed: [], after: { leftOut: [{ user: 'dev', reason: 'kept-out' }] } },
    ]);
    expect(told.run.actions.map(({ done, reason }) => [done, reason])).toEqual([
      [false, 'nobody-available'],
      [false, 'nobody-available'],
      [false, 'locked-out'],
      [false, 'locked-out'],
    ]);
  });

  it('[CA-12] loses what they hold: the case, roles, the subscription, and open tasks', () => {
    const free = {
      ...within,
      record: openCase(
        { assignee: dev, roles: [{ role: 'mentor', id: 'dev', from: '2026-11-23T12:00:00.000Z' }] },
        definition,
      ),
    };
    const made = createTask(free, { ...doing, input: { title: 'Ring', assignee: dev } });
    const other = createTask(
      { ...free, record: made.decision.after, tasks: [made.task] },
      { ...doing, id: ids(), input: { title: 'Write', assignee: { user: 'elin' } } },
    );
    const before = { ...free, record: other.decision.after, tasks: [made.task, other.task] };
    const { after, events, items = [] } = lock(before, { id: 'dev', at: at(3) });
    expect(after).toMatchObject({
      version: before.record.version + 1,
      locks: ['dev'],
      helpers: { owners: [{ user: 'elin' }] },
    });
    expect(after).not.toHaveProperty('assignee');
    expect(after.roles).toMatchObject([{ id: 'dev', to: expect.any(String) }]);
    expect(events.map(({ type }) => type)).toEqual(['Task Updated', 'Case Lock Changed']);
    const written = items.flatMap((write) => ('put' in write ? [write.put.record as Task] : []));
    expect(written.map(({ id, version, assignee }) => [id, version, assignee])).toEqual([[made.task.id, 2, undefined]]);
  });

  it('[CA-16] [CA-12] is given no task by a merge with a case that does not keep them out', () => {
    const other: Case = openCase({ id: '01KAG000000000000000000L01', clients: ['S1', 'dev'] }, definition);
    const theirs = createTask(
      { record: other, definition, tasks: [] },
      { ...doing, id: ids(), input: { title: 'Ring', assignee: dev } },
    );
    const decisions = mergeCases(
      {
        loser: theirs.decision.after,
        winner: record,
        tasks: { ofLoser: [theirs.task], ofWinner: [] },
        ...{ alerts: [], notes: [], files: [], questions: [], linked: [], targets: 'keep', by, at: at(5) },
      },
      { ofLoser: definition, ofWinner: definition },
    );
    const winner = decisions.find(({ after }) => after.id === record.id);
    expect(winner?.after).toMatchObject({ openTasks: 1, helpers: { owners: [] }, clients: ['S1'] });
    const moved = winner?.items?.flatMap((write) =>
      'put' in write && write.put.sk.startsWith('task#') ? [write.put.record] : [],
    );
    expect(moved).toEqual([expect.not.objectContaining({ assignee: dev })]);
  });

  it('[CA-12] is let in again; an administrator by themselves, and the event says so', () => {
    expect(unlock(record, { id: 'dev', isOwn: true, at: at(1) })).toMatchObject({
      after: { locks: [] },
      events: [{ type: 'Case Lock Changed', before: { locks: ['dev'] }, after: { locks: [], ownLock: true } }],
    });
    expect(unlock(record, { id: 'dev', isOwn: false, at: at(1) }).events[0]?.after).not.toHaveProperty('ownLock');
  });
});

it('[CA-9] a case has no more people than its contract says, and those it has may stay', () => {
  const many = (most: number) => Array.from({ length: most }, (_, index) => `p${index}`);
  const full = openCase(
    {
      clients: many(100),
      locks: many(100),
      subscriptions: many(500).map((id) => ({ id })),
      roles: many(200).map((id) => ({ role: 'mentor', id, from: record.createdAt, to: record.updatedAt })),
    },
    definition,
  );
  const on = { id: 'new', at: at(1) };
  expect(faultsOf(() => addClient(full, on))).toEqual(['400 /path/contactId too-many']);
  expect(faultsOf(() => subscribe(full, on))).toEqual(['400 /path/personId too-many']);
  expect(faultsOf(() => giveRole(full, { role: 'mentor', ...on }, definition))).toEqual([
    '400 /path/personId too-many',
  ]);
  expect(faultsOf(() => lock({ record: full, definition, tasks: [] }, on))).toEqual(['400 /path/personId too-many']);
  expect(addClient({ ...full, locks: [] }, { id: 'p1', at: at(1) }).after.clients).toHaveLength(100);
});
