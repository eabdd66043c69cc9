import type { Configured } from '#shared/core/definitions/configuration.ts';

type Templates = ReadonlyMap<string, Configured<'templates'>>;

/** `pt-BR` → `pt-br`, `pt`: what to look for, the most exact first. */
const tagsOf = (language: string): string[] => {
  const parts = language.toLowerCase().split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
};

/**
 * The template under a key in a language (BCP 47): `<key>-<language>` that says so, of the region,
 * else of the language; else the template itself: docs/decisions/0019.
 */
export const templateIn = (
  templates: Templates,
  key: string,
  language: string | undefined,
): Configured<'templates'> | undefined => {
  const own = templates.get(key);
  if (!own || language === undefined) return own;
  for (const tag of tagsOf(language)) {
    if (own.value.language?.toLowerCase() === tag) return own;
    const translation = templates.get(`${key}-${tag}`);
    if (translation?.value.language?.toLowerCase() === tag) return translation;
  }
  return own;
};
