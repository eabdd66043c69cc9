import { describe, expect, it } from 'vitest';
import { type OpenWork, workItems } from '#shared/casework/assignment/open-work.ts';

const work = (members: Partial<OpenWork> = {}): OpenWork => ({
  id: 'c1',
  type: 'concern',
  createdAt: '2026-11-23T12:00:00.000Z',
  owner: undefined,
  isOpen: true,
  isOffered: true,
  ...members,
});
const mine = { owner: { user: 'u1' } };
const ours = { owner: { group: 'advisers' } };
const dueAt = '2026-12-01T09:00:00.000Z';
const item = (pk: string, sk: string, type = 'concern') => ({ put: { pk, sk, recordId: 'c1', type } });

describe('[CA-7] where open work lies', () => {
  it.each([
    ['with the person who has it', mine, item('WORK#user:u1', 'case#c1')],
    ['with that person also where it is private', { ...mine, isOffered: false }, item('WORK#user:u1', 'case#c1')],
    ['in the queue of a team, by when it is due', { ...ours, dueAt }, item('WORK#group:advisers', `case#${dueAt}#c1`)],
    [
      'in the queue of its type where nobody has it, behind all that is due',
      {},
      item('WORK#type:concern', 'case#~2026-11-23T12:00:00.000Z#c1'),
    ],
  ])('it is %s', (_where, members, expected) => {
    expect(workItems('case', undefined, work(members))).toEqual([expected]);
  });

  it('it is in no queue where it is private, and nowhere when it is closed', () => {
    expect(workItems('case', undefined, work({ isOffered: false }))).toEqual([]);
    expect(workItems('case', undefined, work({ ...ours, isOffered: false }))).toEqual([]);
    expect(workItems('case', undefined, work({ ...mine, isOpen: false }))).toEqual([]);
  });

  it('it moves with its owner, its due date and its type', () => {
    const queued = { delete: { pk: 'WORK#type:concern', sk: 'case#~2026-11-23T12:00:00.000Z#c1' } };
    expect(workItems('case', work(), work(mine))).toEqual([queued, item('WORK#user:u1', 'case#c1')]);
    expect(workItems('case', work(), work({ dueAt }))).toEqual([queued, item('WORK#type:concern', `case#${dueAt}#c1`)]);
    expect(workItems('case', work(mine), work({ ...mine, type: 'other' }))).toEqual([
      item('WORK#user:u1', 'case#c1', 'other'),
    ]);
    expect(workItems('alert', work(mine), work({ ...mine, isOpen: false }))).toEqual([
      { delete: { pk: 'WORK#user:u1', sk: 'alert#c1' } },
    ]);
  });

  it('it costs nothing where it stays, such as when a person’s case gets another date', () => {
    expect(workItems('case', work(mine), work({ ...mine, dueAt }))).toEqual([]);
    expect(workItems('case', work(), work())).toEqual([]);
  });
});
