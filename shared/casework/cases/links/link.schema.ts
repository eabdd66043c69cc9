import * as z from 'zod';
import { ulidSchema } from '#shared/core/records/primitives.ts';

/** Kinds of links, and how each reads from the other side. */
export const inverses = {
  related: 'related',
  'parent-of': 'child-of',
  'child-of': 'parent-of',
  blocks: 'blocked-by',
  'blocked-by': 'blocks',
  duplicates: 'duplicated-by',
  'duplicated-by': 'duplicates',
} as const;
export type LinkKind = keyof typeof inverses;

export const linkKind = z.enum(Object.keys(inverses) as [LinkKind, ...LinkKind[]]);

/**
 * This case *kind* that one: it `blocks` the other, it is `child-of` the other. Never shown to the
 * requester.
 */
export const linkSchema = z.strictObject({ kind: linkKind, caseId: ulidSchema });
