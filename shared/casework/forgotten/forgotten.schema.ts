import * as z from 'zod';
import { instant } from '#shared/core/records/primitives.ts';

const forgottenReasons = ['nobody', 'no-next-moment'] as const;

/** An open record that nobody will look at, or that nothing will bring up again. */
export const forgottenRow = z
  .strictObject({
    kind: z.enum(['case', 'alert']),
    id: z.string(),
    reason: z.enum(forgottenReasons),
    /** When a check first found it so. */
    since: instant,
  })
  .meta({ id: 'ForgottenRecord' });

export const checkStates = ['never', 'running', 'complete', 'stale'] as const;
