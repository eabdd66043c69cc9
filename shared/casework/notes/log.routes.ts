import * as z from 'zod';
import { newNoteSchema, noteSchema } from '#shared/casework/notes/note.schema.ts';
import { historyPage } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { logQuery } from '#shared/core/records/listing.schema.ts';

/**
 * What alerts and cases have alike below them: everything that happened, and what people say about
 * it.
 */
export const logRoutes = <K extends 'alert' | 'case'>(kind: K) => {
  const family = `${kind}s` as const;
  const path = `/v1/${family}/{id}` as const;
  const one = kind === 'alert' ? 'an alert' : 'a case';
  const addNote = (kind === 'alert' ? 'addAlertNote' : 'addCaseNote') as `add${Capitalize<K>}Note`;
  const shared = { family, who: 'staff' as const, params: z.strictObject({ id: z.string().min(1).max(64) }) };
  const read = { ...shared, method: 'GET' as const, readsOneRecord: true as const, query: z.strictObject(logQuery) };
  return {
    history: defineRoute({
      ...read,
      name: `${kind}History` as const,
      path: `${path}/history`,
      summary: `Everything that happened to ${one}, oldest first unless sorted otherwise`,
      answer: historyPage,
      refusals: ['not-found'],
    }),
    notes: {
      ...read,
      name: `${kind}Notes` as const,
      path: `${path}/notes` as const,
      summary: `Notes on ${one}, oldest first unless sorted otherwise`,
      refusals: ['not-found'] as const,
    },
    addNote: defineRoute({
      ...shared,
      name: addNote,
      findsMoreFaults: true,
      method: 'POST',
      path: `${path}/notes`,
      summary: `Add a note to ${one}, public or private`,
      ifMatch: 'optional',
      body: newNoteSchema,
      answer: noteSchema,
      status: 201,
      refusals: ['not-found', 'not-allowed', 'in-trash', 'stale'],
    }),
  };
};
