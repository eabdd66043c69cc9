import { useQuery } from '@tanstack/react-query';
import { loadRefusalWords, preferredLanguage } from '#console/i18n/languages.ts';
import type { RefusalWords } from '#console/i18n/refusal-words.ts';

/** Words for refusals that are part of an answer, such as those of rows. None until they came. */
export const useRefusalWords = (): RefusalWords =>
  useQuery({
    queryKey: ['refusal-words', preferredLanguage()],
    queryFn: async () => (await loadRefusalWords()) ?? {},
    staleTime: Number.POSITIVE_INFINITY,
  }).data ?? {};
