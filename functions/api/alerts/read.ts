import { loadAlert } from '#functions/api/alerts/load.ts';
import { historyOf, newNote, notesOf } from '#functions/api/log.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import {
  addAlertNoteRoute,
  alertHistoryRoute,
  alertNotesRoute,
  getAlertRoute,
} from '#shared/casework/alerts/alert.routes.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { addNoteToAlert, noteFrom } from '#shared/casework/notes/note.ts';

// GET /v1/alerts/{id}
export const getAlert = routeHandler(getAlertRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'view');
  return { body: answerAlert(alert), version: alert.version };
});

// GET /v1/alerts/{id}/history
export const alertHistory = routeHandler(alertHistoryRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'view');
  return { body: await historyOf(services, request, { kind: 'alert', id: alert.id }) };
});

// GET /v1/alerts/{id}/notes
export const alertNotes = routeHandler(alertNotesRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'view');
  return { body: await notesOf(services, request, { kind: 'alert', id: alert.id }) };
});

// POST /v1/alerts/{id}/notes: the reporter of an alert may take part in its discussion.
export const addAlertNote = routeHandler(addAlertNoteRoute, async (services, request) => {
  const { alert } = await loadAlert(services, request, 'discuss');
  const note = newNote(services, request);
  return { decisions: [addNoteToAlert(alert, note)], body: noteFrom(note) };
});
