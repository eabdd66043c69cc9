import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AlikePersons,
  fewestPersons,
  type PersonGroup,
  shownGroups,
} from '#shared/insight/rollups/shown-groups.ts';

/** Persons by their values, of the attributes in one order; who has none has an empty one. */
const personsOf = (attributes: readonly string[], rows: readonly (readonly [number, ...string[]])[]): AlikePersons[] =>
  rows.map(([count, ...values]) => ({
    count,
    groups: attributes.flatMap((attribute, at) => (values[at] ? { attribute, value: values[at] } : [])),
  }));

const shownOf = (attributes: readonly string[], rows: readonly (readonly [number, ...string[]])[]) =>
  shownGroups(personsOf(attributes, rows))
    .map(({ attribute, value }) => `${attribute} ${value}`)
    .sort();

describe('[DA-1] groups of few persons', () => {
  test('[DA-1] are hidden with the smallest of the others, so that no total tells them', () => {
    const hall = (...rows: (readonly [number, string])[]) => shownOf(['hall'], rows);
    expect(hall([12, 'north'], [11, 'south'], [3, 'east'])).toEqual(['hall north']);
    // Persons without the attribute hide them, where they are many.
    expect(hall([12, 'north'], [11, 'south'], [3, 'east'], [14, ''])).toEqual(['hall north', 'hall south']);
    expect(hall([12, 'north'], [11, 'south'])).toEqual(['hall north', 'hall south']);
    expect(hall([9, 'north'], [9, 'south'])).toEqual([]);
    expect(hall([9, 'north'])).toEqual([]);
  });

  test('[DA-1] are hidden where a group of one attribute is made of groups of another', () => {
    const courses = ['faculty', 'course'];
    const others = [
      [30, 'law', 'law'],
      [20, 'arts', 'history'],
      [15, 'arts', 'music'],
    ] as const;
    // Nobody is few: everything is shown.
    expect(shownOf(courses, [...others, [10, 'arts', 'latin'], [10, 'law', 'roman']])).toHaveLength(7);
    // Twelve have courses of few, but a faculty without its other courses would be one of them.
    expect(shownOf(courses, [...others, [4, 'arts', 'latin'], [8, 'law', 'roman']])).toEqual([
      ...['course history', 'faculty arts', 'faculty law'],
    ]);
    // So would those of the faculty be who have no course.
    expect(shownOf(courses, [...others, [4, 'arts', ''], [20, '', '']])).toHaveLength(4);
  });

  test('[DA-1] are hidden where it takes three attributes to tell them', () => {
    const rows = [
      [40, 'law', 'law', ''],
      [20, 'arts', 'history', ''],
      [12, 'arts', 'music', 'choir'],
      [4, 'arts', 'latin', ''],
    ] as const;
    // Latin hides behind music, but arts without history and the choir would be Latin.
    const shown = shownOf(['faculty', 'course', 'group'], rows);
    const telling = ['faculty arts', 'course history', 'group choir'].filter((one) => shown.includes(one));
    expect(telling.length).toBeLessThan(3);
  });
});

test('[DA-1] where all are many, every group is shown, however attributes cross and nest', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => {
    const course = (index * 7) % 24;
    return [1, `c${course}`, `f${course % 4}`, `y${(index * 13) % 5}`, `h${index % 17}`, `i${index}`] as const;
  });
  expect(shownOf(['course', 'faculty', 'year', 'hall', 'id'], rows)).toHaveLength(24 + 4 + 5 + 17);
});

