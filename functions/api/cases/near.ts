import { thoseThatFit } from '#functions/api/answer-size.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { visibleTypes } from '#functions/api/visible.ts';
import { mayOnCase, seesByType } from '#shared/access/policy.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { openCasesNear } from '#shared/casework/cases/links/open-cases-near.ts';
import { casesNearRoute } from '#shared/casework/cases/people/people.routes.ts';

// As many as a person compares with what they are about to report.
const most = 25;

// GET /v1/cases/near: private cases are offered to no caller here.
export const casesNear = routeHandler(casesNearRoute, async (services, { query, caller, now }) => {
  const { lat, lon, meters, type } = query;
  const types = await services.definitions.all('case-types');
  const accept = (record: Case): boolean => {
    const current = types.get(record.type);
    return current !== undefined && mayOnCase(caller, 'view', current.value, record);
  };
  const search = (some: readonly string[]) =>
    openCasesNear(services.table, { types: some, point: { lat, lon }, meters, most, accept });
  // Types that hide most of what they have keep no case of the others from being found.
  const { types: seen, otherTypes: others } = visibleTypes(caller, types, {
    asked: type === undefined ? undefined : [type],
    sees: (one) => seesByType(caller, one),
  });
  const near = (await Promise.all([search(seen), search(others)])).flat().sort((a, b) => a.distance - b.distance);
  const items = await Promise.all(
    near
      .slice(0, most)
      .map(async ({ record }) => answerCase(record, await definitionOf(services.definitions, record), now)),
  );
  return { body: { items: thoseThatFit(items) } };
});
