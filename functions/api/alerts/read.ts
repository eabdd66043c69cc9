import { loadAlert } from '#functions/api/alerts/load.ts';
import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import { alertHistoryRoute, alertNotesRoute, getAlertRoute } from '#shared/alerts/alert.routes.ts';
import { answerAlert } from '#shared/alerts/alert.ts';
import type { Note } from '#shared/cases/note.ts';
import { readBelow, readHistory } from '#shared/records/read.ts';
import { notePrefix } from '#shared/table/keys.ts';

// GET /v1/alerts/{id}
export const getAlert = story(getAlertRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'view');
  return { body: answerAlert(alert), version: alert.version };
});

// GET /v1/alerts/{id}/history
export const alertHistory = story(alertHistoryRoute, async (services, request) => {
  const { query, caller } = request;
  const { alert } = await loadAlert(services, request, 'view');
  const name = `history of ${alert.id}`;
  const after = await openCursor(services, caller, name, query);
  const { events, next } = await readHistory(
    services.table,
    { kind: 'alert', id: alert.id },
    { limit: query.limit, after },
  );
  return { body: await page(services, caller, name, query, { items: events, next }) };
});

// GET /v1/alerts/{id}/notes
export const alertNotes = story(alertNotesRoute, async (services, request) => {
  const { query, caller } = request;
  const { alert } = await loadAlert(services, request, 'view');
  const name = `notes of ${alert.id}`;
  const after = await openCursor(services, caller, name, query);
  const { items, next } = await readBelow(
    services.table,
    { kind: 'alert', id: alert.id },
    { prefix: notePrefix, limit: query.limit, after },
  );
  return { body: await page(services, caller, name, query, { items: items.map((item) => item.note as Note), next }) };
});
