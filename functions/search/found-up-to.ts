import { type ChangedRecord, upToDate } from '#functions/insight/up-to-date.ts';
import { isFound, readWithContacts, termsOfRecord } from '#functions/search/read-text.ts';
import type { Services } from '#functions/services.ts';
import { numberOf } from '#shared/insight/search/fold.ts';
import { type RecentText, readRecentText, recordPart, textItem } from '#shared/insight/search/recent-text.ts';
import { readSearchState } from '#shared/insight/search/search-state.ts';

type FindingServices = Pick<Services, 'table' | 'definitions'>;

/** Whether a record is found by what it says now, or was before it was folded into segments. */
const isIndexed = async (
  services: FindingServices,
  { kind, id }: ChangedRecord,
  recent: readonly RecentText[],
): Promise<boolean> => {
  const { table } = services;
  const read = await readWithContacts(services, kind, id);
  if (!isFound(read.record)) return true;
  const written = recent.find((text) => text.id === id && text.part === recordPart);
  if (!written) {
    const { segments } = await readSearchState(table, kind);
    return (await numberOf(table, kind, { segments, id })) !== undefined;
  }
  const { createdAt } = read.record;
  const terms = await termsOfRecord(services, kind, read);
  return Buffer.compare(written.packed, textItem(recordPart, { kind, id, createdAt, terms }).terms as Uint8Array) === 0;
};

const indexedOtherwise = async (services: FindingServices, some: readonly ChangedRecord[]) => {
  const kinds = [...new Set(some.map(({ kind }) => kind))];
  const ofKinds = await Promise.all(kinds.map((kind) => readRecentText(services.table, kind, { consistent: true })));
  const recent = new Map(kinds.map((kind, index) => [kind, ofKinds[index] ?? []]));
  const indexed = await Promise.all(some.map((one) => isIndexed(services, one, recent.get(one.kind) ?? [])));
  return some.filter((_, index) => !indexed[index]);
};

/** As of when what a search finds is, at the earliest. */
export const foundUpTo = (
  services: FindingServices,
  kinds: readonly ChangedRecord['kind'][],
  now: number,
): Promise<string> =>
  upToDate(services, { projection: 'search', kinds, otherwise: (some) => indexedOtherwise(services, some) }, now);
