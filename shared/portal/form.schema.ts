import * as z from 'zod';
import { email, location, longText, name, phone, subjectText } from '#shared/core/records/primitives.ts';

/** Who somebody says they are, to whom a link and mails are to reach. */
const saidContactSchema = z.strictObject({ name, email, phone: phone.optional() }).meta({ id: 'SaidContact' });

/** What the public form of a case type takes; what its fields are is the type's to say. */
export const publicCaseSchema = z
  .strictObject({
    contact: saidContactSchema,
    subject: subjectText,
    description: longText.optional(),
    fields: z.record(z.string(), z.unknown()).default({}),
    location: location.optional(),
    /** For whom it is raised, where that is somebody else. */
    onBehalfOf: z.strictObject({ name, email: email.optional(), phone: phone.optional() }).optional(),
  })
  .meta({ id: 'PublicCase' });

// Lambda takes six megabytes, and the gateway puts three bytes into four letters.
/** What a form may have in all, with its files. */
export const largestForm = 4 * 2 ** 20;
