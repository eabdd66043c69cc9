import * as z from 'zod';
import type { Invitation } from '#shared/casework/appointments/invitation.ts';
import { longText, name, statement } from '#shared/core/records/primitives.ts';

/** `Intl`, which writes the times of a mail, throws at any other. */
const isWellFormed = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag such as en or pt-BR')
  .refine(isWellFormed, 'a language is a BCP 47 tag such as en or pt-BR');

/** A mail template in Liquid. `html` is derived from `text` where it is absent. */
export const templateSchema = z
  .strictObject({
    name,
    subject: z.string().min(1).max(500),
    text: statement,
    html: longText.optional(),
    language: languageTag.optional(),
  })
  .meta({ id: 'Template' });
/** A mail's content, ready to be sent. The subject is one line. */
export const renderedSchema = z.strictObject({ subject: z.string(), text: z.string(), html: z.string() });
export type Rendered = z.infer<typeof renderedSchema> & {
  /** What goes into the reader's calendar, where it is about an appointment. */
  invitation?: Invitation | undefined;
  /** The link by which the reader is rid of such mail. */
  optOut?: string | undefined;
};

export type Template = z.infer<typeof templateSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    templates: Template;
  }
}
