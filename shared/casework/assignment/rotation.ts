/**
 * Where a rotation stands. `turn` counts those there have been; who decided on another one than the
 * last decides again.
 */
export interface Rotation {
  turn: number;
  /** Whose turn it was, and where they stood among the people. */
  person: string;
  place: number;
}

/**
 * The next turn of a rotation, after the person who had the last one, or who is in their place now.
 * A person who may not have it now is passed over and keeps their place.
 */
export const nextTurn = (
  people: readonly [string, ...string[]],
  last: Rotation | undefined,
  mayHave: (person: string) => boolean = () => true,
): Rotation => {
  const stands = last ? people.indexOf(last.person) : -1;
  const after = last && stands === -1 ? last.place : stands + 1;
  const steps = people.findIndex((_one, step) => mayHave(people[(after + step) % people.length] ?? ''));
  const place = (after + Math.max(steps, 0)) % people.length;
  return { turn: (last?.turn ?? 0) + 1, person: people[place] ?? people[0], place };
};
