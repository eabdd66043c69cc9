import { describe, expect, it } from 'vitest';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { addNoteToAlert, addNoteToCase, noteFrom } from '#shared/casework/notes/note.ts';
import { alertThatIs } from '../alerts/sample-alerts.ts';
import { adviser, at, caseDefinition, openCase } from './sample-cases.ts';

const definition = caseDefinition();
const id = '01KAG0000000000000000000N1';
const note = (isPublic: boolean, by: Parameters<typeof noteFrom>[0]['by'] = adviser) => ({
  id,
  text: 'Called, no answer',
  public: isPublic,
  by,
  at: at(5),
});
const firstResponse = (record = openCase()) => record.clocks.find((clock) => clock.key === 'first-response')?.state;

describe('a note', () => {
  it('[NO-1] is kept below its case and told in its history, and the record counts it', () => {
    const { after, events, items } = addNoteToCase(openCase(), note(false), definition);
    expect(after).toMatchObject({ noteCount: 1, version: 2 });
    expect(events).toMatchObject([{ type: 'Note Added', after: { note: { id, public: false, createdBy: adviser } } }]);
    expect(items).toMatchObject([
      { put: { pk: `CASE#${after.id}`, sk: `note#${id}`, note: noteFrom(note(false)) }, when: 'new' },
    ]);
  });

  it('[NO-1] is taken by an alert, and by a case that is closed', () => {
    expect(addNoteToAlert(alertThatIs('resolved'), note(false))).toMatchObject({
      after: { noteCount: 1, version: 5 },
      items: [{ put: { pk: 'ALERT#01KAG0000000000000000000A1' } }],
    });
    const closed = closeCase(
      { record: openCase(), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(1) },
    ).after;
    expect(addNoteToCase(closed, note(true), definition).after.noteCount).toBe(1);
  });

  it.each([
    ['public and by staff', note(true), 'met'],
    ['private', note(false), 'running'],
    ['by the requester', note(true, { kind: 'requester', id: 'S1' }), 'running'],
    ['by a rule', note(true, { kind: 'rule', id: 'r1' }), 'running'],
  ])('[SLA-3] leaves the first response, where it is %s, to be %s', (_what, command, state) => {
    expect(firstResponse(addNoteToCase(openCase(), command, definition).after)).toBe(state);
  });

  it('[CA-19] tells in the history of the clock that it stopped', () => {
    const [event] = addNoteToCase(openCase(), note(true), definition).events;
    expect(event?.changed).toContain('clocks');
    expect(event?.before.clocks).toEqual(openCase().clocks);
  });

  it('[SLA-10] moves what the case waits for where it stops the clock that is next', () => {
    const { after } = addNoteToCase(openCase(), note(true), definition);
    expect(after.generation).toBe(openCase().generation + 1);
    expect(addNoteToCase(after, note(true), definition).after.generation).toBe(after.generation);
  });
});
