import { type Vector, VectorSpace } from '#shared/insight/rollups/vector-space.ts';

// Who reads reports by attributes of persons is not to learn anything of a few of them: not by a
// row, nor by adding and subtracting rows and totals, of one attribute or of several. Rows that are
// added, each with a factor, count each person with the factors of the groups that they are in. So
// what is learned is of those who are not counted with nothing: ten persons or more, or nobody.
//
// Persons are dealt into ten layers so that each layer alone tells as much as all do. Then what
// counts anybody counts somebody of each layer. Where persons do not suffice, groups are left out.

/** As many persons as hide each other. */
export const fewestPersons = 10;

// A second of comparing; of more groups, the largest.
const mostGroups = 1000;

/** Those who have a value of an attribute. */
export interface PersonGroup {
  attribute: string;
  value: string;
}

/** Persons who are alike in their attributes, and how many they are. */
export interface AlikePersons {
  groups: readonly PersonGroup[];
  count: number;
}

const nameOf = ({ attribute, value }: PersonGroup): string => `${attribute} ${value}`;

/** Groups of ten persons or more, the largest first. */
const largeGroups = (all: readonly AlikePersons[]): Map<string, PersonGroup> => {
  const sizes = new Map<string, { group: PersonGroup; size: number }>();
  for (const { groups, count } of all)
    for (const group of groups) {
      const name = nameOf(group);
      const known = sizes.get(name);
      if (known) known.size += count;
      else sizes.set(name, { group, size: count });
    }
  const large = [...sizes]
    .filter(([, { size }]) => size >= fewestPersons)
    .sort(([one, { size }], [other, { size: than }]) => than - size || (one < other ? -1 : 1))
    .slice(0, mostGroups);
  return new Map(large.map(([name, { group }]) => [name, group]));
};

// Everybody is in the total, whose place is before those of the groups.
const total = 0;

/** Which rows persons are counted in. Those of small groups are last: they have to go round. */
const countedIn = (
  all: readonly AlikePersons[],
  placeOf: ReadonlyMap<string, number>,
): { vector: Vector; count: number }[] => {
  const alike = new Map<string, { places: number[]; count: number }>();
  for (const { groups, count } of all) {
    const places = groups.flatMap((group) => placeOf.get(nameOf(group)) ?? []).sort((one, other) => other - one);
    const key = places.join();
    alike.set(key, { places, count: (alike.get(key)?.count ?? 0) + count });
  }
  const smallest = ({ places }: { places: readonly number[] }) => places[0] ?? total;
  return [...alike]
    .sort(
      ([one, its], [other, others]) =>
        smallest(its) - smallest(others) || others.count - its.count || (one < other ? -1 : 1),
    )
    .map(([, { places, count }]) => ({ vector: new Map([total, ...places].map((place) => [place, 1])), count }));
};

/** Persons in ten layers, each of which is to tell as much as all do. */
const layersOf = (
  persons: readonly { vector: Vector; count: number }[],
  everybody: VectorSpace,
  places: number,
): VectorSpace[] => {
  const layers = Array.from({ length: fewestPersons }, () => new VectorSpace(places));
  for (const { vector, count } of persons) {
    const lacking = layers.filter((layer) => layer.rank < everybody.rank);
    if (lacking.length === 0) break;
    const taking = lacking.filter((layer) => !layer.has(vector)).sort((one, other) => one.rank - other.rank);
    for (const layer of taking.slice(0, count)) layer.add(vector);
  }
  return layers;
};

/** The groups that may be shown beside totals, of all persons that there are. */
export const shownGroups = (all: readonly AlikePersons[]): PersonGroup[] => {
  const groups = largeGroups(all);
  const persons = countedIn(all, new Map([...groups.keys()].map((name, index) => [name, index + 1])));
  const places = groups.size + 1;
  const everybody = new VectorSpace(places);
  for (const { vector } of persons) everybody.add(vector);
  const tellers = [everybody, ...layersOf(persons, everybody, places)].map((space) => ({
    columns: space.columns(),
    told: new VectorSpace(places),
  }));
  // Beside the rows before it, it tells something new of each layer, or of nobody at all.
  const mayBeShown = (place: number): boolean => {
    const columns = tellers.map((one) => one.columns[place] as Vector);
    const isNew = tellers.map(({ told }, index) => !told.has(columns[index] as Vector));
    if (new Set(isNew).size > 1) return false;
    for (const [index, { told }] of tellers.entries()) told.add(columns[index] as Vector);
    return true;
  };
  return mayBeShown(total) ? [...groups.values()].filter((_, index) => mayBeShown(index + 1)) : [];
};
