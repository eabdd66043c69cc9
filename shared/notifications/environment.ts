import * as z from 'zod';

/** What a function that sends mail has to be given. */
export const mailEnvironment = z.object({
  MAIL_FROM: z.string().min(3),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  PORTAL_URL: z.url(),
  STAFF_URL: z.url(),
  /** Where answers go; without it they go to MAIL_FROM. */
  MAIL_REPLY_TO: z.email().optional(),
});
