import * as z from 'zod';

/** Where the pages of a deployment are, for the links of its mails. */
export const pagesEnvironment = z.object({ PORTAL_URL: z.url(), STAFF_URL: z.url() });
export type Pages = z.infer<typeof pagesEnvironment>;

/** Where the API answers, for links that mail programs call by themselves. */
export const apiAddressEnvironment = z.object({ API_URL: z.url() });

/** What a function has to be given that knows mails of ours when they come back. */
export const senderEnvironment = z.object({ MAIL_SENDER: z.string().min(3) });

/** What a function that sends mail has to be given. */
export const mailEnvironment = z.object({
  MAIL_FROM: z.string().min(3),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** Where answers go; without it they go to MAIL_FROM. */
  MAIL_REPLY_TO: z.email().optional(),
  /**
   * The domain whose mail is received, so that answers find their case; without it they go to
   * MAIL_REPLY_TO.
   */
  MAIL_REPLY_DOMAIN: z.string().min(3).optional(),
});
