import * as z from 'zod';
import { instant } from '#shared/core/records/primitives.ts';

/** Why a mail is on no case, in words. */
export const setAsideWords = {
  'nothing-of-ours': 'it is to no reply address of a case',
  'no-such-case': 'its case is not there',
  'not-of-the-case': 'its sender is nobody of the case',
  automatic: 'a machine wrote it',
  suspicious: 'it is spam, has a virus, or the domain of its sender disowns it',
  empty: 'nothing was written in it',
  'too-large': 'it is too large',
  unreadable: 'it cannot be read',
  refused: 'the case takes no more',
} as const;
export const setAsideReasons = Object.keys(setAsideWords) as (keyof typeof setAsideWords)[];

/** A mail that was set aside. Where staff are not to know who raised its case, it does not say from whom it is. */
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
