/** The languages that pages are written in; a deployment may offer some of them. */
export const formLanguages = ['en', 'es', 'de', 'cy'] as const;
export type FormLanguage = (typeof formLanguages)[number];
