import { loadCase } from '#functions/api/cases/load.ts';
import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import { caseClocksRoute, caseHistoryRoute, caseNotesRoute, getCaseRoute } from '#shared/cases/case.routes.ts';
import type { Case } from '#shared/cases/case.ts';
import { answerCase, definitionOf } from '#shared/cases/cases.ts';
import type { Note } from '#shared/cases/note.ts';
import { invalid, Refusal } from '#shared/errors.ts';
import { recordAsOf } from '#shared/records/as-of.ts';
import { epoch } from '#shared/records/primitives.ts';
import { readBelow, readHistory } from '#shared/records/read.ts';
import { notePrefix } from '#shared/table/keys.ts';

// GET /v1/cases/{id}
export const getCase = story(getCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const { asOf } = request.query;
  if (asOf === undefined) return { body: answerCase(record, definition, request.now), version: record.version };
  if (epoch(asOf) > request.now)
    throw invalid([{ pointer: '/query/asOf', code: 'in-the-future', detail: 'lies in the future' }]);
  const then = await recordAsOf<Case>(
    services.table,
    { kind: 'case', id: record.id },
    { version: record.version, at: asOf },
  );
  if (!then) throw new Refusal('not-found', 'It was not there yet');
  return { body: answerCase(then, await definitionOf(services.definitions, then), epoch(asOf)), version: then.version };
});

// GET /v1/cases/{id}/clocks
export const caseClocks = story(caseClocksRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  return { body: { items: answerCase(record, definition, request.now).clocks }, version: record.version };
});

// GET /v1/cases/{id}/history
export const caseHistory = story(caseHistoryRoute, async (services, request) => {
  const { query, caller } = request;
  const { record } = await loadCase(services, request, 'view');
  const name = `history of ${record.id}`;
  const after = await openCursor(services, caller, name, query);
  const { events, next } = await readHistory(
    services.table,
    { kind: 'case', id: record.id },
    { limit: query.limit, after },
  );
  return { body: await page(services, caller, name, query, { items: events, next }) };
});

// GET /v1/cases/{id}/notes
export const caseNotes = story(caseNotesRoute, async (services, request) => {
  const { query, caller } = request;
  const { record } = await loadCase(services, request, 'view');
  const name = `notes of ${record.id}`;
  const after = await openCursor(services, caller, name, query);
  const { items, next } = await readBelow(
    services.table,
    { kind: 'case', id: record.id },
    { prefix: notePrefix, limit: query.limit, after },
  );
  return { body: await page(services, caller, name, query, { items: items.map((item) => item.note as Note), next }) };
});
