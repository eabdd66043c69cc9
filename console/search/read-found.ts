import type { CasewardClient, ItemOf } from '#client/client.ts';
import { conditionOfAddress, type SearchAddress } from '#console/search/search-address.ts';

/** Something that was found, with what it is. */
export type Found = ItemOf<'searchEverything'>;

const pageSize = 25;

/** Whether an address asks for anything: words, or a filter of what is searched. */
export const isAsking = (address: SearchAddress): boolean => {
  const { q, kind = 'all' } = address;
  if (q !== undefined) return true;
  if (kind === 'cases') return conditionOfAddress(address, 'case') !== undefined;
  return kind === 'alerts' && conditionOfAddress(address, 'alert') !== undefined;
};

/** The body of a search of one kind. */
export const bodyOfSearch = (address: SearchAddress) => {
  const { q, kind } = address;
  const subject = kind === 'alerts' ? 'alert' : 'case';
  const condition = kind === 'contacts' ? undefined : conditionOfAddress(address, subject);
  return { ...(q !== undefined && { text: q }), ...(condition && { condition }) };
};

/** Reads a page of what an address asks for. */
export const readFound =
  (api: CasewardClient, address: SearchAddress) =>
  async (
    place: { cursor?: string },
    signal: AbortSignal,
  ): Promise<{ items: Found[]; nextCursor?: string | undefined }> => {
    const { kind = 'all', q = '' } = address;
    const body = { ...bodyOfSearch(address), ...place, limit: pageSize };
    switch (kind) {
      case 'all':
        return (await api.searchEverything({ body: { text: q, ...place, limit: pageSize }, signal })).data;
      case 'cases': {
        const { data } = await api.searchCases({ body, signal });
        return { ...data, items: data.items.map((item) => ({ kind: 'case', ...item })) };
      }
      case 'alerts': {
        const { data } = await api.searchAlerts({ body, signal });
        return { ...data, items: data.items.map((item) => ({ kind: 'alert', ...item })) };
      }
      case 'contacts': {
        const { data } = await api.searchContacts({ body, signal });
        return { ...data, items: data.items.map((item) => ({ kind: 'contact', ...item })) };
      }
    }
  };
