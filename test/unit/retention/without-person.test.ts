import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { personalDataOf, withoutPerson } from '#shared/insight/retention/without-person.ts';

const person = { id: 'S101', texts: ['Ann Li', 'ann@example.org', '+44 (0)20 7946 0000'] };

describe('what is somebody else’s, without a person', () => {
  it('[RE-2] says nobody for their id, and nothing for their name, however it is written', () => {
    const said = { by: { kind: 'requester', id: 'S101' }, text: 'ANN LI rang from +44 (0)20 7946 0000.', count: 3 };
    expect(withoutPerson(said, person)).toEqual({
      by: { kind: 'requester', id: 'anonymised' },
      text: '— rang from —.',
      count: 3,
    });
  });

  it('[RE-2] leaves words and ids alone that only contain them', () => {
    const said = { text: 'Joann Lindt, joann@example.org', id: 'S1011', about: 'case S101' };
    expect(withoutPerson(said, person)).toBe(said);
  });

  it('[RE-2] takes a name out wherever it stands in a value, and the rest stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (around) => {
        const said = { around, deep: [{ text: 'with Ann Li' }] };
        const without = withoutPerson(said, person);
        expect(JSON.stringify(without)).not.toContain('Ann Li');
        expect(without.deep).toEqual([{ text: 'with —' }]);
        expect(withoutPerson(without, person)).toBe(without);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a name in the texts of others', () => {
  const zoe = { id: 'S7', texts: ['Zoë Weißmüller-Lund', 'zoe@example.org', '+44 (0)1632 960 961'] };
  const said = (text: string) => withoutPerson(text, zoe);

  it.each([
    'Zoë Weißmüller-Lund',
    'Zoë Weißmüller-Lund'.normalize('NFD'),
    'ZOË WEISSMÜLLER-LUND',
    'zoe weissmuller lund',
    'Zoe Weissmueller-Lund',
    'Zoë\u00a0Weißmüller–Lund',
    'Zoë\nWeiß\u00admüller-Lund',
    'Lund, Zoë Weißmüller',
    'ZOE@EXAMPLE.ORG',
    '+441632960961',
    '0044 1632 960961',
    '01632 960-961',
    '01632/960961',
  ])('[RE-2] goes, as %j', (spelling) => {
    expect(said(`They met ${spelling}, and left.`)).toMatch(/^They met \(?—, and left\.$/);
    expect(said(spelling)).toBe('—');
  });

  it.each([
    'Zoë Weiß',
    'Zoë Weißmüller-Lundgren',
    'x.zoe@example.org',
    'zoe@example.org.uk',
    'zoe@example.organic',
    '01632 9609611',
    '1632',
  ])('[RE-2] stays, as that of somebody else: %j', (spelling) => {
    const text = `They met ${spelling}, and left.`;
    expect(said(text)).toBe(text);
  });

  it('[RE-2] leaves marks and signs around it as they are', () => {
    expect(said('Café 👩‍🚀 Zoë Weißmüller-Lund’s é')).toBe('Café 👩‍🚀 —’s é');
    expect(said('mailto:zoe@example.org?x')).toBe('mailto:—?x');
  });

  it('[RE-2] is also what they were called before', () => {
    const { texts } = personalDataOf('S7', { name: 'New Name', email: 'new@example.org' } as Contact, [
      { name: 'Old Name', email: 'old@example.org' },
      { name: 'New Name', phone: '01632 960961' },
    ]);
    expect(texts).toEqual(['New Name', 'new@example.org', 'Old Name', 'old@example.org', '01632 960961']);
  });
});

describe('what is no name, though it reads like one', () => {
  const without = <T>(value: T, ...texts: string[]) => withoutPerson(value, { id: 'S7', texts });

  it.each(['--', '—', '\u200b\u200b', '..', '? ?', 'A.', '-a-', '  '])('[RE-2] is not looked for: %j', (name) => {
    const text = 'a. A. -- ... ? ? — \u200b\u200b "a", b';
    expect(without(text, name)).toBe(text);
  });

  it('[RE-2] keys, instants and ids of staff stay as they are, whatever somebody is called', () => {
    const said = {
      type: 'academic-concern',
      status: { key: 'new', category: 'to-do' },
      assignee: { group: 'student-support' },
      createdBy: { kind: 'user', id: 'ann-li' },
      createdAt: '2026-11-30T12:00:00.000Z',
      event: { type: 'Case Created', changed: ['subject'], subject: { kind: 'case', reference: 'C-2026' } },
    };
    const names = ['Academic Concern', 'New', 'To Do', 'Student Support', 'User', 'Ann Li', 'Case', 'Case Created'];
    expect(without(said, ...names, 'Subject', '2026 11 30', '2026-11-30T12')).toBe(said);
    const fields = { type: 'With Ann Li', role: 'Case of Ann Li' };
    expect(without({ fields }, 'Ann Li')).toEqual({ fields: { type: 'With —', role: 'Case of —' } });
    expect(without({ createdBy: { kind: 'user', id: 'ANN-LI' } }, 'Ann Li').createdBy.id).toBe('—');
  });

  it('[RE-2] a name of one word is not every word that reads so', () => {
    const text = 'Will rang; she will call WILL back. Goodwill.';
    expect(without({ text, tags: ['will'] }, 'Will')).toEqual({
      text: '— rang; she will call — back. Goodwill.',
      tags: ['—'],
    });
  });
});

describe('other spellings that searches know', () => {
  it.each([
    ["Sinéad O'Brien", 'Sinead O’Brien'],
    ['Sinéad O’Brien', "SINEAD O'BRIEN"],
    ['Sinéad O´Brien', 'Sinéad O‘Brien'],
    ['Søren Møller', 'Soren Moller'],
    ['Łukasz Żak', 'lukasz zak'],
    ['李明', '李明'],
    ['สมชาย ใจดี', 'สมชาย ใจดี'],
  ])('[RE-2] %s goes as %s', (name, spelling) => {
    expect(withoutPerson(`Met ${spelling}.`, { id: 'S7', texts: [name] })).toBe('Met —.');
  });

  it('[RE-2] a name in a script without spaces goes amid other words', () => {
    expect(withoutPerson('昨日李明来了', { id: 'S7', texts: ['李明'] })).toBe('昨日—来了');
  });
});
