import { pageBelow } from '#functions/api/pages.ts';
import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { type Note, noteFrom } from '#shared/cases/note.ts';
import { addMyNoteRoutes, myNotesRoutes } from '#shared/portal/portal.routes.ts';
import { addNoteByRequester, noteForRequester } from '#shared/portal/show.ts';
import type { Item } from '#shared/table/decision.ts';
import { notePrefix } from '#shared/table/keys.ts';

// GET …/notes: the public ones.
export const myNotes = storyBothWays(myNotesRoutes, async (services, request) => {
  const { record } = await loadForRequester(services, request, 'view');
  const show = (item: Item) => {
    const note = item.note as Note;
    return note.public ? noteForRequester(note) : undefined;
  };
  const subject = { kind: 'case' as const, id: record.id };
  return { body: await pageBelow(services, request, { name: 'public notes', subject, prefix: notePrefix, show }) };
});

// POST …/notes
export const addMyNote = storyBothWays(addMyNoteRoutes, async (services, request) => {
  const { record, definition, requester } = await loadForRequester(services, request, 'act');
  const { body, now } = request;
  const actor = actorOfRequester(requester);
  const command = { id: services.newId(now), text: body.text, public: true, by: actor, at: now };
  return {
    actor,
    decisions: [addNoteByRequester(record, command, definition)],
    body: noteForRequester(noteFrom(command)),
  };
});
