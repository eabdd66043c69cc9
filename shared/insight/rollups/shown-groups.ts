// Who reads a report by an attribute of persons is not to learn anything of a few of them: not by a
// row, and not as what is left of a total. So the groups that are shown are the same in
// every report, whatever its period, types and teams: those of ten persons or more among all that
// there are. The others are never told apart, and together they are ten persons or more, for which
// the smallest groups that could be shown join them. Whatever reports are added or subtracted, the
// result is about a group that is shown, or about all others together.

/** As many persons as hide each other. */
export const fewestPersons = 10;

/**
 * The values of an attribute that may be shown, of `persons` in all, some without the attribute.
 */
export const shownGroups = (sizes: ReadonlyMap<string, number>, persons: number): ReadonlySet<string> => {
  const shown = [...sizes]
    .filter(([, size]) => size >= fewestPersons)
    .sort(([one, size], [other, than]) => size - than || (one < other ? -1 : 1));
  let others = persons - shown.reduce((sum, [, size]) => sum + size, 0);
  while (others > 0 && others < fewestPersons && shown.length > 0) others += shown.shift()?.[1] ?? 0;
  return new Set(shown.map(([value]) => value));
};
