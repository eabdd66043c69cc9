import type { Client } from '#local/demo/client.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { searchedKinds } from '#shared/core/table/search-keys.ts';
import { keepUpIndex } from '#shared/insight/search/fold.ts';
import { IndexBusy } from '#shared/insight/search/search-state.ts';
import { here } from './world.ts';

export interface Found<R> {
  record: R;
  matched: string[];
  kind?: string;
}
export interface FoundPage<R> {
  items: Found<R>[];
  nextCursor?: string;
  asOf: string;
}
interface RecordOf {
  cases: CaseAnswer;
  alerts: AlertAnswer;
  contacts: Contact;
}

/** A search, once all that was written is indexed. */
export const search = async <K extends keyof RecordOf>(
  kind: K,
  body: object,
  by: Client = here().as.manager,
): Promise<FoundPage<RecordOf[K]>> => {
  await here().local.idle();
  return by.post<FoundPage<RecordOf[K]>>(`/v1/search/${kind}`, body);
};

/** The ids that a search finds, in its order, page by page. */
export const idsOf = async (
  kind: keyof RecordOf,
  body: object,
  { by = here().as.manager, limit = 25 }: { by?: Client; limit?: number } = {},
): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await search(kind, { ...body, limit, ...(cursor !== undefined && { cursor }) }, by);
    ids.push(...page.items.map(({ record }) => record.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
};

export const everywhere = async (text: string, by: Client = here().as.manager, more: object = {}) => {
  await here().local.idle();
  return by.post<FoundPage<CaseAnswer & AlertAnswer & Contact>>('/v1/search', { text, ...more });
};

/** Folds what was written lately into segments, as much reading and writing would in time. */
export const foldAll = async (): Promise<void> => {
  await here().local.idle();
  const { table, local } = here();
  for (const kind of searchedKinds)
    await keepUpIndex(table, { kind, now: Date.parse(await local.now()), everything: true }).catch(async (error) => {
      // In a storm somebody has died at it; when their time is over it goes on.
      if (!(error instanceof IndexBusy)) throw error;
      await local.advance('PT2M');
      await keepUpIndex(table, { kind, now: Date.parse(await local.now()), everything: true });
    });
};
