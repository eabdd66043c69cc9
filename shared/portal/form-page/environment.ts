import * as z from 'zod';
import { formLanguages } from '#shared/portal/form-page/language.schema.ts';

const language = z.enum(formLanguages);

/** What a function is given that shows pages: in which languages, the first for everybody else. */
export const formEnvironment = z.object({
  LANGUAGES: z
    .string()
    .transform((codes) => codes.split(','))
    .pipe(z.tuple([language], language)),
});
