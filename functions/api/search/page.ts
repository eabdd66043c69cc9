import { pageOf } from '#functions/api/pages.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';

/** What of a body says which search it is. */
interface SearchOfCaller {
  cursor?: string | undefined;
  limit?: number | undefined;
}

const usualLimit = 25;

/**
 * A page of a search, whose cursor holds for this search by this caller, and stands in the body.
 * @throws `invalid-cursor`
 */
export const pageOfSearch = async <T>(
  services: Services,
  { name, body, caller }: { name: string; body: SearchOfCaller; caller: Person },
  read: (place: { limit: number; after: string | undefined }) => Promise<{ items: T[]; next?: string | undefined }>,
) => {
  try {
    return await pageOf(services, { query: { ...body, limit: body.limit ?? usualLimit }, caller }, name, read);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-cursor') throw error;
    throw new Refusal('invalid-cursor', undefined, {
      faults: [{ pointer: '/cursor', code: 'invalid-cursor', detail: 'is not a cursor of this search' }],
    });
  }
};

/** A file has no pages. @throws 400 for a cursor beside it */
export const refuseCursor = ({ cursor }: SearchOfCaller): void => {
  if (cursor !== undefined)
    throw invalid([{ pointer: '/cursor', code: 'unknown-field', detail: 'a file has no pages' }]);
};
