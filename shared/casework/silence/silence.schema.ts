import * as z from 'zod';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import { key } from '#shared/core/records/primitives.ts';

/** What becomes of cases whose requester stays silent: they are warned, and then it is closed. */
export const silenceRules = z
  .strictObject({
    /** From the last public word of staff. */
    warnAfter: amountSchema,
    /** From the warning. */
    closeAfter: amountSchema,
    /** Why it is closed, by the type's reasons for closing. */
    reason: key,
    /** Of the warning. */
    template: key.optional(),
  })
  .meta({ id: 'SilenceRules' });