/** How many rows tell something of their own, by Gauss, in the numbers as they are. */
const rankOf = (rows: readonly (readonly number[])[]): number => {
  const matrix = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0); column++) {
    const pivot = matrix.findIndex((row, index) => index >= found && Math.abs(row[column] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    [matrix[found], matrix[pivot]] = [matrix[pivot] as number[], matrix[found] as number[]];
    const top = matrix[found] as number[];
    for (let index = found + 1; index < matrix.length; index++) {
      const row = matrix[index] as number[];
      const factor = (row[column] ?? 0) / (top[column] as number);
      for (let at = column; at < row.length; at++) row[at] = (row[at] ?? 0) - factor * (top[at] ?? 0);
    }
    found++;
  }
  return found;
};

/** All choices of some, by their places, that are fewer than ten persons together. */
const fewOf = (counts: readonly number[], from = 0, room: number = fewestPersons - 1): number[][] => [
  [],
  ...counts.flatMap((count, at) =>
    at >= from && count <= room ? fewOf(counts, at + 1, room - count).map((more) => [at, ...more]) : [],
  ),
];

const halls = ['', 'north', 'south', 'east'];
const person = fc.record({
  count: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 })),
  course: fc.integer({ min: 0, max: 4 }),
  hall: fc.integer({ min: 0, max: 3 }),
  team: fc.integer({ min: 0, max: 2 }),
});

const population = fc
  .record({
    rows: fc.array(person, { minLength: 1, maxLength: 9 }),
    // A faculty is made of courses, but for those who have none; a house of halls.
    facultyOf: fc.array(fc.constantFrom('arts', 'law'), { minLength: 5, maxLength: 5 }),
    houseOf: fc.array(fc.constantFrom('', 'old', 'new'), { minLength: 4, maxLength: 4 }),
    attributes: fc.subarray(['faculty', 'course', 'hall', 'house', 'team'], { minLength: 1 }),
  })
  .map(({ rows, facultyOf, houseOf, attributes }) => {
    const valuesOf = ({ course, hall, team }: (typeof rows)[number]): Record<string, string> => ({
      faculty: facultyOf[course] ?? '',
      course: course === 0 ? '' : `course ${course}`,
      hall: halls[hall] ?? '',
      house: houseOf[hall] ?? '',
      team: `team ${team}`,
    });
    return personsOf(
      attributes,
      rows.map((row) => [row.count, ...attributes.map((one) => valuesOf(row)[one] ?? '')]),
    );
  });

const tables = fc.array(fc.subarray(['May open', 'May closed', 'June open', 'June closed'], { minLength: 1 }), {
  minLength: 1,
  maxLength: 4,
});

test('[DA-1] an attack that adds and subtracts all tables of all attributes finds out nothing of few persons', () => {
  let ofSeveral = 0;
  fc.assert(
    fc.property(population, tables, (persons, published) => {
      const shown = shownGroups(persons);
      if (new Set(shown.map(({ attribute }) => attribute)).size > 1) ofSeveral++;
      // Unknown to the attacker: how many cases of each kind persons have who are alike.
      const kinds = [...new Set(published.flat())];
      const unknown = persons.flatMap((alike, index) => kinds.map((kind) => ({ alike, index, kind })));
      const isIn = ({ groups }: AlikePersons, { attribute, value }: PersonGroup) =>
        groups.some((one) => one.attribute === attribute && one.value === value);
      // Published: of every table the total, and the row of each group of each attribute.
      const rows = published.flatMap((of) =>
        [undefined, ...shown].map((group) =>
          unknown.map(({ alike, kind }) => Number(of.includes(kind) && (!group || isIn(alike, group)))),
        ),
      );
      const told = rankOf(rows);
      // A total that few persons are counted in is theirs, whatever is hidden.
      const all = persons.reduce((sum, { count }) => sum + count, 0);
      if (all < fewestPersons) {
        expect(shown).toEqual([]);
        return;
      }
      // What adds up to something of few alone is nothing without them, so that less is told.
      for (const few of fewOf(persons.map(({ count }) => count)))
        expect(rankOf(rows.map((row) => row.filter((_, at) => !few.includes(unknown[at]?.index ?? -1))))).toBe(told);
    }),
    { numRuns: 400 },
  );
  expect(ofSeveral).toBeGreaterThan(50);
});
