import { describe, expect, it } from 'vitest';
import { peopleOf, selectFrom } from '#shared/casework/assignment/pool.ts';

const teams: Record<string, string[]> = { advisers: ['u1', 'u2', 'u1'], empty: [] };
const membersOf = (group: string) => teams[group] ?? [];
const about = { contact: { network: { adviser: { user: 'u7' } } } };
const [u1, u2, u3] = ['u1', 'u2', 'u3'].map((user) => ({ user })) as [
  { user: string },
  { user: string },
  { user: string },
];
const adviser = { network: 'adviser' };
const tutor = { network: 'tutor' };
const advisers = { group: 'advisers' };

describe('[CA-7] [AU-5] a pool', () => {
  it.each([
    ['a person', [u1, u2], { user: 'u1' }],
    ['a team as such', [advisers, u1], { group: 'advisers' }],
    ['who has a role for the contact', [adviser, u1], { user: 'u7' }],
    ['the next where nobody has the role', [tutor, advisers], { group: 'advisers' }],
    ['nobody where nobody has the role', [tutor], undefined],
  ])('selects %s', (_whom, pool, to) => {
    expect(selectFrom(pool, about)).toEqual(to);
  });

  it('selects nobody who is kept out of the record', () => {
    expect(selectFrom([adviser, u1, u2], { ...about, barred: ['u7', 'u1'] })).toEqual({ user: 'u2' });
  });

  it.each([
    ['the members of a team, each once', [advisers], ['u1', 'u2']],
    ['people named one after another', [u3, u1, u2, u1], ['u3', 'u1', 'u2']],
    ['people named up to another kind of entry', [u3, u1, advisers, u2], ['u3', 'u1']],
    ['who has a role for the contact, alone', [adviser, u1, u2], ['u7']],
    ['the people behind a role that nobody has', [tutor, u1, u2], ['u1', 'u2']],
    [
      'the next team where the directory knows nobody of the first',
      [{ group: 'empty' }, { group: 'unknown' }, advisers],
      ['u1', 'u2'],
    ],
    ['nobody', [{ group: 'empty' }, tutor], []],
  ])('deals among %s', (_whom, pool, people) => {
    expect(peopleOf(pool, about, membersOf)).toEqual(people);
  });

  it('deals to nobody who is kept out of the record, and goes on where that leaves nobody', () => {
    const barred = ['u1', 'u7'];
    expect(peopleOf([advisers], { ...about, barred }, membersOf)).toEqual(['u2']);
    expect(peopleOf([adviser, u1, u3], { ...about, barred }, membersOf)).toEqual(['u3']);
    expect(peopleOf([u1, advisers], { ...about, barred }, membersOf)).toEqual(['u2']);
  });
});
