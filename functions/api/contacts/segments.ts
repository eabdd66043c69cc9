import { pageOfShortList } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { askForCaller, isSettled, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { standingOf } from '#functions/segments/reckon.ts';
import { segmentState } from '#functions/segments/states.ts';
import { currentGeneration } from '#shared/automation/segments/generation.ts';
import { contactSegmentsRoute } from '#shared/automation/segments/segment.routes.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readRecord } from '#shared/core/records/read.ts';

// GET /v1/contacts/{id}/segments
export const contactSegments = routeHandler(contactSegmentsRoute, async (services, request) => {
  const { path, query, caller } = request;
  const { segment: only, whyNot, ...place } = query;
  const contact = await readRecord<Contact>(services.table, 'contact', path.id);
  if (!contact) throw new Refusal('not-found');
  const segments = await services.definitions.all('segments');
  const standing = await standingOf(services, path.id);
  const of = async (segment: string) => {
    const state = await segmentState(services, segment);
    const readers = await readersGeneration(services, segment, state);
    const known = standing.segments.find((one) => one.segment === segment);
    const member = known?.answers.find((one) => one.generation === readers.id && one.held);
    if (!member && whyNot !== 'true') return [];
    // Before the first filling nobody is in it; why is to be seen in what it will be filled by.
    const generation = state?.live ? readers : await currentGeneration(services.definitions, segment);
    // What a caller may not see counts for nothing, as if it were not there.
    const { held, explanation } = await askForCaller(services, { caller, contact, generation });
    const isIn = member !== undefined && (held || mayKnowAllOf(caller, generation));
    if (!isIn && whyNot !== 'true') return [];
    const { since, until } = member ?? {};
    const isFilling = whyNot === 'true' && !(await isSettled(services, segment, state));
    return [
      {
        segment,
        held: isIn,
        ...(isIn && since && { since }),
        ...(isIn && until && { until }),
        ...(isFilling && { state: 'computing' as const }),
        explanation,
      },
    ];
  };
  if (only !== undefined && !segments.has(only)) throw new Refusal('not-found');
  const keys = only === undefined ? [...segments.keys()].sort() : [only];
  const items = (await Promise.all(keys.map(of))).flat();
  const list = { name: `segments of ${path.id}`, items, keyOf: (item: { segment: string }) => item.segment };
  return { body: await pageOfShortList(services, { query: place, caller }, list) };
});
