import { type CasewardClient, createClient } from '#client/client.ts';
import { takeAsked } from '#console/app/asked-ahead.ts';
import { noteServerDate } from '#console/app/server-clock.ts';
import type { Session } from '#console/app/session.ts';
import { loadRefusalWords } from '#console/i18n/languages.ts';
import { reworded } from '#console/i18n/refusal-words.ts';

/** What is refused, worded in the language of the page; without its words as the API says it. */
const inLanguageOfPage = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  try {
    const words = await loadRefusalWords();
    if (words === undefined) return response;
    return Response.json(reworded(words, await response.clone().json()), response);
  } catch {
    return response;
  }
};

/** The typed client of this tab: by the rights of the person who is signed in, or of nobody. */
export const openApi = (session: Session): CasewardClient =>
  createClient({
    baseUrl: location.origin,
    token: () => session.token(),
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      const response = (await takeAsked(url, init)) ?? (await fetch(url, init));
      noteServerDate(response.headers);
      if (response.status !== 401 || !headers.has('authorization')) return inLanguageOfPage(response);
      // Time has passed for the server, or its keys have changed: one more try with a new token.
      session.distrust();
      const token = await session.token();
      if (token === undefined) return inLanguageOfPage(response);
      headers.set('authorization', `Bearer ${token}`);
      return inLanguageOfPage(await fetch(url, { ...init, headers }));
    },
    retry: { retries: 2 },
  });
