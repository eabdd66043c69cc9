import { expect, it } from 'vitest';
import { isTooLargeAtOnce, newImportOf, queryOf } from '#console/admin/places/imports.ts';
import { hoursOf } from '#console/admin/tools/calendar-days.ts';

it('[BU-2] [BU-4] an import says of what kind its rows are, what exported them, and whether anything follows', () => {
  expect(queryOf({ kind: 'contacts', hasEffects: false })).toEqual({});
  expect(queryOf({ kind: 'cases', type: 'grant', system: 'zammad', hasEffects: true })).toEqual({
    ...{ type: 'grant', format: 'zammad', effects: 'true' },
  });
});

it.each([
  ['people.csv', 'csv'],
  ['people.JSONL', 'json-lines'],
  ['people.ndjson', 'json-lines'],
  ['people.json', 'json'],
  ['people', 'csv'],
])('[BU-2] what is too large for one request is announced by its name and size: %s is %s', (name, format) => {
  const size = 5 * 2 ** 20;
  expect(isTooLargeAtOnce({ size })).toBe(true);
  expect(newImportOf({ kind: 'contacts', hasEffects: false }, { name, size })).toEqual({
    ...{ kind: 'contacts', format, name, size },
  });
});

it('[UI-4] a week is drawn from an hour before its first working hour to one after its last', () => {
  const week = { monday: [['09:00', '12:00']], friday: [['13:00', '17:00']], sunday: [] };
  expect(hoursOf(week)).toEqual({ from: 8 / 24, to: 18 / 24 });
  expect(hoursOf({ monday: [['00:30', '23:30']] })).toEqual({ from: 0, to: 1 });
  expect(hoursOf({})).toEqual({ from: 0, to: 1 });
});
