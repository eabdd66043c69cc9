import { describe, expect, it } from 'vitest';
import { assignCase, claimCase, releaseCase } from '#shared/casework/cases/people/assign.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { at, caseDefinition, openCase } from './sample-cases.ts';

const definition = caseDefinition();
const closed = openCase({ status: { key: 'resolved', category: 'resolved' } });
const held = openCase({ assignee: { user: 'u1' } });

describe('claiming a case', () => {
  it.each([
    ['nobody', undefined],
    ['a team', { group: 'tutors' }],
  ] as const)('[CA-7] takes one that %s has', (_who, assignee) => {
    const { after, events } = claimCase(
      openCase({ ...(assignee && { assignee }) }),
      { user: 'u1', at: at(1) },
      caseDefinition(),
    );
    expect(after.assignee).toEqual({ user: 'u1' });
    expect(events).toMatchObject([
      { type: 'Case Assigned', changed: ['assignee'], after: { assignee: { user: 'u1' } } },
    ]);
  });

  it('[CA-7] is refused where another person has it', () => {
    expect(refusalOf(() => claimCase(held, { user: 'u2', at: at(1) }, caseDefinition()))).toBe('already-assigned');
  });

  it('[CA-7] changes nothing where one has it oneself', () => {
    expect(claimCase(held, { user: 'u1', at: at(1) }, caseDefinition())).toMatchObject({ after: held, events: [] });
  });

  it('[CA-7] is refused where it is closed', () => {
    expect(refusalOf(() => claimCase(closed, { user: 'u1', at: at(1) }, caseDefinition()))).toBe('already-closed');
  });
});

describe('releasing a case', () => {
  it('[CA-7] leaves it with nobody', () => {
    const { after, events } = releaseCase(held, { at: at(1) });
    expect(after).not.toHaveProperty('assignee');
    expect(events).toMatchObject([{ type: 'Case Released', before: { assignee: { user: 'u1' } }, after: {} }]);
  });

  it.each([
    ['no person has it', openCase(), 'not-assigned'],
    ['a team has it', openCase({ assignee: { group: 'tutors' } }), 'not-assigned'],
    ['it is closed', { ...held, status: closed.status }, 'already-closed'],
  ] as const)('[CA-7] is refused where %s', (_why, record, code) => {
    expect(refusalOf(() => releaseCase(record, { at: at(1) }))).toBe(code);
  });
});

describe('assigning a case', () => {
  it.each([{ user: 'u2' }, { group: 'tutors' }] as const)('[CA-7] gives it to %j, whoever has it', (to) => {
    const { after, events } = assignCase(held, { to, reason: 'absence', note: 'until May', at: at(1) }, definition);
    expect(after.assignee).toEqual(to);
    expect(events).toMatchObject([
      { type: 'Case Assigned', before: { assignee: { user: 'u1' } }, after: { reason: 'absence', note: 'until May' } },
    ]);
  });

  it('[CA-7] refuses a reason that the type does not have', () => {
    const to = { user: 'u2' };
    expect(faultsIn(() => assignCase(held, { to, reason: 'boredom', at: at(1) }, definition))).toEqual([
      { pointer: '/reason', code: 'unknown-reason' },
    ]);
  });

  it('[CA-7] changes nothing where they have it already', () => {
    expect(assignCase(held, { to: { user: 'u1' }, at: at(1) }, definition).events).toEqual([]);
  });

  it('[CA-7] is refused where it is closed', () => {
    expect(refusalOf(() => assignCase(closed, { to: { user: 'u2' }, at: at(1) }, definition))).toBe('already-closed');
  });
});
