import * as z from 'zod';
import { longText, name } from '#shared/records/primitives.ts';

/** A mail template in Liquid. `html` is derived from `text` where it is absent. */
export const templateSchema = z
  .strictObject({
    name,
    subject: z.string().min(1).max(500),
    text: longText.min(1),
    html: longText.optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag such as en or pt-BR')
      .optional(),
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof templateSchema>;
