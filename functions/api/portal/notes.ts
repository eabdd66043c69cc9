import { isNewestFirst } from '#functions/api/log.ts';
import { pageBelow } from '#functions/api/pages.ts';
import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { noteFrom } from '#shared/casework/notes/note.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { notePrefix, partitionOf } from '#shared/core/table/keys.ts';
import { addMyNoteRoutes, myNotesRoutes } from '#shared/portal/portal.routes.ts';
import { addNoteByRequester, noteForRequester } from '#shared/portal/show.ts';

// GET …/notes: the public ones.
export const myNotes = storyBothWays(myNotesRoutes, async (services, request) => {
  const { record, home, shows } = await loadForRequester(services, request, 'view');
  const subject = { kind: 'case' as const, id: record.id };
  const own = partitionOf(subject);
  const show = (item: Item) => {
    const note = item.note as Note;
    const isSeen = note.public && ((record.id !== home.record.id && item.pk === own) || shows(note));
    return isSeen ? noteForRequester(note) : undefined;
  };
  const also = record.id === home.record.id ? [] : [{ kind: 'case' as const, id: home.record.id }];
  const descending = isNewestFirst(request.query);
  const asked = { name: 'public notes', subject, also, prefix: notePrefix, descending, show };
  return { body: await pageBelow(services, request, asked) };
});

// POST …/notes
export const addMyNote = storyBothWays(addMyNoteRoutes, async (services, request) => {
  const { requester, home } = await loadForRequester(services, request, 'act');
  const { body, now } = request;
  const actor = actorOfRequester(requester);
  const command = { id: services.newId(now), text: body.text, public: true, by: actor, at: now };
  return {
    actor,
    decisions: [addNoteByRequester(home.record, command, home.definition)],
    body: noteForRequester(noteFrom(command)),
  };
});
