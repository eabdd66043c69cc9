import { describe, expect, it } from 'vitest';
import { partsOf } from '#shared/casework/assignment/pool.ts';
import type { StoryPerson } from '#shared/casework/assignment/story-person.ts';

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
const parts = (behaviour: 'selected' | 'rotational', pool: StoryPerson[]) =>
  partsOf({ behaviour, pool }, about, membersOf).map(({ group, people }) =>
    group === undefined ? people : { group, people },
  );

describe('[CA-7] [AU-5] a pool', () => {
  it.each<[string, StoryPerson[], unknown[]]>([
    ['people one by one', [u1, u2], [['u1'], ['u2']]],
    ['a team with its members, each once', [advisers, u1], [{ group: 'advisers', people: ['u1', 'u2'] }, ['u1']]],
    ['who has a role for the contact', [adviser, u1], [['u7'], ['u1']]],
    ['nobody for a role that nobody has', [tutor, u2], [['u2']]],
  ])('has, where the first is selected, %s', (_whom, pool, expected) => {
    expect(parts('selected', pool)).toEqual(expected);
  });

  it.each<[string, StoryPerson[], unknown[]]>([
    ['people named one after another together', [u3, u1, u2, u1], [['u3', 'u1', 'u2']]],
    [
      'those named behind a team by themselves',
      [u3, advisers, u2],
      [['u3'], { group: 'advisers', people: ['u1', 'u2'] }, ['u2']],
    ],
    ['who has a role for the contact alone', [adviser, u1, u2], [['u7'], ['u1', 'u2']]],
    ['the people behind a role that nobody has', [tutor, u1, u2], [['u1', 'u2']]],
    ['a team that the directory knows nobody of', [{ group: 'unknown' }], [{ group: 'unknown', people: [] }]],
  ])('has, where people are dealt to, %s', (_whom, pool, expected) => {
    expect(parts('rotational', pool)).toEqual(expected);
  });
});
