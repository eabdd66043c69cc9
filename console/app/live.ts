import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FeedEvent } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';

// What others do appears within seconds: the change feed says which record to ask for again. It is
// asked briefly and often, since a request that waits keeps a function busy.

const everyMs = 4000;
const most = 100;

/** Query keys begin with the kind and the id of what they are about: `['case', id, 'notes']`. */
const outdate = (queries: QueryClient, events: readonly FeedEvent[]): void => {
  const subjects = new Map(events.map(({ detail: { subject } }) => [subject.id, subject.kind]));
  const kinds = new Set(subjects.values());
  for (const [id, kind] of subjects) void queries.invalidateQueries({ queryKey: [kind, id] });
  // Lists hold many records; `['cases', …]` is asked again when any case changed.
  for (const kind of kinds) void queries.invalidateQueries({ queryKey: [`${kind}s`] });
};

/** Follows the change feed for as long as the page is looked at and somebody is signed in. */
export const useLive = (isSignedIn: boolean): void => {
  const api = useApi();
  const queries = useQueryClient();
  useEffect(() => {
    if (!isSignedIn) return;
    const stop = new AbortController();
    let after = 'now';
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      if (document.visibilityState === 'visible') {
        const query = { after, limit: most, wait: 0 };
        const page = await api.followEvents({ query, signal: stop.signal }).catch(() => undefined);
        if (stop.signal.aborted) return;
        if (page) {
          after = page.data.nextCursor;
          outdate(queries, page.data.items);
        }
      }
      timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [api, queries, isSignedIn]);
};
