import { describe, expect, test } from 'vitest';
import { wordIn } from '#console/i18n/word.ts';
import { happenedIn } from '#console/portal/happened-in.ts';
import german from '#console/portal/messages/de.json' with { type: 'json' };
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import { caseDefinition } from '../../cases/sample-cases.ts';

const names = { type: caseDefinition().type, person: () => undefined, group: () => undefined };
const nothing = { changed: [], before: {}, after: {} };

/** What a type may show a requester; notes and messages are among what was written. */
const shown = [...eventsOfCases.values()].filter(
  ({ type, publicity }) => publicity !== 'staff' && type !== 'Note Added' && type !== 'Message Sent',
);

describe('what a requester reads of what happened', () => {
  test('[PO-1] [UI-5] has words of the page for each event that may be shown to them', () => {
    const missing = shown.filter(({ type }) => !Object.hasOwn(german, `portal.happened.${type}`));
    expect(missing.map(({ type }) => type)).toEqual([]);
    const asked = { type: 'Question Asked' as const, text: 'You were asked: Why?', named: 'Why?' };
    expect(happenedIn(asked, wordIn(german))).toBe('Sie wurden gefragt: Why?');
    const later = { ...asked, type: 'Case Beamed Up' as never };
    expect(happenedIn(later, wordIn(german))).toBe('You were asked: Why?');
  });

  test('[PO-1] speaks to them, and not of them as of somebody else', () => {
    const lines = shown.map(({ line, lineForRequester = line }) => lineForRequester?.(nothing, names));
    expect(lines.filter((one) => one === undefined || /requester|Nobody/.test(one))).toEqual([]);
  });
});
