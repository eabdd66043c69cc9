import { pageOf } from '#functions/api/pages.ts';
import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { type Note, noteFrom } from '#shared/cases/note.ts';
import { addMyNoteRoutes, myNotesRoutes } from '#shared/portal/portal.routes.ts';
import { addNoteByRequester, noteForRequester } from '#shared/portal/show.ts';
import type { Item } from '#shared/table/decision.ts';
import { notePrefix, partitionOf } from '#shared/table/keys.ts';
import { mergePages } from '#shared/table/merge.ts';

const noteIn = ({ note }: Item) => note as Note;

// GET …/notes: the public ones.
export const myNotes = storyBothWays(myNotesRoutes, async (services, request) => {
  const { record } = await loadForRequester(services, request, 'view');
  const source = { pk: partitionOf({ kind: 'case', id: record.id }), prefix: notePrefix, consistent: true };
  const body = await pageOf(services, request, `public notes of ${record.id}`, async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: [source],
      descending: false,
      accept: (item) => noteIn(item).public,
    });
    return { items: items.map((item) => noteForRequester(noteIn(item))), next };
  });
  return { body };
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
