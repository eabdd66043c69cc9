import { may } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import { answerCase } from '#shared/cases/answer-case.ts';
import type { Case } from '#shared/cases/case.ts';
import { casesNearRoute } from '#shared/cases/case-people.routes.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { distanceTo, squaresAround } from '#shared/cases/nearby.ts';
import { recordKey } from '#shared/table/keys.ts';

// As many as a person compares with what they are about to report.
const most = 25;

// GET /v1/cases/near: what is private is offered to nobody here, whoever asks.
export const casesNear = story(casesNearRoute, async (services, { query, caller, now }) => {
  const { lat, lon, meters, type } = query;
  const types = type === undefined ? [...(await services.definitions.all('case-types')).keys()] : [type];
  const partitions = types.flatMap((one) => squaresAround(one, { lat, lon }));
  const pages = await Promise.all(partitions.map((pk) => services.table.query({ pk, limit: 200 })));
  const near = pages
    .flatMap(({ items }) =>
      items.map((item) => ({ id: String(item.caseId), distance: distanceTo(item, { lat, lon }) })),
    )
    .filter(({ distance }) => distance <= meters)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 100);
  const found = await services.table.getMany(near.map(({ id }) => recordKey({ kind: 'case', id })));
  const seen = await Promise.all(
    found.map(async ({ record }) => {
      const one = record as Case;
      return !one.private && (await may(services, caller, 'view', one)) ? [one] : [];
    }),
  );
  const items = await Promise.all(
    seen
      .flat()
      .slice(0, most)
      .map(async (record) => answerCase(record, await definitionOf(services.definitions, record), now)),
  );
  return { body: { items } };
});
