import { type CasewardClient, createClient } from '#client/client.ts';
import { takeAsked } from '#console/app/asked-ahead.ts';
import { noteServerDate } from '#console/app/server-clock.ts';
import type { Session } from '#console/app/session.ts';

/** The typed client of this tab: by the rights of the person who is signed in, or of nobody. */
export const openApi = (session: Session): CasewardClient =>
  createClient({
    baseUrl: location.origin,
    token: () => session.token(),
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      const response = (await takeAsked(url, init)) ?? (await fetch(url, init));
      noteServerDate(response.headers);
      if (response.status !== 401 || !headers.has('authorization')) return response;
      // Time has passed for the server, or its keys have changed: one more try with a new token.
      session.distrust();
      const token = await session.token();
      if (token === undefined) return response;
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
    retry: { retries: 2 },
  });
