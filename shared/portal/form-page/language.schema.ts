/** The languages of the form pages; that of somebody whose language is not here comes first. */
export const formLanguages = ['en', 'es', 'de', 'cy'] as const;
export type FormLanguage = (typeof formLanguages)[number];
