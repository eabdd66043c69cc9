import { loadCase } from '#functions/api/cases/load.ts';
import { isNewestFirst, newNote, notesOf } from '#functions/api/log.ts';
import { namesFor } from '#functions/api/names.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { addCaseNoteRoute, caseNotesRoute } from '#shared/casework/cases/case.routes.ts';
import { notesAndEvents } from '#shared/casework/cases/notes/notes-and-events.ts';
import { addNoteToCase, noteFrom } from '#shared/casework/notes/note.ts';

// GET /v1/cases/{id}/notes
export const caseNotes = routeHandler(caseNotesRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const subject = { kind: 'case' as const, id: record.id };
  if (!request.query.system) return { body: await notesOf(services, request, subject) };
  const names = await namesFor(services, definition);
  const body = await pageOf(services, request, `notes of ${record.id}`, (place) =>
    notesAndEvents(services.table, subject, { ...place, names, descending: isNewestFirst(request.query) }),
  );
  return { body };
});

// POST /v1/cases/{id}/notes
export const addCaseNote = routeHandler(addCaseNoteRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'work');
  const note = newNote(services, request);
  return { decisions: [addNoteToCase(record, note, definition)], body: noteFrom(note) };
});
