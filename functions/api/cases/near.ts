import { may } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import { openCasesNear } from '#functions/near.ts';
import { answerCase } from '#shared/cases/answer-case.ts';
import { casesNearRoute } from '#shared/cases/case-people.routes.ts';
import { definitionOf } from '#shared/cases/cases.ts';

// As many as a person compares with what they are about to report.
const most = 25;

// GET /v1/cases/near: what is private is offered to nobody here, whoever asks.
export const casesNear = story(casesNearRoute, async (services, { query, caller, now }) => {
  const { lat, lon, meters, type } = query;
  const types = type === undefined ? [...(await services.definitions.all('case-types')).keys()] : [type];
  const near = await openCasesNear(services, { types, point: { lat, lon }, meters });
  const seen = await Promise.all(
    near.map(async ({ record }) => ((await may(services, caller, 'view', record)) ? [record] : [])),
  );
  const items = await Promise.all(
    seen
      .flat()
      .slice(0, most)
      .map(async (record) => answerCase(record, await definitionOf(services.definitions, record), now)),
  );
  return { body: { items } };
});
