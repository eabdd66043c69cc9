import { loadCase } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import { actorOf } from '#shared/access/person.ts';
import { addCaseNoteRoute } from '#shared/cases/case.routes.ts';
import { addNoteToCase, noteFrom } from '#shared/cases/note.ts';

// POST /v1/cases/{id}/notes
export const addCaseNote = story(addCaseNoteRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const command = { id: services.newId(now), ...body, by: actorOf(caller), at: now };
  return { decisions: [addNoteToCase(record, command, definition)], body: noteFrom(command) };
});
