import { type ChangedRecord, upToDate } from '#functions/insight/up-to-date.ts';
import { isFound, readWithContacts, termsOfRecord } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import { searchTextKey } from '#shared/core/table/search-keys.ts';
import { numberOf } from '#shared/insight/search/fold.ts';
import { recordPart, textItem } from '#shared/insight/search/recent-text.ts';
import { readSearchState } from '#shared/insight/search/search-state.ts';

type FindingServices = Pick<Services, 'table' | 'definitions'>;

/** Whether a record is found by what it says now, or was before it was folded into segments. */
const isIndexed = async (services: FindingServices, { kind, id }: ChangedRecord): Promise<boolean> => {
  const { table } = services;
  const [read, written] = await Promise.all([
    readWithContacts(services, kind, id),
    table.get(searchTextKey(kind, id, recordPart)),
  ]);
  if (!isFound(read.record)) return true;
  if (!written) {
    const { segments } = await readSearchState(table, kind);
    return (await numberOf(table, kind, { segments, id })) !== undefined;
  }
  const { createdAt } = read.record;
  const terms = await termsOfRecord(services, kind, read);
  return written.written === textItem(recordPart, { kind, id, createdAt, terms }).written;
};

const indexedOtherwise = async (services: FindingServices, some: readonly ChangedRecord[]) => {
  const indexed = await Promise.all(some.map((one) => isIndexed(services, one)));
  return some.filter((_, index) => !indexed[index]);
};

/** As of when what a search finds is, at the earliest. */
export const foundUpTo = (
  services: FindingServices,
  kinds: readonly ChangedRecord['kind'][],
  now: number,
): Promise<string> =>
  upToDate(services, { projection: 'search', kinds, otherwise: (some) => indexedOtherwise(services, some) }, now);
