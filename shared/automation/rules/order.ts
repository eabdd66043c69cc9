import type { Configured } from '#shared/core/definitions/configuration.ts';

/**
 * Where a rule stands in the order in which rules run: by their `order`, then by age, then by key.
 */
export type RulePlace = readonly [order: number, createdAt: string, key: string];

export const placeOf = ({ key, value, record }: Configured<'rules'>): RulePlace => [value.order, record.createdAt, key];

const compare = (one: RulePlace, other: RulePlace): number =>
  one[0] - other[0] || (one[1] === other[1] ? (one[2] < other[2] ? -1 : 1) : one[1] < other[1] ? -1 : 1);

/** Rules in the order in which they run. */
export const inOrder = (rules: Configured<'rules'>[]): Configured<'rules'>[] =>
  rules.toSorted((one, other) => compare(placeOf(one), placeOf(other)));

/** The rules behind a place, also behind that of a rule that is gone. */
export const behind = (rules: Configured<'rules'>[], place: RulePlace): Configured<'rules'>[] =>
  rules.filter((rule) => rule.key !== place[2] && compare(placeOf(rule), place) > 0);
