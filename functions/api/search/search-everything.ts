import { routeHandler } from '#functions/api/route-handler.ts';
import { pageOfSearch } from '#functions/api/search/page.ts';
import { sight } from '#functions/api/sight.ts';
import { pageOfMatches } from '#functions/search/find-matches.ts';
import { foundUpTo } from '#functions/search/found-up-to.ts';
import { shownRecord } from '#functions/search/show-records.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { findCase } from '#shared/casework/cases/cases.ts';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { invalid } from '#shared/core/errors.ts';
import { searchedKinds } from '#shared/core/table/search-keys.ts';
import { readQuery } from '#shared/insight/search/query.ts';
import { searchEverythingRoute } from '#shared/insight/search/search.routes.ts';
import { viewedKinds } from '#shared/insight/views/cell.ts';

/** The case whose reference this is, where the caller may see it. */
const caseByReference = async (services: Services, text: string, caller: Person): Promise<Case | undefined> => {
  const reference = parseReference(text);
  const record = reference === undefined ? undefined : await findCase(services.table, reference);
  if (!record || record.trashedAt) return undefined;
  const sees = await sight(services, caller);
  return sees('case', record) ? record : undefined;
};

// POST /v1/search
export const searchEverything = routeHandler(searchEverythingRoute, async (services, { body, caller, now }) => {
  const { query, faults } = readQuery(body, parseReference);
  if (faults.length > 0) throw invalid(faults);
  const exact = await caseByReference(services, body.text, caller);
  const asOf = await foundUpTo(services, viewedKinds, now);
  const words = query.words.map(({ word }) => word);
  const page = await pageOfSearch(services, { name: 'search', body, caller }, async ({ limit, after }) => {
    const first = exact && after === undefined ? [{ kind: 'case' as const, record: exact, matched: words }] : [];
    const asked = { kinds: searchedKinds, query, order: 'matches' as const, caller, at: now, but: exact?.id };
    const found = await pageOfMatches(services, asked, { limit: Math.max(limit - first.length, 0), after });
    const items = [...first, ...found.items].map(async ({ kind, record, matched }) => ({
      kind,
      record: await shownRecord(services, { kind, record }, now),
      matched,
    }));
    return { items: await Promise.all(items), next: found.next };
  });
  return { body: { ...page, items: page.items as never, asOf } };
});
