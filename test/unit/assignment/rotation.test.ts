import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTurn, type Rotation } from '#shared/casework/assignment/rotation.ts';

type People = [string, ...string[]];
const turns = (people: People, count: number, last?: Rotation): Rotation[] => {
  const taken: Rotation[] = [];
  for (let i = 0; i < count; i++) taken.push(nextTurn(people, taken.at(-1) ?? last));
  return taken;
};
const persons = (...all: Parameters<typeof turns>) => turns(...all).map(({ person }) => person);

describe('[AU-5] a rotation', () => {
  it('begins with the first, goes round, and counts its turns', () => {
    expect(persons(['a', 'b', 'c'], 5)).toEqual(['a', 'b', 'c', 'a', 'b']);
    expect(turns(['a', 'b', 'c'], 5).map(({ turn }) => turn)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each<[string, People, Rotation, string]>([
    [
      'after the last one, also where others came before them',
      ['new', 'a', 'b', 'c'],
      { turn: 4, person: 'b', place: 1 },
      'c',
    ],
    [
      'after the last one, also where others before them have gone',
      ['b', 'c'],
      { turn: 4, person: 'b', place: 1 },
      'c',
    ],
    ['with who stands in the place of one who has gone', ['a', 'c', 'd'], { turn: 4, person: 'b', place: 1 }, 'c'],
    ['with the first where the last in the row has gone', ['a', 'b'], { turn: 4, person: 'c', place: 2 }, 'a'],
    ['with the only one there is', ['a'], { turn: 4, person: 'a', place: 0 }, 'a'],
  ])('goes on %s', (_title, people, last, person) => {
    expect(nextTurn(people, last)).toMatchObject({ turn: 5, person });
  });

  it('gives nobody over one turn more than another, however many people and turns, and wherever it stood', () => {
    const row = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(row, fc.nat(200), fc.nat(20), (people, count, place) => {
        const given = persons(people as People, count, { turn: 9, person: 'somebody gone', place });
        const counts = people.map((person) => given.filter((one) => one === person).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
