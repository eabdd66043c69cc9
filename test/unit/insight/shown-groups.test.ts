import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fewestPersons, shownGroups } from '#shared/insight/rollups/shown-groups.ts';

const sizesOf = (groups: Record<string, number>) => new Map(Object.entries(groups));

describe('[DA-1] groups of few persons', () => {
  test('are hidden with the smallest of the others, so that no total tells them', () => {
    const sizes = sizesOf({ north: 12, south: 11, east: 3 });
    expect([...shownGroups(sizes, 26)]).toEqual(['north']);
    // Persons without the attribute hide them, where they are many.
    expect([...shownGroups(sizes, 40)].sort()).toEqual(['north', 'south']);
    expect([...shownGroups(sizesOf({ north: 12, south: 11 }), 23)].sort()).toEqual(['north', 'south']);
    expect([...shownGroups(sizesOf({ north: 9, south: 9 }), 18)]).toEqual([]);
  });
});

/** Whether some rows add up to another one: Gauss's elimination, in whole numbers. */
const isCombination = (rows: readonly (readonly number[])[], wanted: readonly number[]): boolean => {
  const rank = (matrix: number[][]): number => {
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
  const copy = rows.map((row) => [...row]);
  return rank(copy.map((row) => [...row])) === rank([...copy, [...wanted]].map((row) => [...row]));
};

test('an attack that adds and subtracts all published tables finds out nothing of a hidden group [DA-1]', () => {
  const days = 4;
  const types = 2;
  const table = fc.record({
    from: fc.integer({ min: 0, max: days - 1 }),
    to: fc.integer({ min: 0, max: days - 1 }),
    types: fc.subarray([0, 1], { minLength: 1 }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 15 }),
      fc.array(table, { minLength: 1, maxLength: 10 }),
      (groupSizes, without, tables) => {
        const sizes = sizesOf(Object.fromEntries(groupSizes.map((size, index) => [`g${index}`, size])));
        const persons = groupSizes.reduce((sum, size) => sum + size, without);
        // A total that few persons are counted in is theirs, whatever is hidden.
        fc.pre(persons >= fewestPersons);
        const shown = shownGroups(sizes, persons);
        // Unknown to the attacker: how many of each group, of nobody's, on each day, of each type.
        const groups = [...sizes.keys(), ...(without > 0 ? ['without'] : [])];
        const cells = groups.flatMap((group) =>
          Array.from({ length: days * types }, (_, cell) => ({
            group,
            day: cell % days,
            type: Math.floor(cell / days),
          })),
        );
        // Published: the row of each group that is shown, and the total, of every table.
        const published = tables.flatMap(({ from, to, types: asked }) => {
          const inside = (day: number, type: number) =>
            day >= Math.min(from, to) && day <= Math.max(from, to) && asked.includes(type);
          return [...shown, undefined].map((group) =>
            cells.map((cell) => Number(inside(cell.day, cell.type) && (group === undefined || cell.group === group))),
          );
        });
        const hidden = groups.filter((group) => !shown.has(group));
        const isHiddenAlone = (members: readonly string[], target: (cell: (typeof cells)[number]) => boolean) =>
          isCombination(
            published,
            cells.map((cell) => Number(members.includes(cell.group) && target(cell))),
          );
        const sizeOf = (group: string) => sizes.get(group) ?? without;
        // Any hidden group of fewer than ten persons, over any period and type.
        for (const group of hidden)
          for (const { from, to, types: asked } of tables) {
            const target = ({ day, type }: (typeof cells)[number]) =>
              day >= Math.min(from, to) && day <= Math.max(from, to) && asked.includes(type);
            if (sizeOf(group) > 0 && sizeOf(group) < fewestPersons) expect(isHiddenAlone([group], target)).toBe(false);
          }
        // What is left of every total is of ten persons or more, or of none.
        const others = hidden.reduce((sum, group) => sum + sizeOf(group), 0);
        expect(others === 0 || others >= fewestPersons).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});
