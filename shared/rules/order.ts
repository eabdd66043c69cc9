import type { Configured } from '#shared/configuration/configuration.ts';

/** Rules in the order in which they run: by their order, then by age. */
export const inOrder = (rules: Configured<'rules'>[]): Configured<'rules'>[] =>
  [...rules].sort((a, b) => a.value.order - b.value.order || (a.key < b.key ? -1 : 1));
