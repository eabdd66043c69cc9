import type { Configured } from '#shared/configuration/configuration.ts';

/** Rules in the order in which they run: by their order, then by age. */
export const inOrder = (rules: Configured<'rules'>[]): Configured<'rules'>[] =>
  [...rules].sort((a, b) => a.value.order - b.value.order || (a.key < b.key ? -1 : 1));

/** Where a rule stands in that order, also once it is gone. */
export const placeOf = (rule: Configured<'rules'>): string => `${rule.value.order} ${rule.key}`;

/** The rules behind a place. */
export const behind = (rules: Configured<'rules'>[], place: string): Configured<'rules'>[] => {
  const [order = '', key = ''] = place.split(' ');
  return rules.filter(
    (rule) => rule.value.order > Number(order) || (rule.value.order === Number(order) && rule.key > key),
  );
};
