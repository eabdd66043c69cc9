import type { ItemOf } from '#client/client.ts';

export type LinkKind = ItemOf<'caseLinks'>['kind'];

export const linkKinds: readonly LinkKind[] = [
  'related',
  'parent-of',
  'child-of',
  'blocks',
  'blocked-by',
  'duplicates',
  'duplicated-by',
];
