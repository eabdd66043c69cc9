import * as z from 'zod';
import { personId } from '#shared/core/records/primitives.ts';

/** Why somebody of a pool was given nothing. */
export const leftOutSchema = z
  .strictObject({ user: personId, reason: z.enum(['absent', 'out-of-hours', 'full', 'kept-out']) })
  .meta({ id: 'LeftOut' });
export type LeftOut = z.infer<typeof leftOutSchema>;
export type LeftOutReason = LeftOut['reason'];
