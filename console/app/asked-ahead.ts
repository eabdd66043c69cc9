import { noteServerDate } from '#console/app/server-clock.ts';
import { tokensKey } from '#console/app/signed-in.ts';

// What the first view shows is asked for while the code of the application is on its way, which
// takes the same answers when it comes.

// Who looks for an answer later wants a newer one.
const freshMs = 10_000;
const asked = new Map<string, Promise<Response | undefined>>();

/** An answer that is of use; whatever else comes is asked for once more, with another token. */
const answerOf = async (path: string): Promise<Response | undefined> => {
  const { idToken } = JSON.parse(sessionStorage.getItem(tokensKey) ?? '{}');
  const headers = { accept: 'application/json', ...(idToken && { authorization: `Bearer ${idToken}` }) };
  const response = await fetch(path, { headers }).catch(() => undefined);
  if (!response?.ok) return undefined;
  noteServerDate(response.headers);
  return response;
};

/** Asks the API with the token of this tab, if any; undefined where it gives nothing of use. */
export const askAhead = async <Answer>(
  path: string,
  query: Record<string, string> = {},
): Promise<Answer | undefined> => {
  const parameters = new URLSearchParams(query).toString();
  const url = location.origin + path + (parameters && `?${parameters}`);
  const answer = answerOf(url);
  asked.set(url, answer);
  setTimeout(() => asked.delete(url), freshMs);
  return (await answer)?.clone().json();
};

/** The answer that was asked for ahead: once, and only where nothing is to be changed. */
export const takeAsked = async (url: string, { method = 'GET' }: RequestInit): Promise<Response | undefined> => {
  const answer = method === 'GET' ? asked.get(url) : undefined;
  asked.delete(url);
  return answer;
};
