// Whether something holds, and until when that stays so if nothing but time changes. Comparisons of
// times and whole trees are put together the same way.

/**
 * `until` is the first instant (epoch ms) at which the answer may be another one; absent where time
 * alone never changes it.
 */
export interface ConditionResult {
  held: boolean;
  until?: number;
}

export const NEVER: ConditionResult = { held: false };
export const ALWAYS: ConditionResult = { held: true };
export const answer = (held: boolean): ConditionResult => (held ? ALWAYS : NEVER);

export const opposite = ({ held, until }: ConditionResult): ConditionResult => ({ held: !held, until });

export const earliest = (instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const latest = (answers: readonly ConditionResult[]): number | undefined =>
  answers.reduce<number | undefined>(
    (last, { until }) => (last === undefined || until === undefined ? undefined : Math.max(last, until)),
    0,
  );

/**
 * One answer that is `decisive` settles the whole, and goes on doing so until the last such answer
 * may turn; without one, any change may settle it.
 */
function settle(answers: readonly ConditionResult[], decisive: boolean): ConditionResult {
  const settling = answers.filter(({ held }) => held === decisive);
  if (settling.length > 0) return { held: decisive, until: latest(settling) };
  return { held: !decisive, until: earliest(answers.map(({ until }) => until)) };
}

/** All of none holds. */
export const allOf = (answers: readonly ConditionResult[]): ConditionResult => settle(answers, false);
/** Any of none does not. */
export const anyOf = (answers: readonly ConditionResult[]): ConditionResult => settle(answers, true);
