import { pageOf } from '#functions/api/pages.ts';
import type { FoundRows, ListExplanation } from '#functions/lists/find-rows.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { Refusal } from '#shared/core/errors.ts';

type ListQuery = Parameters<typeof pageOf>[1]['query'] & { explain?: boolean | undefined };

/**
 * One page of a list, with its cost where the caller asks for it; its cursor holds either way.
 * @throws `not-allowed` (403) where somebody else than an administrator asks
 */
export const listPage = async <T>(
  services: Services,
  { query: { explain = false, ...query }, caller }: { query: ListQuery; caller: Person },
  name: string,
  read: (place: { limit: number; after: string | undefined }) => Promise<FoundRows<T>>,
) => {
  if (explain && !caller.isAdmin) throw new Refusal('not-allowed');
  let explanation: ListExplanation | undefined;
  const body = await pageOf(services, { query, caller }, name, async (place) => {
    const { explain: cost, ...found } = await read(place);
    explanation = cost;
    return found;
  });
  return { ...body, ...(explain && explanation && { explain: explanation }) };
};
