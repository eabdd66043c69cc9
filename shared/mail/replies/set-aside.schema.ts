import * as z from 'zod';
import { setAsideWords } from '#shared/casework/cases/set-aside-words.ts';
import { instant } from '#shared/core/records/primitives.ts';

export const setAsideReasons = Object.keys(setAsideWords) as (keyof typeof setAsideWords)[];

/**
 * A mail that was set aside. Where staff are not to know who raised its case, it does not say from
 * whom it is.
 */
export const setAsideMailSchema = z
  .strictObject({
    id: z.string(),
    at: instant,
    reason: z.enum(setAsideReasons),
    /** In bytes. */
    size: z.int().min(0),
    from: z.array(z.string()).optional(),
    subject: z.string().optional(),
    /** Whether SES confirms that it is from there. */
    isVerified: z.boolean().optional(),
    caseId: z.string().optional(),
    reference: z.string().optional(),
  })
  .meta({ id: 'MailSetAside' });
