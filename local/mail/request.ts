import * as z from 'zod';

const text = z.object({ Data: z.string() });
const addresses = z.array(z.string()).optional();

const attachment = z.object({
  FileName: z.string(),
  ContentType: z.string().optional(),
  /** Base64. */
  RawContent: z.string(),
});

/**
 * SendEmail of SES v2, by a whole message or by its parts. Templates are Caseward's own, so those
 * of SES are not offered here.
 */
export const sendEmailSchema = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }).optional(),
  ReplyToAddresses: addresses,
  ConfigurationSetName: z.string().optional(),
  /** They come back with what SES says of the mail later. */
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Content: z.union(
    [
      /** A MIME message in base64. */
      z.object({ Raw: z.object({ Data: z.base64() }) }),
      z.object({
        Simple: z.object({
          Subject: text,
          Body: z.object({ Text: text.optional(), Html: text.optional() }),
          Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
          Attachments: z.array(attachment).optional(),
        }),
      }),
    ],
    { error: 'Content must be Raw or Simple: the local stack has no templates of SES' },
  ),
});

export type SendEmail = z.infer<typeof sendEmailSchema>;
