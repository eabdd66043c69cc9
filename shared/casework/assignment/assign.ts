import * as z from 'zod';
import { groupKey, personId } from '#shared/core/records/primitives.ts';

const poolEntry = z.union([
  z.strictObject({ user: personId }),
  z.strictObject({ group: groupKey }),
  z.strictObject({ network: z.string().min(1).max(64) }),
]);
export type PoolEntry = z.infer<typeof poolEntry>;

/**
 * Whom to give something to, and how that is found out. `selected`: the first entry of the pool
 * that yields anybody. `rotational`: its people in turn. `balanced`: the one of them with the least
 * open work. `network` is a role in the contact's own network, such as its adviser.
 */
export const assignSchema = z
  .strictObject({
    behaviour: z.enum(['selected', 'rotational', 'balanced']),
    pool: z.array(poolEntry).min(1).max(20),
  })
  .meta({ id: 'Assign' });
export type AssignRule = z.infer<typeof assignSchema>;
