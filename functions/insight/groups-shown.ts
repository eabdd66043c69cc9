import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { shownGroupsKey } from '#shared/core/table/insight-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { everybody, fingerprint, personsOfProfile } from '#shared/insight/rollups/persons.ts';
import { type CountedCell, everyCell, type readCells, type Slice } from '#shared/insight/rollups/read-cells.ts';
import { shownGroups } from '#shared/insight/rollups/shown-groups.ts';

// Which groups are shown depends on all attributes of all persons. It is found out by the first
// report after they changed, and kept for as long as they are the same, which their sum tells.

// What a request has time to compare; of more, no group is shown.
const mostProfiles = 100_000;

/** By attribute, the values with rows, and whether others have none. */
type GroupsShown = Readonly<Record<string, { values: readonly string[]; hidden: boolean }>>;

const countOf = (persons: readonly CountedCell[], member: string): number =>
  persons.reduce((sum, { members, count }) => sum + (members[0] === member ? count : 0), 0);

/** What tells persons, by the cells of `persons`, from what they were before. */
const stateOf = (persons: readonly CountedCell[]): string =>
  [everybody, fingerprint].map((one) => countOf(persons, one)).join();

/** As they are known of the persons whom cells of `persons` count. */
const knownGroups = async (table: Table, persons: readonly CountedCell[]): Promise<GroupsShown | undefined> => {
  const item = await table.get(shownGroupsKey);
  if (item?.of !== stateOf(persons)) return undefined;
  return JSON.parse(inflateRawSync(item.groups as Uint8Array).toString()) as GroupsShown;
};

/** Finds them out by all cells of `persons` and of `profiles`. */
const findGroups = (persons: readonly CountedCell[], profiles: readonly CountedCell[]): GroupsShown => {
  const all = profiles.map(personsOfProfile);
  // Those who were counted before there were profiles have none until all is counted anew.
  const isWhole = all.reduce((sum, { count }) => sum + count, 0) === countOf(persons, everybody);
  const shown = Map.groupBy(
    isWhole && all.length <= mostProfiles ? shownGroups(all) : [],
    ({ attribute }) => attribute,
  );
  const there = Map.groupBy(
    all.flatMap(({ groups }) => groups),
    ({ attribute }) => attribute,
  );
  return Object.fromEntries(
    [...there].map(([attribute, every]) => {
      const values = (shown.get(attribute) ?? []).map(({ value }) => value).sort();
      return [attribute, { values, hidden: new Set(every.map(({ value }) => value)).size > values.length }];
    }),
  );
};

/**
 * Cells with the groups that may be shown of the same state.
 * @param readWith reads cells, and those of further slices before them
 */
export const readWithGroups = async (
  table: Table,
  readWith: (further: readonly Slice[]) => ReturnType<typeof readCells>,
): Promise<{ groups: GroupsShown; cells: CountedCell[][]; asOf: string }> => {
  const first = await readWith([everyCell('persons')]);
  const known = await knownGroups(table, first.cells[0] ?? []);
  if (known) return { ...first, groups: known, cells: first.cells.slice(1) };
  const { cells, asOf } = await readWith([everyCell('persons'), everyCell('profiles')]);
  const [persons = [], profiles = [], ...rest] = cells;
  const groups = findGroups(persons, profiles);
  await table.put({ ...shownGroupsKey, of: stateOf(persons), groups: deflateRawSync(JSON.stringify(groups)) });
  return { groups, cells: rest, asOf };
};
