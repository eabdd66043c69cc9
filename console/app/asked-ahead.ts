import { tokensKey } from '#console/app/signed-in.ts';

// What the first view shows is asked for while the code that shows it is on its way.

// Who looks for an answer later wants a newer one.
const freshMs = 10_000;
const asked = new Map<string, Promise<Response | undefined>>();

/** An answer that is of use; whatever else comes is asked for once more, with another token. */
const answerOf = async (path: string, headers: HeadersInit): Promise<Response | undefined> => {
  const response = await fetch(path, { headers }).catch(() => undefined);
  return response?.ok ? response : undefined;
};

/** Asks the API for these paths with the token of this tab. */
export const askAhead = (paths: readonly string[]): void => {
  const { idToken } = JSON.parse(sessionStorage.getItem(tokensKey) ?? '{}');
  const headers = { accept: 'application/json', authorization: `Bearer ${idToken}` };
  for (const path of paths) asked.set(location.origin + path, answerOf(path, headers));
  setTimeout(() => asked.clear(), freshMs);
};

/** The answer that was asked for ahead: once, and only where nothing is to be changed. */
export const takeAsked = async (url: string, { method = 'GET' }: RequestInit): Promise<Response | undefined> => {
  const answer = method === 'GET' ? asked.get(url) : undefined;
  asked.delete(url);
  return answer;
};
